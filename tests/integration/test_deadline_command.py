"""`wbv-mentor deadline compute` for every promised rule: the date, the way there, the source."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from flask import Flask

from tests.unit.test_deadline_rules import PROMISED, RULES
from wbv_mentor.cli import commands, deadlines


def said(*line: str) -> str:
    """What the command prints."""
    answered = CliRunner().invoke(deadlines.compute, line)
    assert answered.exit_code == 0, answered.output
    return answered.output


def test_every_rule_answers_in_words_and_as_json(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "make_app", lambda: app)
    for rule in PROMISED:
        found = json.loads(said(rule, "--anchor", "2026-12-06", "--json"))

        assert list(found) == ["rule", "anchor", "due_on", "strict", "steps", "source"]
        assert (found["rule"], found["anchor"]) == (rule, "2026-12-06")
        assert found["strict"] is RULES[rule].strict
        assert len(found["steps"]) >= 2
        assert all(step.endswith(".") and "%(" not in step for step in found["steps"])
        assert found["source"]
        assert "[" not in found["source"]

        lines = said(rule, "--anchor", "2026-12-06").splitlines()
        assert lines[0].startswith(("Letzter Tag: ", "Stichtag: "))
        assert lines[1:] == [*found["steps"], f"Quelle: {found['source']}"]


def test_what_the_command_says_about_a_saturday(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "make_app", lambda: app)
    assert said("sbfg_application", "--anchor", "2026-12-06").splitlines() == [
        "Letzter Tag: 24.10.2026.",
        "Kursbeginn: 6.12.2026.",
        "43 Tage davor: 24.10.2026.",
        "Das ist ein Samstag.",
        "Diese Frist verschiebt sich nicht, also besser bis 23.10.2026.",
        "Wir empfehlen: schon bis 11.10.2026.",
        "Quelle: SBFG: sechs volle Wochen zwischen Eingang und Beginn; BAG 9 AZR 917/98",
    ]
