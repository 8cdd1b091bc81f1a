"""What can be done against a decision, and until when."""

from __future__ import annotations

from datetime import date, timedelta

from wbv_mentor.engine import legal
from wbv_mentor.funding.catalogue import instrument
from wbv_mentor.funding.models import FundingApplication


def knows_objection(application: FundingApplication) -> bool:
    """Whether an authority's notice is decided on, against which one objects (not SBFG, not KdW)."""
    return instrument(application.instrument).remedy == "objection"


def counted_as_sent(sent_on: date, received_on: date | None) -> date:
    """The posting day that a period is counted from.

    A notice counts as received on the fourth day after posting; a later receipt counts, an earlier
    one does not (§ 37 Abs. 2 SGB X), so the period then begins as if it had been posted later.
    """
    if received_on is None:
        return sent_on
    return max(sent_on, received_on - timedelta(days=legal.DEEMED_DAYS))


def notice_counted_from(application: FundingApplication) -> date | None:
    """The posting day of the newest decision, as periods count it."""
    if application.notice_sent_on is None:
        return None
    return counted_as_sent(application.notice_sent_on, application.notice_received_on)


def last_remedy_day(application: FundingApplication) -> date | None:
    """The last day on which something can be done against the newest decision; None where nothing runs.

    Sources: §§ 84, 66, 87 SGG.
    """
    if not knows_objection(application):
        return None
    if application.objection_notice_sent_on is not None:
        return legal.court_action(application.objection_notice_sent_on).due_on
    sent_on = notice_counted_from(application)
    if sent_on is None:
        return None
    rule = legal.objection if application.notice_instruction == "yes" else legal.objection_without_instruction
    return rule(sent_on).due_on
