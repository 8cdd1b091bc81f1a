"""From a folder to a Workflow, or to all that is wrong with it: file, line, path and a sentence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wbv_mentor.engine.check import find_problems
from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.source import DefinitionError, Problem, line_of, plain, read
from wbv_mentor.engine.types import Workflow

PARTS = {"path.yaml": None, "forms.yaml": "forms", "deadlines.yaml": "deadlines"}
TEXTS = {"label", "hint", "announce"}
LATER = (("past", False),)


def load_folder(folder: Path, vocabulary: Vocabulary | None = None) -> Workflow:
    """Read `<name>/<version>/`. With a vocabulary, every name must be defined in it.

    Raises DefinitionError with every problem found.
    """
    documents = {
        name: read(folder / name) for name in PARTS if (folder / name).exists() or name == "path.yaml"
    }
    body: dict[str, Any] = {}
    for name, key in PARTS.items():
        content = plain(documents.get(name, {}))
        body.update(content if key is None else {key: content})
    try:
        workflow = Workflow.model_validate(body)
    except ValidationError as error:
        raise DefinitionError([_located(folder, documents, item) for item in error.errors()]) from None
    problems = [_at(folder, documents, path, text) for path, text in find_problems(workflow, vocabulary)]
    if (folder.parent.name, folder.name) != (workflow.name, str(workflow.version)):
        problems.append(
            _at(folder, documents, ("workflow",), "the folder must be named <workflow>/<version>")
        )
    if problems:
        raise DefinitionError(problems)
    return workflow


def load_all(root: Path, vocabulary: Vocabulary | None = None) -> list[Workflow]:
    """Every `<name>/<version>/` below `root`; DefinitionError with the problems of all of them."""
    found: list[Workflow] = []
    problems: list[Problem] = []
    for file in sorted(root.glob("*/*/path.yaml")):
        try:
            found.append(load_folder(file.parent, vocabulary))
        except DefinitionError as error:
            problems.extend(error.problems)
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


def _located(folder: Path, documents: dict[str, Any], item: Any) -> Problem:
    path = tuple(part for part in item["loc"])
    return _at(folder, documents, path, str(item["msg"]))


def _at(folder: Path, documents: dict[str, Any], path: tuple[str | int, ...], text: str) -> Problem:
    name = next((file for file, key in PARTS.items() if key and path and path[0] == key), "path.yaml")
    inner = path[1:] if name != "path.yaml" else path
    line = line_of(documents.get(name, {}), inner)
    return Problem(folder / name, line, ".".join(str(part) for part in inner), text)
