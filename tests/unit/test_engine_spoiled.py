"""The real paths, spoiled in hundreds of ways: each is refused with a line, or is still a definition."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests import spoiling
from tests.spoiling import NothingToSpoil, Spoil
from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import canonical, digest, from_body, load_all, load_folder, versions_below
from wbv_mentor.engine.machine import PathMachine
from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.schema import schemas
from wbv_mentor.engine.source import DefinitionError, plain, read
from wbv_mentor.engine.types import Workflow

FOLDERS = versions_below(ROOT / "workflows")
PATHS = load_all(ROOT / "workflows")


def known(names: Iterable[str | None]) -> dict[str, Any]:
    """Names with a meaning that is not asked for."""
    return {name: Any for name in names if name}


STARTS = [path.start for path in PATHS]
WAYS = [way for path in PATHS for way in path.transitions.values()]
RULES = [rule for path in PATHS for rule in path.deadlines.values()]
FIELDS = [field for path in PATHS for form in path.forms.values() for field in form.fields]
GUARDS = (*(one.guards for one in STARTS), *(one.guards for one in WAYS), *(rule.when for rule in RULES))
EFFECTS = (*(one.effects for one in STARTS), *(one.effects for one in WAYS))
KNOWN = Vocabulary(
    guards=known(chain.from_iterable(GUARDS)),
    effects=known(chain.from_iterable(EFFECTS)),
    anchors=known(name for rule in RULES for name in rule.anchors),
    rules=known(rule.rule for rule in RULES),
    choices=known(field.source for field in FIELDS),
)
SCHEMAS = {name: Draft202012Validator(schema) for name, schema in schemas(KNOWN).items()}


def spoiled(spoil: Spoil, random: Random, root: Path) -> tuple[Path, Path]:
    """A copy of one of the paths with one file spoiled; its folder and that file."""
    original = random.choice(FOLDERS)
    folder = root / original.parent.name / original.name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder)
    files = sorted(folder.glob("*.yaml"))
    random.shuffle(files)
    for file in files:
        with suppress(NothingToSpoil):  # not every file has a number or a list of names
            content = spoil(random, file.read_text("utf-8"))
            file.write_bytes(content.encode() if isinstance(content, str) else content)
            return folder, file
    raise NothingToSpoil


def assert_told(refused: DefinitionError, folder: Path) -> None:
    """Every problem has a file of this folder, a line that is there, and a sentence."""
    assert refused.problems
    for problem in refused.problems:
        assert problem.file.parent == folder
        assert 1 <= problem.line <= problem.file.read_bytes().count(b"\n") + 1, problem
        assert problem.text.strip(), problem


def assert_usable(workflow: Workflow, folder: Path) -> None:
    """What nobody refuses is a definition, by the schema and by the machine as well."""
    for file in folder.glob("*.yaml"):
        assert SCHEMAS[file.stem].is_valid(plain(read(file))), file
    assert from_body(canonical(workflow)) == workflow
    assert PathMachine(workflow).workflow is workflow


@pytest.mark.parametrize("batch", range(20))
def test_what_is_wrong_is_refused_with_a_line(tmp_path: Path, batch: int) -> None:
    """Ten mistakes a batch: two hundred in all."""
    random = Random(batch)
    for spoil in spoiling.ALWAYS_WRONG:
        folder, file = spoiled(spoil, random, tmp_path)
        with pytest.raises(DefinitionError) as refused:
            load_folder(folder, KNOWN)
        assert_told(refused.value, folder)
        assert file in {problem.file for problem in refused.value.problems}


@pytest.mark.parametrize("batch", range(5))
def test_an_accident_is_refused_or_leaves_a_definition(tmp_path: Path, batch: int) -> None:
    random = Random(batch)
    for spoil in spoiling.SOMETIMES_WRONG:
        folder, _file = spoiled(spoil, random, tmp_path)
        try:
            workflow = load_folder(folder, KNOWN)
        except DefinitionError as refused:
            assert_told(refused, folder)
        else:
            assert_usable(workflow, folder)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_another_word_is_no_mistake(tmp_path: Path, path: Workflow) -> None:
    folder = tmp_path / path.name / str(path.version)
    shutil.copytree(ROOT / "workflows" / path.name / str(path.version), folder)
    for file in folder.glob("*.yaml"):
        file.write_text(spoiling.reword(Random(7), file.read_text("utf-8")), "utf-8")

    reworded = load_folder(folder, KNOWN)

    assert reworded != path
    assert digest(reworded) == digest(path)
