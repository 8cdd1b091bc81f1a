"""The file that a calendar fetches. Deadlines are whole days (DATE values): no clock change moves them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from flask_babel import gettext as _
from icalendar import Calendar, Event

from wbv_mentor.errors import say
from wbv_mentor.reminders.calendar.dates import Entry
from wbv_mentor.web.formatting import date_long
from wbv_mentor.web.formatting import say as spoken

FRESH = timedelta(hours=6)  # how often a calendar should look again
MADE_BY = "-//Weiterbildungsverbund Saarland//wbv_mentor//DE"
BETTER = say("Besser bis heute: %(title)s")
PAST = say("Überfällig: %(title)s")


def feed_of(entries: Iterable[Entry], *, base_url: str, now: datetime, today: date) -> bytes:
    """The calendar (RFC 5545) in the language of the running request.

    A passed date stays on its day and says that it is overdue. Where an earlier day is safer, it has an
    entry of its own.
    """
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Weiterbildungsverbund"))
    calendar.add("refresh-interval", FRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        title = spoken(say(PAST.text, title=entry.title) if entry.on < today else entry.title)
        calendar.add_component(_event(entry, entry.key, title, entry.on, base_url, now))
        if entry.better_on is not None and today <= entry.better_on < entry.on:
            title, key = spoken(say(BETTER.text, title=entry.title)), f"{entry.key}-better"
            calendar.add_component(_event(entry, key, title, entry.better_on, base_url, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, key: str, title: str, day: date, base_url: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{key}@{urlsplit(base_url).hostname}")
    event.add("dtstamp", now)
    event.add("summary", title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    said = [] if day == entry.on else [_("Der letzte Tag ist %(day)s.", day=date_long(entry.on))]
    if entry.address is not None:
        address = urljoin(base_url, entry.address)
        event.add("url", address)
        said.append(_("Worum es geht, sehen Sie nach dem Anmelden: %(address)s", address=address))
    else:
        said.append(_("Worum es geht, steht auf Ihrer Seite „Meine Beratung“."))
    event.add("description", "\n".join(said))
    return event
