"""The words of a reminder, looked up when it is sent: what has been done meanwhile is not reminded."""

from __future__ import annotations

from typing import Any

from wbv_mentor import clock
from wbv_mentor.db import session
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.pathways.deadlines import rule_of
from wbv_mentor.pathways.explaining import better_day
from wbv_mentor.pathways.models import Deadline
from wbv_mentor.reminders.owners import recipients_of
from wbv_mentor.reminders.places import missing_for, place_of

FOR_STAFF = "reminder"
FOR_MENTEES = "reminder_mentee"  # its subject says nothing at all

_templates: dict[tuple[str, str], str] = {}


def use_template(rule: str, recipient_kind: str, template: str) -> None:
    """Write reminders of one rule to one kind of recipient ("mentee") in words of their own.

    The mail has to be registered; its build may start from `values_of`.
    """
    _templates[rule, recipient_kind] = template


def template_for(rule: str, recipient: str) -> str:
    """The mail that reminds this recipient of this rule."""
    kind = recipient.partition(":")[0]
    return _templates.get((rule, kind), FOR_MENTEES if kind == "mentee" else FOR_STAFF)


def values_of(context: dict[str, Any]) -> dict[str, Any] | None:
    """What a reminder says; None if the deadline is over or is no longer this recipient's."""
    row = session.get(Deadline, context["deadline"])
    if row is None or row.met_at is not None or row.obsolete_at is not None:
        return None
    if context["recipient"] not in recipients_of(row.owner, row.instance, row.rule):
        return None
    rule, today = rule_of(row), clock.today()
    days = (row.due_on - today).days
    better = better_day(rule, row.due_on, row.recommended_on, today)
    return {
        "label": rule.label,
        "announce": rule.announce,
        "due_on": row.due_on,
        "days": days,
        "strict": row.strict,
        "better_by": better if better != row.recommended_on else None,
        "recommended_on": better if better == row.recommended_on else None,
        "missing": missing_for(row.instance, row.rule),
        "place": place_of(row.instance, context["recipient"]),
    }


def register_mails() -> None:
    """Tell the outbox both reminders."""
    register_mail(FOR_STAFF, values_of)
    register_mail(FOR_MENTEES, values_of)
