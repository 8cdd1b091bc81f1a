"""A trainer issues certificates: from then on nothing about them changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wbv_mentor.certificates.actions.holding import hold
from wbv_mentor.certificates.codes import new_code, next_number
from wbv_mentor.certificates.facts import Imprint, freeze
from wbv_mentor.certificates.models import CONFIRMED, ISSUED, PRINTED, REPLACED, Certificate
from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Message, Refused, say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.pathways import journal

MAY_ISSUE = frozenset({"trainer", "coordinator"})
journal.register_event("certificate_issued", say("Zertifikat ausgestellt"))
journal.register_event("certificate_replaced", say("Zertifikat durch eine berichtigte Fassung ersetzt"))


@dataclass(frozen=True)
class Outcome:
    """What became of a list: those that are issued, and those that are not, each with what is missing."""

    issued: Sequence[Certificate]
    refused: Sequence[tuple[Certificate, Sequence[Message]]]


def missing(certificate: Certificate, *, now: datetime) -> list[Message]:
    """What a certificate lacks before it can be issued; nothing if it can be, or is already."""
    if certificate.state in PRINTED:
        return []
    facts, lacking = certificate.known, []
    if certificate.state != CONFIRMED:
        lacking.append(say("Die Person hat Namen und Form noch nicht bestätigt."))
    if facts.colloquium_on is None:
        lacking.append(say("Der Tag des Abschlusskolloquiums fehlt."))
    if facts.trainer is None:
        lacking.append(say("Die Lehrgangsleitung fehlt."))
    if facts.ends_on > berlin_date(now):
        lacking.append(say("Die Qualifizierung dauert noch bis %(day)s.", day=facts.ends_on))
    if not facts.modules:
        lacking.append(say("Die Module fehlen."))
    elif sum(module.units for module in facts.modules) != facts.units:
        lacking.append(
            say(
                "Die Module ergeben %(sum)s Unterrichtseinheiten, die Kohorte hat %(units)s.",
                sum=sum(module.units for module in facts.modules),
                units=facts.units,
            )
        )
    return lacking


def issue(
    *, certificate: Certificate, imprint: Imprint, by: Actor, now: datetime, submission: str
) -> Certificate:
    """Issue one: number, check code and snapshot are fixed, the document is made by the job.

    One that is issued already is answered as it is, so of two at once exactly one issues. Refused with
    everything that is missing; Forbidden for anybody but trainers and the coordination.
    """
    if by.role not in MAY_ISSUE:
        raise Forbidden(say("Zertifikate stellen AK-Trainer*innen und die AK-Koordination aus."))
    hold(certificate)
    if certificate.state in PRINTED:
        return certificate
    lacking = missing(certificate, now=now)
    if lacking:
        raise Refused(*lacking)
    _end_former(certificate, by=by, now=now, submission=submission)
    number, code = next_number(certificate.cohort), new_code()
    snapshot = freeze(
        facts=certificate.known, imprint=imprint, number=number, check_code=code, name=certificate.name,
        form=certificate.form, issued_on=berlin_date(now),  # type: ignore[arg-type]  # the constraint holds it
    )  # fmt: skip
    certificate.number, certificate.check_code = number, code
    certificate.snapshot, certificate.snapshot_sha256 = snapshot.model_dump(mode="json"), snapshot.digest
    certificate.template_version = snapshot.template_version
    certificate.state, certificate.issued_at, certificate.issued_by_id = ISSUED, now, by.id
    certificate.row_version += 1
    session.flush()
    journal.note(
        instance=certificate.instance, event="certificate_issued", by=by, now=now, submission=submission
    )
    return certificate


def issue_many(
    *, certificates: Sequence[Certificate], imprint: Imprint, by: Actor, now: datetime, submission: str
) -> Outcome:
    """Issue those that lack nothing; the others stay as they are and are named with what they lack."""
    issued: list[Certificate] = []
    refused: list[tuple[Certificate, Sequence[Message]]] = []
    for certificate in sorted(certificates, key=lambda one: one.instance_id):  # all hold in one order
        try:
            issued.append(
                issue(certificate=certificate, imprint=imprint, by=by, now=now, submission=submission)
            )
        except Refused as error:
            refused.append((certificate, error.messages))
    return Outcome(issued, refused)


def _end_former(certificate: Certificate, *, by: Actor, now: datetime, submission: str) -> None:
    """The one that this corrects is replaced in the same moment."""
    former = session.get(Certificate, certificate.replaces_id) if certificate.replaces_id else None
    if former is None or former.state != ISSUED:
        return
    former.state, former.ended_at, former.ended_by_id = REPLACED, now, by.id
    former.row_version += 1
    session.flush()
    journal.note(
        instance=certificate.instance, event="certificate_replaced", by=by, now=now,
        submission=f"{submission}:replaced",
    )  # fmt: skip


def tell(certificate: Certificate, template: str, recipient: str, rule: Message, *, now: datetime) -> None:
    """Write one mail about a certificate, once."""
    enqueue(
        key=f"{template}:{certificate.id}", template=template, recipient=recipient,
        context={"certificate": certificate.id}, reason={"rule": rule}, now=now,
    )  # fmt: skip
