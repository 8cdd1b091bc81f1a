"""What can be done against a decision, and until when."""

from __future__ import annotations

from datetime import date, timedelta

from wbv_mentor.engine import legal
from wbv_mentor.errors import Message, say
from wbv_mentor.funding.catalogue import instrument
from wbv_mentor.funding.models import FundingApplication

DELIVERED = "delivered"


def knows_objection(application: FundingApplication) -> bool:
    """Whether an authority's notice is decided on, against which one objects (not SBFG, not KdW)."""
    return instrument(application.instrument).remedy == "objection"


def counted_as_sent(sent_on: date, received_on: date | None, way: str | None = None) -> date:
    """The posting day that a period is counted from.

    A notice counts as received on the fourth day after posting; a later receipt counts, an earlier
    one does not (§ 37 Abs. 2 SGB X), so the period then begins as if it had been posted later. What was
    delivered formally or handed over counts from that very day, be it early or late (§ 37 Abs. 5 SGB X).
    """
    if received_on is None:
        return sent_on
    counted = received_on - timedelta(days=legal.DEEMED_DAYS)
    return counted if way == DELIVERED else max(sent_on, counted)


def notice_counted_from(application: FundingApplication) -> date | None:
    """The posting day of the newest decision, as periods count it."""
    if application.notice_sent_on is None:
        return None
    return counted_as_sent(application.notice_sent_on, application.notice_received_on, application.notice_way)


def objection_decision_counted_from(application: FundingApplication) -> date | None:
    """The posting day of the decision on the objection, as periods count it."""
    if application.objection_notice_sent_on is None:
        return None
    return counted_as_sent(
        application.objection_notice_sent_on,
        application.objection_notice_received_on,
        application.objection_notice_way,
    )


def told(sent_on: date | None, received_on: date | None, way: str | None) -> tuple[Message, ...]:
    """How a notice arrived, where the fourth day after posting is not what counts."""
    if sent_on is None or received_on is None:
        return ()
    if way == DELIVERED:
        return (say("Zugestellt oder persönlich übergeben am %(day)s. Dieser Tag zählt.", day=received_on),)
    if counted_as_sent(sent_on, received_on) == sent_on:
        return ()
    return (
        say("Aufgabe zur Post oder Versand: %(day)s.", day=sent_on),
        say("Angekommen erst am %(day)s, später als vier Tage danach. Dieser Tag zählt.", day=received_on),
    )


def last_remedy_day(application: FundingApplication) -> date | None:
    """The last day on which something can be done against the newest decision; None where nothing runs.

    Sources: §§ 84, 66, 87 SGG.
    """
    if not knows_objection(application):
        return None
    decided_on = objection_decision_counted_from(application)
    if decided_on is not None:
        return legal.court_action(decided_on).due_on
    sent_on = notice_counted_from(application)
    if sent_on is None:
        return None
    rule = legal.objection if application.notice_instruction == "yes" else legal.objection_without_instruction
    return rule(sent_on).due_on
