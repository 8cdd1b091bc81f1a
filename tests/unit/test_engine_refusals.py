"""Each folder in tests/bad_paths is wrong in one way; a comment at the line says how it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from wbv_mentor.engine.loader import load_folder, look_at, versions_below
from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.source import DefinitionError

FOLDERS = versions_below(Path(__file__).parents[1] / "bad_paths")
SAID = re.compile(r"# refused(?: at (?P<file>[a-z.]+):(?P<line>\d+))?: (?P<text>.+)$")
KNOWN = Vocabulary(
    guards={"holds": lambda context: None}, effects={"tell": lambda context: None},
    anchors={"entered": lambda instance: None}, rules={"objection": lambda day: None},
    choices={"mentors": lambda: ()},
)  # fmt: skip


def said(folder: Path) -> Iterator[tuple[str, int, str]]:
    """File, line and sentence of every refusal that the folder announces."""
    for file in sorted(folder.iterdir()):
        for number, line in enumerate(file.read_text("utf-8", errors="replace").split("\n"), start=1):
            if found := SAID.search(line):
                yield found["file"] or file.name, int(found["line"] or number), found["text"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_it_is_refused_with_file_line_and_sentence(folder: Path) -> None:
    with pytest.raises(DefinitionError) as refused:
        load_folder(folder, KNOWN)

    told = [(problem.file.name, problem.line, problem.text) for problem in refused.value.problems]
    wanted = sorted(said(folder))
    assert [one[:2] for one in told] == [one[:2] for one in wanted], refused.value
    for (*_, text), (*_, sentence) in zip(told, wanted, strict=True):
        assert text.startswith(sentence)


def test_all_folders_are_told_at_once() -> None:
    found, problems = look_at(FOLDERS, KNOWN)

    assert found == []
    assert {problem.file.parent for problem in problems} == set(FOLDERS)
