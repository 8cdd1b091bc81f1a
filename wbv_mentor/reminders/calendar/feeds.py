"""The secret address of a calendar feed: one a person, shown to its owner, renewed or ended by a click."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app

from wbv_mentor.config import Settings
from wbv_mentor.engine.actors import Actor
from wbv_mentor.people.links import create_link, find_link, open_link, revoke_links, token_of
from wbv_mentor.people.models import MailedLink

ACCOUNT, MENTEE = "calendar", "calendar_mentee"  # subject: the account's id, the mentee's id
LIFETIME = timedelta(days=5 * 365)  # a feed that stops without a word is worse than an old one


def purpose_of(actor: Actor) -> str:
    """Whose id the link's subject is."""
    return MENTEE if actor.role == "mentee" else ACCOUNT


def current_feed(actor: Actor, *, now: datetime) -> MailedLink | None:
    """The feed that this person has."""
    return open_link(purpose=purpose_of(actor), subject_id=actor.id or 0, now=now)


def mark_of(link: MailedLink | None) -> str:
    """What tells one address from the next, without saying it; pages show it and send it back."""
    return str(link.id) if link is not None else ""


def new_feed(*, by: Actor, now: datetime, shown: str = "") -> MailedLink:
    """A feed of one's own; an older address shows nothing any more.

    `shown` is the mark of the feed that the page showed: a second click finds the new one and leaves it.
    """
    current = current_feed(by, now=now)
    if current is not None and mark_of(current) != shown:
        return current
    end_feed(of=by, now=now)
    return create_link(purpose=purpose_of(by), subject_id=by.id or 0, expires_at=now + LIFETIME, now=now)


def end_feed(*, of: Actor, now: datetime) -> None:
    """No calendar gets anything any more."""
    revoke_links(purpose=purpose_of(of), subject_id=of.id or 0, now=now)


def feed_with(token: str, *, now: datetime) -> MailedLink | None:
    """The feed that a calendar asks for; None whatever else is the case."""
    return find_link(token, ACCOUNT, now=now) or find_link(token, MENTEE, now=now)


def feed_address(link: MailedLink) -> str:
    """The full address to put into a calendar."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.base_url.rstrip('/')}/calendar/{token_of(link)}.ics"
