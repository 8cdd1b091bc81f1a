"""/mail: reading in a demo what would leave by mail. Everywhere else the address does not exist."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor.db import session
from wbv_mentor.errors import NotFound
from wbv_mentor.outbox import models
from wbv_mentor.outbox.mails import Mail, render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.queries import newest
from wbv_mentor.outbox.recipients import Mailbox, mailboxes_of
from wbv_mentor.web.access import public
from wbv_mentor.web.row_numbers import row_number

log = logging.getLogger(__name__)
bp = Blueprint("mail", __name__)
A_PAGE = 25


@dataclass(frozen=True)
class Shown:
    """A mail as its recipient would read it now; without `mail`, `notice` says why there is none."""

    id: int
    created_at: datetime
    to: str
    state: str
    mail: Mail | None
    notice: str


@bp.before_request
def _only_in_a_demo() -> None:
    if not current_app.config["SETTINGS"].demo:
        raise NotFound()


@bp.get("/mail")
@public
def index() -> ResponseReturnValue:
    """Everything that was to be sent, newest first."""
    rows = newest(limit=A_PAGE + 1, before=request.args.get("before", type=row_number))
    shown = [_shown(row) for row in rows[:A_PAGE]]
    older = rows[A_PAGE - 1].id if len(rows) > A_PAGE else None
    return render_template("outbox/list.html", mails=shown, older=older)


@bp.get("/mail/<int:number>")
@public
def show(number: int) -> ResponseReturnValue:
    """One mail as text."""
    row = session.get(OutboxMessage, number)
    if row is None:
        raise NotFound()
    return render_template("outbox/mail.html", entry=_shown(row))


def _shown(row: OutboxMessage) -> Shown:
    mail, to, notice = None, "", ""
    try:
        boxes = mailboxes_of(row.recipient)
        to = ", ".join(f"{box.name} <{box.address}>" for box in boxes)
        mail, notice = _rendered(row, boxes)
    except Exception:
        session.rollback()
        log.exception("mail %s cannot be shown", row.id)
        notice = _("Diese Nachricht lässt sich nicht anzeigen.")
    return Shown(row.id, row.created_at, to or _("ohne Adresse"), _states()[row.state], mail, notice)


def _rendered(row: OutboxMessage, boxes: list[Mailbox]) -> tuple[Mail | None, str]:
    """The mail to its first mailbox, or why there is nothing to read."""
    if not boxes:
        return None, _("Für diese Nachricht gibt es keine Adresse.")
    kept = row.emptied_at is None and row.state != models.CANCELLED
    mail = render(row.template, row.context, row.reason, boxes[0]) if kept else None
    return mail, "" if mail else _("Diese Nachricht wird nicht mehr gebraucht.")


def _states() -> dict[str, str]:
    return {
        models.PENDING: _("liegt bereit"),
        models.RETRY: _("wird noch einmal versucht"),
        models.SENT: _("verschickt"),
        models.FAILED: _("abgelehnt"),
        models.DEAD: _("nicht zustellbar"),
        models.CANCELLED: _("zurückgenommen"),
    }
