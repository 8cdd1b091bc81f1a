"""A map between two versions is refused with file, line and a sentence for everything that is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import two_versions as two
from tests.unit import small_path
from wbv_mentor.engine.carrying import Carrying, load_map
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.engine.source import DefinitionError

FORMS = """\
facts:
  label: {de: Angaben, en: Facts}
  fields:
    - {name: goal, type: text, label: {de: Ziel, en: Goal},
       visible_to: [mentor], category: education, retention: case_content}
    - {name: why, type: text, label: {de: Grund, en: Reason},
       visible_to: [mentor], category: education, retention: case_content}
more:
  label: {de: Mehr, en: More}
  fields:
    - {name: note, type: text, label: {de: Notiz, en: Note},
       visible_to: [mentor], category: education, retention: case_content}
"""
LATER = FORMS.replace("facts:", "answers:").replace("more:", "rest:").replace("name: goal", "name: aim")


def load(folder: Path, text: str, standing: set[str] = frozenset()) -> Carrying:  # type: ignore[assignment]
    """The map between the two versions of the small path."""
    old = load_folder(small_path.write(folder, forms=FORMS))
    new = load_folder(
        small_path.write(folder, version=2, path=two.PATH, forms=LATER, deadlines=two.DEADLINES)
    )
    file = folder / "map.yaml"
    file.write_text(text, encoding="utf-8")
    return load_map(file, {1: old, 2: new}, 2, lambda _: standing)


def test_names_that_did_not_change_need_not_stand_there(tmp_path: Path) -> None:
    way = load(
        tmp_path, "from: 1\nstates: {open: at_work}\nforms: {facts: answers}\nfields:\n  facts: {goal: aim}\n"
    )
    assert [way.state(name) for name in ("open", "paused")] == ["at_work", "paused"]
    assert [way.form(name) for name in ("facts", "more")] == ["answers", None]
    assert [way.field("facts", name) for name in ("goal", "why", "no")] == ["aim", "why", None]
    back = way.back()
    assert [back.form(name) for name in ("answers", "rest")] == ["facts", None]
    assert [back.field("answers", name) for name in ("aim", "why")] == ["goal", "why"]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("states: {open: at_work}\n", 1, "from: Field required"),
        ("from: 7\n", 1, "from: there is no version 7"),
        ("from: 2\n", 1, "from: the map leads from version 2 to itself"),
        ("from: 1\ndrop: [goal]\n", 2, "drop: Extra inputs are not permitted"),
        ("from: 1\nstates:\n  opne: at_work\n", 3, "states.opne: version 1 has no state opne"),
        ("from: 1\nstates:\n  open: atwork\n", 3, "states.open: version 2 has no state atwork"),
        ("from: 1\nstates:\n  open: done\n", 3, "done is final: moving to another version ends nothing"),
        ("from: 1\nstates:\n  done: at_work\n", 3, "done is final: what has ended is not moved"),
        ("from: 1\nstates: {paused: handover}\n", 2, "states: instances stand in open or return to it"),
        ("from: 1\nforms:\n  fact: answers\n", 3, "forms.fact: version 1 has no form fact"),
        ("from: 1\nforms:\n  facts: answer\n", 3, "forms.facts: version 2 has no form answer"),
        ("from: 1\nforms: {facts: rest,\n  more: rest}\n", 3, "forms.more: two of them would become rest"),
        ("from: 1\nfields:\n  fact: {goal: aim}\n", 3, "fields.fact: version 1 has no form fact"),
        ("from: 1\nfields:\n  facts: {goal: aim}\n", 3, "version 2 has no form facts: name it under forms"),
        (
            "from: 1\nforms: {facts: answers}\nfields:\n  facts:\n    gaol: aim\n",
            5,
            "fields.facts.gaol: version 1 has no field facts.gaol",
        ),
        (
            "from: 1\nforms: {facts: answers}\nfields:\n  facts:\n    goal: goal\n",
            5,
            "fields.facts.goal: version 2 has no field answers.goal",
        ),
        (
            "from: 1\nforms: {facts: answers}\nfields:\n  facts:\n    goal: why\n",
            5,
            "fields.facts.goal: two of them would become why: nothing recorded may be lost",
        ),
        ("from: 1\nnot_asked:\n  facts: [goal]\n", 3, "not_asked.facts: version 2 has no form facts"),
        ("from: 1\nnot_asked:\n  answers:\n    - goal\n", 4, "version 2 has no field answers.goal"),
        ("from: 1\nfrom: 1\n", 2, "duplicate key"),
        ("- from: 1\n", 1, "a mapping is expected here"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, why: str) -> None:
    with pytest.raises(DefinitionError) as found:
        load(tmp_path, text, {"open"})
    told = [str(problem) for problem in found.value.problems]
    assert any(f"map.yaml:{line}: " in one and why in one for one in told), told


def test_a_form_takes_no_name_of_another_one(tmp_path: Path) -> None:
    old = load_folder(small_path.write(tmp_path, forms=FORMS))
    new = load_folder(small_path.write(tmp_path, version=2, forms=FORMS))
    file = tmp_path / "map.yaml"
    file.write_text("from: 1\nforms: {facts: more, more: facts}\n")
    with pytest.raises(DefinitionError, match="cannot take a name that means another form"):
        load_map(file, {1: old, 2: new}, 2, lambda _: ())


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as found:
        load(tmp_path, "from: 1\nstates: {a: b}\nforms: {c: d}\nfields: {e: {f: g}}\n")
    assert len(found.value.problems) == 5
