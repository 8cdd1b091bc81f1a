"""`wbv-mentor funding check`: what outsiders rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from wbv_mentor.cli.funding import funding
from wbv_mentor.engine.source import DefinitionError

KEYS = {"instrument", "result", "missing", "reasons", "amounts", "file_by", "strict", "employer_learns"}


def test_the_command_answers_in_words_and_as_json_and_refuses_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("today: {date: 2026-11-27}\ncourse: {start: 2027-03-01, hours: 120}\n", encoding="utf-8")
    monkeypatch.setenv("WBV_INSTANCE", str(tmp_path / "instance"))
    said = CliRunner().invoke(funding, ["check", str(facts), "--json"])
    assert said.exit_code == 0, said.output
    answers = json.loads(said.stdout)
    assert all(set(one) - {"replaced_by"} == KEYS for one in answers)
    section_82 = next(one for one in answers if one["instrument"] == "sgb3_82_qcg")
    assert (section_82["result"], section_82["file_by"], section_82["strict"]) == ("no", "2027-02-28", True)
    assert {"rule", "holds", "text", "source"} == set(section_82["reasons"][0])

    words = CliRunner().invoke(funding, ["check", str(facts)]).output
    headings = ("Ohne Ihren Betrieb", "Ihr Betrieb muss es wissen", "Nur Ihr Betrieb kann es beantragen")
    assert [words.index(heading) for heading in headings] == sorted(map(words.index, headings))
    assert "Unverbindliche Vorprüfung" in words

    facts.write_text("course:\n  hours: -1\n", encoding="utf-8")
    refused = CliRunner().invoke(funding, ["check", str(facts)])
    assert isinstance(refused.exception, DefinitionError)
    assert "facts.yaml:2: course.hours" in str(refused.exception)
