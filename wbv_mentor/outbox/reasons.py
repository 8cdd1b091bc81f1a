"""Why somebody gets a mail, kept with it: the rule, the fact it rests on, and the reader's role."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from wbv_mentor.engine.types import Label
from wbv_mentor.errors import Message, say

PARTS = ("rule", "fact", "role")


def freeze(reason: Mapping[str, Message | str]) -> dict[str, Any]:
    """A reason as JSON. Takes `rule`, `fact` and `role`, sentences as `say(...)`; ValueError otherwise."""
    unknown = set(reason) - set(PARTS)
    if unknown or "rule" not in reason:
        raise ValueError(f"a reason has rule, fact and role, not {sorted(reason)}")
    return {part: _freeze(value) for part, value in reason.items()}


def thaw(stored: Mapping[str, Any]) -> dict[str, Message]:
    """The sentences of a stored reason, ready to be translated. An emptied reason has none."""
    return {part: _thaw(value) for part, value in stored.items()}


def _freeze(value: Message | str) -> dict[str, Any]:
    message = say(value) if isinstance(value, str) else value
    params = {name: _freeze_value(part) for name, part in message.params.items()}
    json.dumps(params)  # refuses here, not at the flush, what cannot be stored
    return {"text": message.text, "params": params}


def _thaw(stored: Mapping[str, Any]) -> Message:
    text = stored["text"]
    return say(text, **{name: _thaw_value(part) for name, part in stored["params"].items()})


def _freeze_value(value: Any) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"de": value.de, "en": value.en} if isinstance(value, Label) else value


def _thaw_value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return date.fromisoformat(value["date"]) if "date" in value else Label(**value)
