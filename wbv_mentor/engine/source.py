"""Reading YAML with lines: ruamel (YAML 1.2) refuses duplicate keys and knows where a key stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Model = TypeVar("Model", bound=BaseModel)
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a definition, and where."""

    file: Path
    line: int
    path: str
    text: str

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}: {where}{self.text}"


class DefinitionError(Exception):
    """A definition is wrong; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def read(file: Path) -> CommentedMap:
    """The file's mapping with line numbers; DefinitionError if it is no readable YAML mapping."""
    try:
        document = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError([Problem(file, line, "", str(error.problem or error))]) from None
    except (YAMLError, OSError, UnicodeDecodeError) as error:
        raise DefinitionError([Problem(file, 1, "", str(error))]) from None
    if document is None:
        return CommentedMap()
    if not isinstance(document, CommentedMap):
        raise DefinitionError([Problem(file, 1, "", "a mapping is expected here")])
    return document


def line_of(document: Any, path: Sequence[str | int]) -> int:
    """The line (from 1) of the deepest part of `path` that exists in the document."""
    line, node = 1, document
    for part in path:
        try:
            if isinstance(node, CommentedMap) and part in node:
                line = node.lc.key(part)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
                line = node.lc.item(part)[0] + 1
            else:
                return line
        except (AttributeError, KeyError, TypeError):
            return line
        node = node[part]
    return line


def plain(node: Any) -> Any:
    """The same data in plain dicts, lists and scalars, for validation and storing."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, bool) or node is None:
        return node
    return next((kind(node) for kind in (int, float, str) if isinstance(node, kind)), str(node))


def load_checked(
    file: Path, model: type[Model], problems: Callable[[Model], Iterable[tuple[Where, str]]]
) -> Model:
    """A file of one mapping as a checked model. DefinitionError with every problem, each with its line."""
    document = read(file)

    def at(where: Where, text: str) -> Problem:
        return Problem(file, line_of(document, where), ".".join(str(part) for part in where), text)

    try:
        found = model.model_validate(plain(document))
    except ValidationError as error:
        raise DefinitionError([at(tuple(item["loc"]), item["msg"]) for item in error.errors()]) from None
    wrong = [at(where, text) for where, text in problems(found)]
    if wrong:
        raise DefinitionError(wrong)
    return found
