"""From a folder to a Workflow, or to all that is wrong with it: file, line, path and a sentence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from wbv_mentor.engine.check import find_problems
from wbv_mentor.engine.draft import draft_of
from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.source import DefinitionError, Problem, Where, line_of, plain, read
from wbv_mentor.engine.types import Workflow

PARTS = {"path.yaml": None, "forms.yaml": "forms", "deadlines.yaml": "deadlines"}
IN_PATH = frozenset({"stages", "states", "transitions"})
TEXTS = {"label", "hint", "announce", "sometimes_needed"}
LATER = (("past", False),)
Documents = Mapping[str, CommentedMap]


def load_folder(folder: Path, vocabulary: Vocabulary | None = None) -> Workflow:
    """Read `<name>/<version>/`. With a vocabulary, every name must be defined in it.

    Raises DefinitionError with every problem found: what is wrong in one file or in one part of it does
    not hide what is wrong elsewhere.
    """
    documents, problems = _read(folder)
    body: dict[str, Any] = dict(plain(documents.get("path.yaml", {})))
    for name, key in PARTS.items():
        if key is not None:
            if key in body:
                line = line_of(documents["path.yaml"], (key,))
                problems.append(Problem(folder / "path.yaml", line, key, f"this belongs into {name}"))
            body[key] = plain(documents.get(name, {}))
    draft = draft_of(body, _unread(folder, documents))
    found = [(where, text) for where, text in find_problems(draft, vocabulary) if _is_read(documents, where)]
    named = draft.knows("workflow") and draft.knows("version")
    if named and (folder.parent.name, folder.name) != (draft.workflow.name, str(draft.workflow.version)):
        found.append((("workflow",), "the folder must be named <workflow>/<version>"))
    problems += [_at(folder, documents, where, text) for where, text in found]
    if problems:
        raise DefinitionError(sorted(problems, key=lambda one: (str(one.file), one.line)))
    return draft.workflow


def look_at(
    folders: Iterable[Path], vocabulary: Vocabulary | None = None
) -> tuple[list[Workflow], list[Problem]]:
    """Every version that is right, and the problems of all that are not."""
    found: list[Workflow] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            found.append(load_folder(folder, vocabulary))
        except DefinitionError as error:
            problems.extend(error.problems)
    return found, problems


def versions_below(root: Path) -> list[Path]:
    """Every `<name>/<version>/`, whatever it holds."""
    return [folder for folder in sorted(root.glob("*/*")) if folder.is_dir() and folder.name[0] not in "._"]


def load_all(root: Path, vocabulary: Vocabulary | None = None) -> list[Workflow]:
    """Every `<name>/<version>/` below `root`; DefinitionError with the problems of all of them."""
    found, problems = look_at(versions_below(root), vocabulary)
    if problems:
        raise DefinitionError(problems)
    return found


def canonical(workflow: Workflow) -> str:
    """The definition as one JSON text in its own order, as `workflow_definition` stores it.

    The order is shown to people: the steps of a path, the ways that lead on.
    """
    return json.dumps(workflow.model_dump(mode="json", by_alias=True), ensure_ascii=False)


def digest(workflow: Workflow) -> str:
    """SHA-256 over the structure; labels and hints are left out, so that a typo can be mended.

    What the format learned later counts only where a definition uses it.
    """

    def structure(node: Any) -> Any:
        if isinstance(node, dict):
            known = ((key, value) for key, value in node.items() if (key, value) not in LATER)
            return {key: structure(value) for key, value in known if key not in TEXTS}
        return [structure(item) for item in node] if isinstance(node, list) else node

    body = structure(json.loads(canonical(workflow)))
    body.pop("stages", None)
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def from_body(body: str) -> Workflow:
    """The Workflow that `canonical` wrote."""
    return Workflow.model_validate_json(body)


def _read(folder: Path) -> tuple[Documents, list[Problem]]:
    """What can be read of the three files (only the first must be there), and what cannot."""
    documents: dict[str, CommentedMap] = {}
    problems: list[Problem] = []
    for name in PARTS:
        if name == "path.yaml" or (folder / name).exists():
            try:
                documents[name] = read(folder / name)
            except DefinitionError as error:
                problems.extend(error.problems)
    for file in sorted(folder.glob("*.y*ml")):
        if file.name not in PARTS:
            problems.append(Problem(file, 1, "", f"nobody reads this; a version has {', '.join(PARTS)}"))
    return documents, problems


def _unread(folder: Path, documents: Documents) -> frozenset[str]:
    """The sections that may hold more than could be read."""
    sections = set() if "path.yaml" in documents else set(IN_PATH)
    return frozenset(sections).union(
        key for name, key in PARTS.items() if key and name not in documents and (folder / name).exists()
    )


def _is_read(documents: Documents, where: Where) -> bool:
    """Whether a finding is about what was read: in a file that cannot be read nothing is missing."""
    return "path.yaml" in documents or where[0] in PARTS.values()


def _at(folder: Path, documents: Documents, path: Where, text: str) -> Problem:
    name = next((file for file, key in PARTS.items() if key and path[0] == key), "path.yaml")
    inner = path[1:] if path[0] in PARTS.values() else path
    line = line_of(documents.get(name, {}), inner)
    return Problem(folder / name, line, ".".join(str(part) for part in inner), text)
