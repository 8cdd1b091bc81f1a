"""/calendar/<token>.ics for calendars, /konto/kalender for whoever puts it there."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import NotFound
from wbv_mentor.people.models import Account, MailedLink
from wbv_mentor.reminders.calendar import feeds
from wbv_mentor.reminders.calendar.dates import dates_of
from wbv_mentor.reminders.calendar.feed import feed_of
from wbv_mentor.web.access import allow, current_actor, public

bp = Blueprint("calendar", __name__)
TYPE = "text/calendar; charset=utf-8"


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """The dates of whoever the address belongs to. The same answer to every address that opens nothing."""
    link = feeds.feed_with(token, now=clock.now())
    if link is None:
        raise NotFound()
    actor, language = _whose(link)
    settings: Settings = current_app.config["SETTINGS"]
    today = clock.today()
    with force_locale(language):
        content = feed_of(dates_of(actor, today), base_url=settings.base_url, now=clock.now(), today=today)
    return Response(content, content_type=TYPE)


@bp.get("/konto/kalender")
@allow("mentor", "trainer", "coordinator")
def show() -> ResponseReturnValue:
    """What the feed is, and its address if there is one."""
    link = feeds.current_feed(current_actor(), now=clock.now())
    address = feeds.feed_address(link) if link is not None else None
    return render_template("reminders/calendar.html", address=address, mark=feeds.mark_of(link))


@bp.post("/konto/kalender")
@allow("mentor", "trainer", "coordinator")
def renew() -> ResponseReturnValue:
    """A first address, or a new one in place of the old."""
    with unit_of_work():
        feeds.new_feed(by=current_actor(), now=clock.now(), shown=request.form.get("shown", ""))
    flash(_("Ihr Kalender hat eine neue Adresse. Bitte tragen Sie sie jetzt ein."), "success")
    return redirect(url_for("calendar.show"), 303)


@bp.post("/konto/kalender/ende")
@allow("mentor", "trainer", "coordinator")
def end() -> ResponseReturnValue:
    """No feed any more."""
    with unit_of_work():
        feeds.end_feed(of=current_actor(), now=clock.now())
    flash(_("Die Adresse zeigt nichts mehr. Den Eintrag in Ihrem Kalender können Sie löschen."), "success")
    return redirect(url_for("calendar.show"), 303)


def _whose(link: MailedLink) -> tuple[Actor, str]:
    """Whose dates the feed shows, and in which language. NotFound for an account that is closed."""
    if link.purpose == feeds.MENTEE:
        return Actor("mentee", link.subject_id), "de"
    account = session.get(Account, link.subject_id)
    if account is None or not account.active:
        raise NotFound()
    return account.actor, account.language
