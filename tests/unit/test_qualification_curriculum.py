"""The curriculum: what the house ships, what is wrong with a broken one, what it proposes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wbv_mentor.engine.dates import is_working_day
from wbv_mentor.engine.source import DefinitionError
from wbv_mentor.qualification.cohorts import curriculum

HEAD = "version: v1\ntotal_units: 20\nminimum_percent: 80\nweeks: 4\nmodules:\n"
M1 = (
    "  - {code: M1, name: {de: Eins, en: One}, kind: classroom, units: 8, competences: [reden],\n"
    "     sessions: [{day: 0, begins: '08:30', ends: '16:00', units: 8}]}\n"
)
P = "  - {code: P, name: {de: Praxis, en: Practice}, kind: practice, units: 12, competences: [tun]}\n"


def problems(folder: Path, text: str) -> list[str]:
    """What is wrong with a curriculum, as `line path: text`."""
    file = folder / "curriculum.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        curriculum.load(file)
    return [f"{one.line} {one.path}: {one.text}" for one in error.value.problems]


def test_the_shipped_curriculum_has_the_units_of_the_domain() -> None:
    found = curriculum.curriculum()
    assert {one.code: one.units for one in found.modules} == {"M1": 16, "M2": 16, "M3": 12, "P": 12, "M4": 8}
    assert (found.total_units, found.minimum_percent) == (64, 80)
    assert {one.code: one.kind for one in found.modules}["M3"] == "online"
    held = [one for module in found.modules for one in module.sessions]
    assert sorted(one.units for one in held) == [4, 4, 4, 8, 8, 8, 8, 8]


def test_a_good_curriculum_loads(tmp_path: Path) -> None:
    file = tmp_path / "curriculum.yaml"
    file.write_text(HEAD + M1 + P, encoding="utf-8")
    assert [one.code for one in curriculum.load(file).modules] == ["M1", "P"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + M1, "2 total_units: the modules have 8 units"),
        (HEAD + M1 + P.replace("code: P", "code: M1"), "8 modules.1.code: M1 stands there twice"),
        (HEAD + M1.replace("units: 8}]", "units: 4}]") + P, "6 modules.0.units: the sessions have 4 units"),
        (HEAD + M1.replace("'16:00'", "'08:00'") + P, "7 modules.0.sessions.0.ends: the end does not lie"),
        (HEAD + M1.replace("day: 0", "day: 40") + P, "7 modules.0.sessions.0.day: lies after the 4 weeks"),
        (HEAD + M1.replace("'08:30'", "halb neun") + P, "7 modules.0.sessions.0.begins"),
        (HEAD + M1.replace("classroom", "webinar") + P, "6 modules.0.kind"),
        (HEAD + M1.replace("de: Eins", "fr: Un") + P, "6 modules.0.name"),
        (HEAD.replace("weeks: 4", "weeks: viel") + M1 + P, "4 weeks"),
        (HEAD + M1 + P.replace("competences: [tun]", "competences: []"), "8 modules.1.competences"),
        ("version: v1\nversion: v2\n", "2"),
        ("- eins\n", "1"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    found = problems(tmp_path, text)
    assert any(one.startswith(expected) for one in found), found


@pytest.mark.parametrize("start", [date(2026, 9, 7), date(2026, 12, 23), date(2026, 4, 3), date(2026, 8, 15)])
def test_every_session_is_proposed_on_a_working_day_of_its_own(start: date) -> None:
    found = curriculum.curriculum()
    planned = curriculum.proposal(found, start)
    days = [one.held_on for one in planned]
    assert all(is_working_day(day) and day >= start for day in days)
    assert len(set(days)) == len(days) == 8
    assert max(days) <= curriculum.last_day(found, start)
    assert [(one.code, one.part) for one in planned[:3]] == [("M1", 1), ("M1", 2), ("M2", 1)]
    assert [one.code for one in planned if one.online] == ["M3"] * 3
