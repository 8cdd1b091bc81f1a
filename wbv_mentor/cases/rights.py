"""Which role may do what that is no transition; transitions say so themselves."""

from __future__ import annotations

from wbv_mentor.cases.consent import first_consent
from wbv_mentor.cases.models import Case
from wbv_mentor.engine.actors import Actor, Role
from wbv_mentor.errors import Forbidden, Refused, say

BEFORE_CONSENT = ("contact", "consent_pending")
OVER = ("closed", "closed_without_course")
GONE = ("locked", "erased")


def require_role(by: Actor, *roles: Role) -> None:
    """Forbidden unless the actor has one of these roles."""
    if by.role not in roles:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))


def require_work(case: Case, by: Actor, *roles: Role) -> None:
    """Work on a case: the role may, the case is not over, and its person has said yes to it."""
    require_role(by, *roles)
    require_open(case)
    if not said_yes(case):
        raise Refused(
            say("Noch nicht möglich: Es fehlt die Einwilligung.").with_fix(f"/cases/{case.reference}/link")
        )


def said_yes(case: Case) -> bool:
    """Whether the person has agreed that something is kept. A handover or a pause may begin before that."""
    return case.state not in BEFORE_CONSENT and first_consent(case) is not None


def require_open(case: Case) -> None:
    """Refused where nothing may be written any more."""
    if case.state in GONE:
        raise Refused(say("Die Einwilligung wurde zurückgezogen. Es wird nichts mehr aufgeschrieben."))
    if case.state in OVER:
        raise Refused(
            say("Dieser Fall ist abgeschlossen. Öffnen Sie ihn wieder, wenn die Person das möchte.").with_fix(
                f"/cases/{case.reference}/transitions/reopen_case"
            )
        )


def account_of(by: Actor) -> int:
    """The account behind an actor who has one."""
    if by.id is None or by.role == "mentee":
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    return by.id
