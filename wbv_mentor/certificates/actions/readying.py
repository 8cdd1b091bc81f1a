"""A certificate is ready when the colloquium is passed; then the mentor confirms name and form."""

from __future__ import annotations

from datetime import datetime

from wbv_mentor.certificates.actions.holding import hold
from wbv_mentor.certificates.facts import FORMS, Facts
from wbv_mentor.certificates.models import CONFIRMED, OPEN, READY, Certificate
from wbv_mentor.certificates.names import printable
from wbv_mentor.certificates.queries import current_certificate
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, Stale, say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.models import Instance

journal.register_event("certificate_confirmed", say("Name und Form für das Zertifikat bestätigt"))


def make_ready(
    *, instance: Instance, account_id: int, facts: Facts, by: Actor, now: datetime, cause: int | None = None
) -> Certificate:
    """Get a certificate ready and ask the mentor how the name is written. Nothing is issued by this.

    `instance` is the person's path; a certificate that is ready or issued already is answered as it is.
    `cause` is the journal entry of the passed colloquium.
    """
    known = current_certificate(instance.id)
    if known is not None:
        return known
    certificate = Certificate(
        instance_id=instance.id, account_id=account_id, cohort=facts.cohort, state=READY,
        facts=facts.model_dump(mode="json"), ready_at=now, tries=0, row_version=1,
    )  # fmt: skip
    session.add(certificate)
    session.flush()
    ask_for_name(certificate, now=now, cause=cause)
    return certificate


def drop_ready(instance_id: int) -> None:
    """Take back a certificate that was got ready by mistake. Refused if it was issued: then it is revoked."""
    known = current_certificate(instance_id)
    if known is None:
        return
    if known.state not in (READY, CONFIRMED):
        raise Refused(say("Das Zertifikat ist schon ausgestellt. Nehmen Sie es zuerst zurück."))
    session.delete(known)
    session.flush()


def ask_for_name(certificate: Certificate, *, now: datetime, cause: int | None) -> None:
    """Ask the mentor by mail to confirm spelling and form."""
    enqueue(
        key=f"certificate_ready:{certificate.id}", template="certificate_ready",
        recipient=f"account:{certificate.account_id}", context={"certificate": certificate.id},
        reason={"rule": say("Sie haben das Abschlusskolloquium bestanden.")}, now=now, cause=cause,
    )  # fmt: skip


def confirm_name(
    *, certificate: Certificate, name: str, form: str, by: Actor, now: datetime, submission: str,
    expected_version: int | None = None,
) -> None:  # fmt: skip
    """The mentor says how the name is written and which form is printed; may be changed until it is issued.

    Forbidden for anybody else, Refused for a name that cannot be printed, an unknown form or a certificate
    that is issued, Stale if it was changed since it was shown. A repeat changes nothing.
    """
    if by.role != "mentor" or by.id != certificate.account_id:
        raise Forbidden(say("Den Namen bestätigt die Person selbst."))
    hold(certificate)
    if journal.find_submission(certificate.instance, submission) is not None:
        return
    if certificate.state not in OPEN:
        raise Refused(say("Das Zertifikat ist schon ausgestellt. Eine Änderung braucht eine neue Fassung."))
    if expected_version not in (None, certificate.row_version):
        raise Stale(
            say(
                "Inzwischen wurde etwas geändert. Ihr Text ist noch da. "
                "Bitte ansehen und noch einmal speichern."
            )
        )
    if form not in FORMS:
        raise Refused(say("Wählen Sie eine Antwort aus."), field="form")
    certificate.printed_name, certificate.form = printable(name), form
    certificate.state, certificate.confirmed_at = CONFIRMED, now
    certificate.row_version += 1
    journal.note(
        instance=certificate.instance, event="certificate_confirmed", by=by, now=now, submission=submission
    )
