"""What scripts rely on: every command has help and JSON, and a failure is one line that names it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
import pytest

from wbv_mentor.cli import main
from wbv_mentor.cli.commands import main_group
from wbv_mentor.config import SettingsError, load_settings

UNTIL_STOPPED = {"serve"}  # answers nothing


def commands(group: click.Group = main_group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its whole name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


ALL = dict(commands())


@pytest.mark.parametrize("name", ALL)
def test_every_command_says_what_it_does_and_answers_as_json(name: str) -> None:
    command = ALL[name]
    options = {option for given in command.params for option in given.opts}

    assert command.help
    assert "--json" in options or name in UNTIL_STOPPED


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("deadline compute objection --anchor 2026-02-30", 2, "2026-02-30"),
        ("deadline compute objection --anchor 8.12.2026", 2, "2026-12-08"),
        ("deadline compute objection --anchor 9999-12-31", 2, "too far away"),
        ("deadline compute objection", 2, "--anchor"),
        ("deadline compute", 2, "RULE"),
        ("deadline compute nonsense --anchor 2026-12-08", 1, "no rule nonsense"),
        ("nonsense", 2, "nonsense"),
        ("user create --email x", 2, "--first-name"),
    ],
)
def test_a_failure_is_one_line(
    line: str, status: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["wbv-mentor", *line.split()])

    with pytest.raises(SystemExit) as ended:
        main()

    told = capsys.readouterr().err
    assert ended.value.code == status
    assert told.count("\n") == 1
    assert told.startswith("wbv-mentor: ")
    assert words in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "0"),
        ("port", "abc"),
        ("jobs", "sometimes"),
        ("base_url", "nonsense"),
        ("base_url", "http://mentor.example"),
        ("database_url", "mysql://somewhere"),
        ("proxies", "-1"),
        ("demo", "perhaps"),
    ],
)
def test_a_bad_setting_is_one_sentence_that_names_it(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(**{name: value})

    told = str(refused.value)
    assert told.startswith(f"WBV_{name.upper()} is not usable: ")
    assert told.endswith(".")
    assert told.count(name) == 0  # said once, as people set it
    assert "Value error" not in told
