"""What can go wrong on purpose: each error carries sentences for the person who caused it.

A sentence is a `Message`: the German text is its identity (and its msgid), so rooms that know no
HTTP can speak without knowing the reader's language. The web room translates it when it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Message:
    """A German sentence with `%(name)s` places, and where what is missing can be mended."""

    text: str
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    fix: str | None = None

    def __str__(self) -> str:
        """The German sentence, for logs and the command line."""
        plain = {name: _plain(value) for name, value in self.params.items()}
        return self.text % plain if plain else self.text

    def with_fix(self, address: str) -> Message:
        """The same sentence with the address of the page where the reader can mend it."""
        return replace(self, fix=address)


def _plain(value: Any) -> Any:
    """A date as Germans write it, a label in German; everything else as it is."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value.day}.{value.month}.{value.year}"
    return getattr(value, "de", value)


Reason = Message


def say(text: str, /, **params: Any) -> Message:
    """Mark a German sentence for translation and give it its values."""
    return Message(text, MappingProxyType(params))


class WbvError(Exception):
    """Base of every error that is a person's answer rather than a defect."""

    status = 400

    def __init__(self, *messages: Message) -> None:
        self.messages = messages
        super().__init__(" ".join(str(message) for message in messages))


class Refused(WbvError):
    """The input is wrong or a guard says no (422). `field` names the input, if it was one."""

    status = 422

    def __init__(self, *messages: Message, field: str | None = None) -> None:
        super().__init__(*messages)
        self.field = field


class Forbidden(WbvError):
    """In scope, but this role may not (403)."""

    status = 403


class NotFound(WbvError):
    """Missing or outside the person's scope; the two look the same (404)."""

    status = 404

    def __init__(self) -> None:
        super().__init__(say("Diese Seite gibt es nicht, oder sie ist nicht für Sie freigegeben."))


class Stale(WbvError):
    """Somebody changed the thing since it was shown (409)."""

    status = 409
