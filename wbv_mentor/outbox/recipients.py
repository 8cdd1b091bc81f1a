"""Who a recipient is, found when the mail is sent: the address of today, not of last week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Resolve = Callable[[str], "list[Mailbox]"]

_kinds: dict[str, Resolve] = {}


@dataclass(frozen=True)
class Mailbox:
    """A person's name, mail address and language (`de`, `en`)."""

    name: str
    address: str
    language: str = "de"


def register_recipient(kind: str, resolve: Resolve) -> None:
    """Say who "kind:id" is: `resolve(id)` gives the mailboxes, none if nobody may be written to."""
    if _kinds.setdefault(kind, resolve) is not resolve:
        raise ValueError(f"recipients of kind {kind} are registered twice")


def mailboxes_of(recipient: str) -> list[Mailbox]:
    """The mailboxes of "account:12" or "role:coordinator". LookupError for an unknown kind."""
    kind, _, identity = recipient.partition(":")
    if kind not in _kinds:
        raise LookupError(f"nobody registered recipients of kind {kind}")
    return _kinds[kind](identity)
