"""What the case page shows, put into the words and shapes that the components take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from wbv_mentor.cases.models import Case
from wbv_mentor.cases.queries import CasePage
from wbv_mentor.engine.types import FormField
from wbv_mentor.funding.card import BADGES as CARD_BADGES
from wbv_mentor.funding.catalogue import instrument
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.options import Option
from wbv_mentor.web.formatting import date_brief, date_medium, date_near, label, money, number, say, yes_no

BADGES = {"done": "success", "draft": "info"}
# What is reached for seldom, and what ends things, stands behind the way forward.
DETOURS = {
    "pause",
    "hand_over",
    "interrupt_course",
    "revise_offers",
    "book_next_course",
    "reopen_needs",
    "cancel_handover",
    "discard_contact",
    "decline_consent",
    "close_without_course",
    "lose_mentor",
    "withdraw_consent",
}
# Answered on a page of its own by the one who was asked; everybody else would only see it blocked.
ELSEWHERE = {"accept_handover", "refuse_handover"}


@dataclass(frozen=True)
class Ways:
    """What can be done from here: the way forward, and everything else."""

    forward: list[Option]
    aside: list[Option]
    address: dict[str, str]


def path_steps(page: CasePage) -> list[dict[str, str]]:
    """The five steps for the path component, their dates as short as the columns are narrow."""
    return [
        {"name": label(step.label), "state": step.status, "note": say(step.text, day=date_near)}
        for step in page.steps
    ]


def task_items(page: CasePage) -> list[dict[str, Any]]:
    """The tasks of this step with their status; a blocked one says why and leads nowhere."""
    words = {
        "done": _("Erledigt"),
        "draft": _("In Arbeit"),
        "open": _("Noch nicht begonnen"),
        "blocked": _("Noch nicht möglich"),
    }
    return [
        {
            "title": _text(item.label),
            "href": None if item.status == "blocked" else item.address,
            "kind": BADGES.get(item.status, ""),
            "status": words[item.status],
            "hint": item.text if item.status == "blocked" else None,
        }
        for item in page.work
    ]


def history_lines(page: CasePage) -> list[dict[str, Any]]:
    """The history for the timeline; an entry on behalf of the mentee says so."""
    return [
        {
            "icon": "edit" if line.to_label is None else "check",
            "at": line.at,
            "who": _("%(role)s für die ratsuchende Person", role=say(line.role_label))
            if line.on_behalf
            else say(line.role_label),
            "text": _text(line.sentence),
            "note": line.note or "",
        }
        for line in page.history
    ]


def ways_of(page: CasePage, address: str) -> Ways:
    """Every transition this person may fire from here, with its address; blocked ones say why."""
    shown = [option for option in page.options if option.name not in ELSEWHERE]
    return Ways(
        forward=[option for option in shown if option.name not in DETOURS],
        aside=[option for option in shown if option.name in DETOURS],
        address={option.name: f"{address}/transitions/{option.name}" for option in shown},
    )


def application_lines(page: CasePage, address: str) -> list[dict[str, Any]]:
    """The funding applications of the case: instrument, number, where each one stands."""
    return [
        {
            "title": label(instrument(row.instrument).name),
            "href": f"{address}/applications/{row.number}",
            "sub": _("Antrag %(number)s", number=row.number),
            "kind": CARD_BADGES.get(row.state, "info"),
            "badge": label(workflow_of(row).states[row.state].label),
        }
        for row in page.applications
    ]


def facts_of(case: Case, page: CasePage) -> list[tuple[str, str]]:
    """The case in a few lines; what is not known yet is left out."""
    path = workflow_of(case)
    intake = records.read_record(case, "intake", page.reading_role)
    concern = intake or records.read_record(case, "concern", page.reading_role)
    form = path.forms["intake"]
    rows = [
        (_("Anliegen"), shown_value(form.field("concern"), concern.get("concern"))),
        (_("Ziel"), shown_value(form.field("goal"), intake.get("goal"))),
        (
            _("Höchster Berufsabschluss"),
            shown_value(form.field("highest_qualification"), intake.get("highest_qualification")),
        ),
        (_("Betrieb"), case.employer_name or ""),
        (_("Kurs"), course_words(case)),
        (_("Begonnen am"), date_medium(case.started_at)),
        (_("Bisher"), talk_words(len(page.talks), page.talk_minutes)),
        (_("Einwilligung"), consent_words(page)),
    ]
    return [(name, value) for name, value in rows if value]


def course_words(case: Case) -> str:
    """Title and dates of the course; empty as long as none is known."""
    dates = ""
    if case.course_start:
        dates = date_brief(case.course_start)
        if case.course_end:
            dates = _("%(start)s bis %(end)s", start=dates, end=date_brief(case.course_end))
    return ", ".join(part for part in (case.course_title, dates) if part)


def talk_words(count: int, minutes: int) -> str:
    """3 Gespräche, 2 Std. 40 Min."""
    if not count:
        return str(_("noch kein Gespräch"))
    hours, rest = divmod(minutes, 60)
    time = " ".join(
        part
        for part in (_("%(n)s Std.", n=hours) if hours else "", _("%(n)s Min.", n=rest) if rest else "")
        if part
    )
    # Not inside an f-string: there it would not be collected for translation.
    talks = ngettext("%(num)s Gespräch", "%(num)s Gespräche", count)
    return f"{talks}, {time}"


def consent_words(page: CasePage) -> str:
    """Whether the first consent is there, and since when."""
    for line in page.consents:
        if line.purpose == "case_work" and line.alive:
            return str(_("liegt vor, %(day)s", day=date_medium(line.given_on)))
    return str(_("fehlt noch"))


def shown_value(field: FormField, value: Any) -> str:
    """An answer as people read it: labels instead of stored values, dates and amounts written out."""
    if value in (None, "", []):
        return ""
    names: Mapping[str, str] = {choice.value: label(choice.label) for choice in field.choices}
    if field.type == "multi_choice":
        return ", ".join(names.get(item, item) for item in value)
    if field.type == "choice":
        return names.get(value, str(value))
    shapes: dict[str, Any] = {"yes_no": yes_no, "date": date_medium, "money_eur": money, "decimal": number}
    return str(shapes.get(field.type, str)(value))


def _text(value: Any) -> str:
    """A Message or a label in the reader's language."""
    return label(value) if hasattr(value, "de") else say(value)
