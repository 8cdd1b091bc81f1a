"""What is wrong is told, all of it; a right definition keeps its digest. See test_engine_refusals.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit import small_path
from wbv_mentor.engine.loader import canonical, digest, from_body, load_all, load_folder
from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.source import DefinitionError


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


def test_every_problem_is_told(tmp_path: Path) -> None:
    small_path.write(
        tmp_path,
        path=small_path.PATH.replace("initial: open", "initial: x").replace("stage: only", "stage: y"),
    )
    with pytest.raises(DefinitionError) as caught:
        load_all(tmp_path)
    assert len(caught.value.problems) == 2


def test_a_version_without_its_main_file_is_told(tmp_path: Path) -> None:
    (small_path.write(tmp_path) / "path.yaml").unlink()
    with pytest.raises(DefinitionError, match=r"path\.yaml:1: this file is missing"):
        load_all(tmp_path)


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
