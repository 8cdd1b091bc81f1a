"""The dates of an application that its deadlines are counted from. Those of the course belong to cases."""

from __future__ import annotations

from datetime import date, timedelta

from wbv_mentor.engine.legal import DEEMED_DAYS
from wbv_mentor.engine.registry import VOCABULARY, anchor, telling
from wbv_mentor.errors import Message, say
from wbv_mentor.funding import remedies
from wbv_mentor.funding.models import FundingApplication


@anchor("application_arrived", say("Antrag angekommen am: %(day)s."))
def application_arrived(application: FundingApplication) -> date | None:
    """The day of arrival there; as long as it is not known, the day of sending."""
    return application.arrived_on or application.submitted_on


@anchor("requested_papers_due", say("Datum im Schreiben: %(day)s."))
def requested_papers_due(application: FundingApplication) -> date | None:
    """The date printed in the authority's letter, itself."""
    return application.papers_due_on


@anchor("notice_sent", say("Bescheid vom: %(day)s."))
def notice_sent(application: FundingApplication) -> date | None:
    """The day the newest notice was posted, as periods count it."""
    return remedies.notice_counted_from(application)


@anchor("notified", say("Bekannt gegeben am: %(day)s."))
def notified(application: FundingApplication) -> date | None:
    """The day on which the newest notice counts as received."""
    sent_on = remedies.notice_counted_from(application)
    return None if sent_on is None else sent_on + timedelta(days=DEEMED_DAYS)


@anchor("objection_arrived", say("Widerspruch angekommen am: %(day)s."))
def objection_arrived(application: FundingApplication) -> date | None:
    """The day the objection arrived (or was sent); None once it is decided."""
    if application.objection_notice_sent_on is not None:
        return None
    return application.objection_arrived_on or application.objection_sent_on


@anchor("objection_decision_sent", say("Bescheid über den Widerspruch vom: %(day)s."))
def objection_decision_sent(application: FundingApplication) -> date | None:
    """The day the decision on the objection was posted, as periods count it."""
    return remedies.objection_decision_counted_from(application)


@telling("notice_sent")
@telling("notified")
def notice_told(application: FundingApplication) -> tuple[Message, ...]:
    """A later receipt or a formal delivery, in words."""
    return remedies.told(application.notice_sent_on, application.notice_received_on, application.notice_way)


@telling("objection_decision_sent")
def objection_decision_told(application: FundingApplication) -> tuple[Message, ...]:
    """The same for the decision on the objection."""
    return remedies.told(
        application.objection_notice_sent_on,
        application.objection_notice_received_on,
        application.objection_notice_way,
    )


@anchor("last_remedy_day", say("Letzter Tag für Widerspruch oder Klage: %(day)s."))
def last_remedy_day(application: FundingApplication) -> date | None:
    """The last day for an objection or an action against the newest decision."""
    return remedies.last_remedy_day(application)


@anchor("voucher_expires", say("Datum auf dem Gutschein: %(day)s."))
def voucher_expires(application: FundingApplication) -> date | None:
    """The date printed on the voucher; none once the course has begun within it."""
    begins = VOCABULARY.anchors["course_start"](application)
    case = application.parent
    begun = case is not None and case.state in ("in_course", "interrupted", "follow_up", "closed")
    return None if begun and begins is not None else application.voucher_expires_on
