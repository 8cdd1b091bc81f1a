"""From a row to a subject and a text, in the reader's language, at the moment it is needed.

Names, dates and links are looked up here and stand nowhere else. A mail whose occasion has gone
is not rendered: its `build` answers None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_babel import force_locale
from jinja2 import Environment, StrictUndefined

from wbv_mentor.config import Settings
from wbv_mentor.outbox.reasons import thaw
from wbv_mentor.outbox.recipients import Mailbox

Build = Callable[[dict[str, Any]], dict[str, Any] | None]
SUBJECT = "Betreff:"
_EXTENSION = "wbv_mail_templates"

_builders: dict[str, Build] = {}


@dataclass(frozen=True)
class Mail:
    """What is read: a subject of one line and a plain text."""

    subject: str
    body: str


def register_mail(template: str, build: Build) -> None:
    """Say how `templates/mail/<template>.txt` gets its values.

    `build(context)` turns the stored ids into values; None means that the mail's occasion is gone.
    It runs in the reader's language, outside any transaction, and must not write.
    """
    if _builders.setdefault(template, build) is not build:
        raise ValueError(f"the mail {template} is registered twice")


def registered_mails() -> list[str]:
    """The names of all mails (a test renders each)."""
    return sorted(_builders)


def render(template: str, context: Mapping[str, Any], reason: Mapping[str, Any], to: Mailbox) -> Mail | None:
    """The mail as `to` reads it; None if it is no longer true. LookupError for an unknown template."""
    if template not in _builders:
        raise LookupError(f"nobody registered the mail {template}")
    with force_locale(to.language):
        values = _builders[template](dict(context))
        if values is None:
            return None
        given = {"to": to, "reason": thaw(reason), "operator": current_app.config["SETTINGS"], **values}
        return split(_templates(current_app).get_template(f"mail/{template}.txt").render(given))


def split(text: str) -> Mail:
    """Divide a rendered template into subject (first line) and body. ValueError without a subject."""
    first, _, rest = text.strip().partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"a mail begins with {SUBJECT}")
    subject = " ".join(first.removeprefix(SUBJECT).split())
    body = re.sub(r"[ \t]+\n", "\n", rest.replace("\r", "")).strip()
    return Mail(subject, re.sub(r"\n{3,}", "\n\n", body) + "\n")


def absolute(endpoint: str, **values: Any) -> str:
    """The full address of a page, for a mail: by the settings' base address, never a request's."""
    settings: Settings = current_app.config["SETTINGS"]
    base = urlsplit(settings.base_url)
    adapter = current_app.url_map.bind(base.netloc, base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def _templates(app: Flask) -> Environment:
    """The application's templates, but a value that nobody gave is an error, not a gap."""
    if _EXTENSION not in app.extensions:
        strict = app.jinja_env.overlay(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        strict.globals = {**app.jinja_env.globals, "absolute": absolute}
        app.extensions[_EXTENSION] = strict
    environment: Environment = app.extensions[_EXTENSION]
    return environment
