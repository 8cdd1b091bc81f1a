"""Reading YAML with lines: ruamel (YAML 1.2) refuses duplicate keys and knows where a key stands."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.reader import ReaderError

DEEPEST = 30  # levels of a definition; a hundred brackets are a mistake
MARKED_LINE = re.compile(r"line (\d+), column")
Model = TypeVar("Model", bound=BaseModel)
Where = tuple[str | int, ...]
PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "a name has small letters, digits and underscores only",
    r"\S": "there is nothing to read here",
}


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
    document = _document(file)
    if not isinstance(document, CommentedMap):
        raise DefinitionError([Problem(file, 1, "", "a mapping is expected here")])
    return document


def read_list(file: Path) -> CommentedSeq:
    """The file's list with line numbers; DefinitionError if it is no readable YAML list."""
    document = _document(file)
    if not isinstance(document, CommentedSeq):
        raise DefinitionError([Problem(file, 1, "", "a list is expected here")])
    return document


def _document(file: Path) -> Any:
    content = b""
    try:
        content = file.read_bytes()
        document = _parsed(content.decode("utf-8"))
    except (OSError, ValueError, YAMLError, ReusedAnchorWarning) as error:
        raise DefinitionError([Problem(file, *_unreadable(error, content))]) from None
    if document is None:
        raise DefinitionError([Problem(file, 1, "", "the file is empty")])
    return document


def _unreadable(error: Exception, content: bytes) -> tuple[int, str, str]:
    """Line, path (there is none) and sentence."""
    match error:
        case FileNotFoundError():
            return 1, "", "this file is missing"
        case UnicodeDecodeError():
            return content[: error.start].count(b"\n") + 1, "", "this is no text in UTF-8"
        case ReaderError():
            before = content.decode("utf-8")[: error.position]
            return before.count("\n") + 1, "", "this character does not belong in a text"
        case MarkedYAMLError() if error.problem_mark:
            return error.problem_mark.line + 1, "", str(error.problem)
        case ReusedAnchorWarning():
            return int(MARKED_LINE.findall(str(error))[-1]), "", "this anchor stands there twice"
    return 1, "", str(error)


@lru_cache(maxsize=32)
def _parsed(text: str) -> Any:
    """The document, read once a process; whoever gets it leaves it as it is."""
    reader = YAML(typ="rt")
    reader.max_depth = DEEPEST
    with warnings.catch_warnings():  # the later of two equal anchors would win without a word
        warnings.simplefilter("error", ReusedAnchorWarning)
        return reader.load(text)


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
    """The same data in plain dicts, lists and scalars; what YAML knows beyond these is left to be refused."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, bool) or node is None:
        return node
    return next((kind(node) for kind in (int, float, str) if isinstance(node, kind)), node)


def sentence(item: Mapping[str, Any]) -> str:
    """What pydantic found, said plainly."""
    match item["type"]:
        case "string_pattern_mismatch":
            return PATTERNS.get(item["ctx"]["pattern"], str(item["msg"]))
        case "value_error":
            return str(item["ctx"]["error"])
        case "dict_type" | "model_type":
            return "a mapping is expected here"
        case "tuple_type":
            return "a list is expected here"
    return str(item["msg"])


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
        raise DefinitionError([at(tuple(item["loc"]), sentence(item)) for item in error.errors()]) from None
    wrong = [at(where, text) for where, text in problems(found)]
    if wrong:
        raise DefinitionError(wrong)
    return found
