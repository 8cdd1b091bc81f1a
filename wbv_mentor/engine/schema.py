"""JSON Schema for the three files of a version, so that an editor completes and checks while typing.

What one file says about another (does the form exist, can the state be reached) is left to the loader.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from wbv_mentor.engine.registry import Vocabulary
from wbv_mentor.engine.types import DeadlineRule, Form, Name, Workflow

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IN_OTHER_FILES = ("forms", "deadlines")
DEFINED_IN_PYTHON = ("guards", "effects", "anchors", "rules", "choices")


def schemas(vocabulary: Vocabulary) -> dict[str, dict[str, Any]]:
    """The schema of each file, by the file's name without its ending."""
    path = Workflow.model_json_schema()
    for key in IN_OTHER_FILES:
        del path["properties"][key]
    parts = {
        "path": path,
        "forms": TypeAdapter(dict[Name, Form]).json_schema(),
        "deadlines": TypeAdapter(dict[Name, DeadlineRule]).json_schema(),
    }
    return {name: _finished(name, schema, vocabulary) for name, schema in parts.items()}


def as_file(schema: Mapping[str, Any]) -> str:
    """The schema as it is stored."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _finished(name: str, schema: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    schema["$defs"] |= {kind: _named(getattr(vocabulary, kind)) for kind in DEFINED_IN_PYTHON}
    filled: dict[str, Any] = _filled(schema)
    used = _used(filled)
    filled["$defs"] = {key: value for key, value in sorted(filled["$defs"].items()) if key in used}
    return {"$schema": DIALECT, "title": f"{name}.yaml"} | filled


def _used(schema: dict[str, Any]) -> set[str]:
    """The definitions that are still referred to."""
    used: set[str] = set()
    waiting: list[Any] = [{key: value for key, value in schema.items() if key != "$defs"}]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in used:
                used.add(name)
                waiting.append(schema["$defs"][name])
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return used


def _filled(node: Any) -> Any:
    """The same, closed, with a reference to the names that Python defines, and without titles."""
    if isinstance(node, list):
        return [_filled(item) for item in node]
    if not isinstance(node, dict):
        return node
    filled = {key: _filled(value) for key, value in node.items() if not _is_title(key, value)}
    kind = filled.pop("defined", None)
    if isinstance(kind, str):
        names = {"$ref": f"#/$defs/{kind}"}
        filled |= {"items": names} if filled.get("type") == "array" else {"anyOf": [names, {"type": "null"}]}
    if "patternProperties" in filled:
        filled["additionalProperties"] = False
    return filled


def _is_title(key: str, value: object) -> bool:
    """What pydantic makes of a key's name; a property of that name is no text."""
    return key == "title" and isinstance(value, str)


def _named(defined: Mapping[str, object]) -> dict[str, Any]:
    """One of the names, each with the beginning of its docstring."""
    return {"anyOf": [_one(name, meaning) for name, meaning in sorted(defined.items())]}


def _one(name: str, meaning: object) -> dict[str, str]:
    said = (inspect.getdoc(meaning) or "").partition("\n\n")[0].replace("\n", " ")
    return {"const": name} | ({"description": said} if said else {})
