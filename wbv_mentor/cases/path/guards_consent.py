"""Guards about who may accompany whom, and what the mentee said to that.

A guard judges only what is there: an empty form is asked for first, and a button can be offered.
"""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from wbv_mentor.cases import consent
from wbv_mentor.cases.mentors import has_room, standing
from wbv_mentor.cases.models import CONFLICTS, RELATIONS, Case
from wbv_mentor.db import session
from wbv_mentor.engine.registry import Context, guard
from wbv_mentor.errors import Reason, say
from wbv_mentor.pathways.models import JournalEntry


@guard("mentor_may_accompany")
def mentor_may_accompany(context: Context) -> Reason | None:
    """The mentor of a new case stands in the register, or supervises at most two cases in practice.

    Who asks for advice herself (/ich-suche-rat) has no mentor yet; the coordinator finds one.
    """
    case: Case = context.instance
    if case.mentor_id is None and context.by.role == "mentee":
        return None
    if case.mentor_id is not None and has_room(case.mentor_id, but=case):
        return None
    if case.mentor_id is not None and standing(case.mentor_id) == "in_practice":
        return say("In der Praxisphase begleiten Sie höchstens zwei Fälle.")
    return say("Sie können gerade keinen neuen Fall beginnen. Das geht, wenn Sie im Verzeichnis aktiv sind.")


@guard("relation_stated")
def relation_stated(context: Context) -> Reason | None:
    """How mentor and mentee know each other has been said."""
    if context.instance.relation in RELATIONS:
        return None
    return say("Bitte sagen Sie, wie Sie zueinander stehen.")


@guard("way_allowed")
def way_allowed(context: Context) -> Reason | None:
    """A first consent is spoken only where the operator allows it; after one that lapsed it never is."""
    if context.data.get("way") != "spoken":
        return None
    if current_app.config["SETTINGS"].spoken_consent and not _lapsed(context.instance):
        return None
    return say("Mündlich reicht hier nicht. Nehmen Sie den Link, den QR-Code oder Papier.")


def _lapsed(case: Case) -> bool:
    """Whether the case is locked because nobody confirmed the consent in time."""
    query = select(JournalEntry.trigger).where(
        JournalEntry.instance_id == case.id,
        JournalEntry.to_state == "locked",
        JournalEntry.kind == "transition",
    )
    return session.scalars(query.order_by(JournalEntry.seq.desc()).limit(1)).first() == "lapse_consent"


@guard("consent_case_work")
def consent_case_work(context: Context) -> Reason | None:
    """Without the yes to storing anything there is no advice."""
    if not context.data or context.data.get("case_work") is True:
        return None
    return say(
        "Noch nicht möglich: Es fehlt die Einwilligung „Angaben für die Beratung speichern“. "
        "Möchte die Person das nicht, dann wählen Sie „Ablehnung eintragen“."
    )


@guard("conflict_accepted")
def conflict_accepted(context: Context) -> Reason | None:
    """Somebody who stands close or decides about the mentee goes on only if the mentee says so."""
    case: Case = context.instance
    if case.relation not in CONFLICTS or case.conflict_accepted_at is not None or not context.data:
        return None
    if context.data.get("conflict_accepted") is not True:
        return say("Die ratsuchende Person muss selbst sagen, dass sie trotzdem diese Begleitung möchte.")
    if context.by.role != "mentee" and context.data.get("way") == "spoken":
        return say("Dass die Person trotzdem diese Begleitung möchte, geht nicht mündlich.")
    return None


@guard("consent_alive")
def consent_alive(context: Context) -> Reason | None:
    """The consent to the advice still holds."""
    if consent.first_consent(context.instance) is not None:
        return None
    return say("Die Einwilligung gilt nicht mehr. Bitte legen Sie einen Folgefall an.").with_fix("/cases/new")
