"""A definition that is wrong is refused with file, line and path; a right one keeps its digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit import small_path
from wbv_mentor.engine.loader import canonical, digest, from_body, load_all, load_folder
from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.source import DefinitionError

WRONG = [
    ("initial: open", "initial: nowhere", "path.yaml", 4, "no state nowhere"),
    ("owner: mentor, form: facts", "owner: nobody, form: facts", "path.yaml", 8, "Input should be"),
    ("owner: mentor, form: facts", "form: facts", "path.yaml", 8, "needs an owner"),
    ("form: facts", "form: fiction", "path.yaml", 8, "no form fiction"),
    ("stage: only", "stage: other", "path.yaml", 8, "no stage other"),
    ("{de: Offen, en: Open}", "{en: Open}", "path.yaml", 8, "Field required"),
    ("from: [open], to: paused", "from: [open], to: moon", "path.yaml", 13, "no state moon"),
    ("from: [open], to: paused", "from: [done], to: paused", "path.yaml", 13, "done is final"),
    ("from: [open], to: paused", "from: [open, open], to: paused", "path.yaml", 13, "named twice"),
    ("from: [paused], to: $back", "from: [open], to: $back", "path.yaml", 14, "no detour"),
    ("by: [mentor, system]", "by: [wizard]", "path.yaml", 14, "Input should be"),
    ("by: [mentor, system]", "by: []", "path.yaml", 14, "nobody may fire"),
    ("resume:", "pause:", "path.yaml", 14, "duplicate key"),
    ("version: 1", "version: one", "path.yaml", 2, "integer"),
    ("workflow: small", "workflow: other", "path.yaml", 1, "folder must be named"),
    ("final: true", "final: true, colour: red", "path.yaml", 11, "Extra inputs"),
    ("done: {label: {de: Fertig, en: Done}, final: true}", "done: {label: {de: F, en: D}, owner: mentor}",
     "path.yaml", 11, "no way leads out"),
    ("hand_over: {label: {de: Übergeben, en: Hand over}, from: [open, paused], to: handover, by: [mentor]}",
     "again: {label: {de: N, en: A}, from: [open], to: open, by: [mentor]}", "path.yaml", 10, "no way leads"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "file", "line", "text"), WRONG)
def test_wrong_paths_are_refused_with_a_line(
    tmp_path: Path, right: str, wrong: str, file: str, line: int, text: str
) -> None:
    assert right in small_path.PATH
    folder = small_path.write(tmp_path, path=small_path.PATH.replace(right, wrong, 1))
    with pytest.raises(DefinitionError) as caught:
        load_folder(folder)
    found = [(problem.file.name, problem.line) for problem in caught.value.problems]
    assert (file, line) in found, caught.value
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("right", "wrong", "text"),
    [
        ("offset: {days: 14}", "offset: {days: soon}", "integer"),
        ("  offset: {days: 14}\n", "", "either an offset or a rule"),
        ("while: [open]", "while: [shut]", "no state shut"),
        ("on_overdue: null", "on_overdue: vanish", "no transition vanish"),
        ("on_overdue: null", "on_overdue: pause", "the system may not fire"),
        ("owner: mentor", "owner: nobody", "Input should be"),
        ("anchors: [entered]", "anchors: []", "needs an anchor"),
    ],
)
def test_wrong_deadlines_are_refused(tmp_path: Path, right: str, wrong: str, text: str) -> None:
    folder = small_path.write(tmp_path, deadlines=small_path.DEADLINES.replace(right, wrong, 1))
    with pytest.raises(DefinitionError, match=text) as caught:
        load_folder(folder)
    assert caught.value.problems[0].file.name == "deadlines.yaml"


def test_names_nobody_defines_are_refused(tmp_path: Path) -> None:
    guarded = small_path.PATH.replace(
        "to: done, by: [mentor]", "to: done, by: [mentor], guards: [g], effects: [e]"
    )
    folder = small_path.write(tmp_path, path=guarded)
    with pytest.raises(DefinitionError) as caught:
        load_folder(folder, Vocabulary())
    texts = " ".join(problem.text for problem in caught.value.problems)
    assert "guard g" in texts
    assert "effect e" in texts
    assert "anchor entered" in texts


def test_every_problem_of_every_folder_is_told(tmp_path: Path) -> None:
    small_path.write(
        tmp_path,
        path=small_path.PATH.replace("initial: open", "initial: x").replace("stage: only", "stage: y"),
    )
    with pytest.raises(DefinitionError) as caught:
        load_all(tmp_path)
    assert len(caught.value.problems) == 2


def test_the_digest_covers_structure_not_words(tmp_path: Path) -> None:
    first = load_folder(small_path.write(tmp_path / "a"))
    mended = load_folder(
        small_path.write(tmp_path / "b", path=small_path.PATH.replace("de: Offen", "de: Noch offen"))
    )
    changed = load_folder(
        small_path.write(tmp_path / "c", path=small_path.PATH.replace("by: [mentor, system]", "by: [mentor]"))
    )
    assert digest(first) == digest(mended) != digest(changed)
    assert canonical(first) != canonical(mended)


def test_a_stored_body_gives_the_same_definition(tmp_path: Path) -> None:
    workflow = load_folder(small_path.write(tmp_path))
    assert from_body(canonical(workflow)) == workflow
