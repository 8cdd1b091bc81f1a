"""Whom mails and reminders about a case reach. A mentee only by the way she agreed to."""

from __future__ import annotations

from sqlalchemy import select

from wbv_mentor.cases import consent
from wbv_mentor.cases.models import Case, Consent, Mentee
from wbv_mentor.cases.path.anchors import case_of
from wbv_mentor.cases.path.standing import pending_handover
from wbv_mentor.db import session
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.outbox.recipients import Mailbox
from wbv_mentor.pathways import records
from wbv_mentor.pathways.models import Instance

COORDINATION = "role:coordinator"
SILENT = ("locked", "erased")  # ordinary reminders have ended
BEFORE_CONSENT = ("contact", "consent_pending")


def newest_case_of(mentee_id: int) -> Case | None:
    """The case that a mentee's link opens."""
    query = select(Case).where(Case.mentee_id == mentee_id).order_by(Case.id.desc()).limit(1)
    found: Case | None = session.scalars(query).first()
    return found


def mailboxes_of_mentee(identity: str) -> list[Mailbox]:
    """ "mentee:5": the private address, if mail is the way the person agreed to; else nobody."""
    mentee = session.get(Mentee, int(identity))
    case = newest_case_of(int(identity))
    if mentee is None or case is None or mentee.email is None or not _by_mail(case):
        return []
    return [Mailbox(mentee.display_name, mentee.email, mentee.language)]


def reachable_by_mail(case: Case) -> bool:
    """Whether a mail to the mentee would arrive anywhere."""
    return bool(mailboxes_of_mentee(str(case.mentee_id)))


def _by_mail(case: Case) -> bool:
    """Before the consent only where the mentee chose the link; while locked what she agreed to before."""
    if case.mentee.channel != "email" or case.state == "erased":
        return False
    if case.state in BEFORE_CONSENT:
        return records.values(case, "new_case").get("way") == "link"
    if any(row.recipient in (None, "email") for row in consent.all_alive(case, "contact_channel")):
        return True
    return case.state == "locked" and _agreed_until_the_withdrawal(case)


def _agreed_until_the_withdrawal(case: Case) -> bool:
    query = select(Consent.purpose, Consent.withdrawn_at).where(
        Consent.case_id == case.id, Consent.purpose.in_(("case_work", "contact_channel"))
    )
    ended: dict[str, set[object]] = {"case_work": set(), "contact_channel": set()}
    for purpose, moment in session.execute(query):
        ended[purpose].add(moment)
    return bool(ended["case_work"] & ended["contact_channel"])


def to_mentee(case: Case) -> list[str]:
    """The mentee as a recipient, if a mail reaches her."""
    return [f"mentee:{case.mentee_id}"] if reachable_by_mail(case) else []


def to_mentor(case: Case) -> list[str]:
    """The mentor as a recipient; without one the coordination."""
    return [f"account:{case.mentor_id}"] if case.mentor_id is not None else [COORDINATION]


def _case_behind(instance: Instance) -> Case | None:
    """The case of a case or an application; confirmations have owners of their own."""
    return case_of(instance) if isinstance(instance, (Case, FundingApplication)) else None


def owner_mentor(instance: Instance) -> list[str]:
    """Who does a mentor's part: for a closed case the mentee, without a mentor mentee and coordination."""
    case = _case_behind(instance)
    if case is None or case.state in SILENT:
        return []
    if case.state == "closed_without_course" and instance is not case:
        return to_mentee(case) or to_mentor(case)
    if case.state == "awaiting_mentor":
        return [*to_mentee(case), COORDINATION]
    return to_mentor(case)


def owner_mentee(instance: Instance) -> list[str]:
    """The mentee; whom no mail reaches is told by the mentor."""
    case = _case_behind(instance)
    if case is None or case.state in SILENT:
        return []
    return to_mentee(case) or to_mentor(case)


def owner_coordinator(instance: Instance) -> list[str]:
    """The coordination, for what hangs on a case."""
    case = _case_behind(instance)
    return [COORDINATION] if case is not None and case.state not in SILENT else []


def receiver(instance: Instance) -> list[str]:
    """Who has to answer a handover."""
    case = _case_behind(instance)
    waiting = pending_handover(case) if case is not None and case.state == "handover" else None
    return [f"account:{waiting.to_account_id}"] if waiting is not None else []


def both(instance: Instance) -> list[str]:
    """Mentor and mentee: what would end or erase a case is announced to the person it is about."""
    case = _case_behind(instance)
    if case is None or case.state in SILENT:
        return []
    return list(dict.fromkeys([*to_mentor(case), *to_mentee(case)]))


def mentee_alone(instance: Instance) -> list[str]:
    """After a withdrawal nothing goes to anybody else."""
    case = _case_behind(instance)
    return to_mentee(case) if case is not None and case.state != "erased" else []
