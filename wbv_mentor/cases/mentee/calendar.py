"""The mentee's own deadlines as a calendar feed, while the advice goes on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases.mentee.page import bp, case_of_link, in_advice
from wbv_mentor.cases.models import Case
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.reminders.calendar.feeds import (
    current_feed,
    end_feed,
    feed_address,
    mark_of,
    new_feed,
)
from wbv_mentor.web.access import public


@dataclass(frozen=True)
class MenteeCalendar:
    """Whether there may be a feed (not before the yes, nor after it was taken back), and its address."""

    allowed: bool
    address: str | None
    mark: str


def calendar_of(case: Case) -> MenteeCalendar:
    """The feed of a case's mentee."""
    link = current_feed(_mentee(case), now=clock.now())
    allowed = case.state not in ("contact", "consent_pending", "locked", "erased")
    return MenteeCalendar(allowed, feed_address(link) if link is not None else None, mark_of(link))


@bp.post("/<token>/kalender")
@public
def renew_calendar(token: str) -> ResponseReturnValue:
    """A first address, or a new one in place of the old."""
    mentee = _mentee(in_advice(token))
    with unit_of_work():
        new_feed(by=mentee, now=clock.now(), shown=request.form.get("shown", ""))
    flash(_("Ihr Kalender hat eine neue Adresse. Bitte tragen Sie sie jetzt ein."), "success")
    return redirect(url_for("mentee.deadlines", token=token, _anchor="kalender"), 303)


@bp.post("/<token>/kalender/ende")
@public
def end_calendar(token: str) -> ResponseReturnValue:
    """No feed any more."""
    mentee = _mentee(case_of_link(token))
    with unit_of_work():
        end_feed(of=mentee, now=clock.now())
    flash(_("Die Adresse zeigt nichts mehr. Den Eintrag in Ihrem Kalender können Sie löschen."), "success")
    return redirect(url_for("mentee.deadlines", token=token, _anchor="kalender"), 303)


def _mentee(case: Case) -> Actor:
    return Actor("mentee", case.mentee_id)
