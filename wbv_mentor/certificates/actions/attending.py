"""Who leaves early gets a confirmation of attendance, without anybody issuing it."""

from __future__ import annotations

from datetime import datetime

from wbv_mentor.certificates.attendance import Attended, freeze_attendance
from wbv_mentor.certificates.facts import Imprint
from wbv_mentor.certificates.models import AttendanceConfirmation
from wbv_mentor.certificates.queries import attendance_confirmation_of
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.errors import Message, say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.pathways.models import Instance

TRAINERS = "role:trainer"


def confirm_attendance(
    *, instance: Instance, account_id: int, attended: Attended, imprint: Imprint, now: datetime
) -> AttendanceConfirmation:
    """Freeze what was attended; the document is made by the job, and the person is told then.

    `instance` is the person's path, which the caller holds; one that has a confirmation keeps it.
    """
    known = attendance_confirmation_of(instance.id)
    if known is not None:
        return known
    snapshot = freeze_attendance(attended=attended, imprint=imprint, confirmed_on=berlin_date(now))
    confirmation = AttendanceConfirmation(
        instance_id=instance.id, account_id=account_id, ready_at=now,
        snapshot=snapshot.model_dump(mode="json"), snapshot_sha256=snapshot.digest, tries=0,
    )  # fmt: skip
    session.add(confirmation)
    session.flush()
    return confirmation


def drop_attendance(instance_id: int) -> None:
    """Take the document back with its bytes: the person goes on after all."""
    known = attendance_confirmation_of(instance_id)
    if known is None:
        return
    if known.blob is not None:
        session.delete(known.blob)
        session.flush()
    session.delete(known)
    session.flush()


def tell_made(confirmation: AttendanceConfirmation, *, now: datetime) -> None:
    """The person is told; of somebody whose account was closed the trainers are, to pass it on."""
    if confirmation.account.active:
        person = f"account:{confirmation.account_id}"
        _tell(confirmation, "attendance_confirmed", person, say("Ihre Qualifizierung ist beendet."), now)
    else:
        rule = say("Die Qualifizierung der Person ist beendet, ihr Zugang ist geschlossen.")
        _tell(confirmation, "attendance_pass_on", TRAINERS, rule, now)


def tell_failed(confirmation: AttendanceConfirmation, *, now: datetime) -> None:
    """Nobody issued it, so the trainers are told that there is no document."""
    rule = say("Eine Teilnahmebescheinigung ist bereit.")
    _tell(confirmation, "attendance_failed", TRAINERS, rule, now)


def _tell(
    confirmation: AttendanceConfirmation, template: str, recipient: str, rule: Message, now: datetime
) -> None:
    enqueue(
        key=f"{template}:{confirmation.id}", template=template, recipient=recipient,
        context={"confirmation": confirmation.id}, reason={"rule": rule}, now=now,
    )  # fmt: skip
