"""A certificate that is wrong is replaced by a corrected one, or revoked. Nothing printed is ever changed."""

from __future__ import annotations

from datetime import datetime

from wbv_mentor.certificates.actions.holding import hold
from wbv_mentor.certificates.actions.issuing import MAY_ISSUE, tell
from wbv_mentor.certificates.actions.readying import ask_for_name
from wbv_mentor.certificates.facts import Facts
from wbv_mentor.certificates.models import ISSUED, READY, REVOKED, Certificate
from wbv_mentor.certificates.queries import open_certificate
from wbv_mentor.certificates.sources import fresh_facts
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, say
from wbv_mentor.pathways import journal

journal.register_event("certificate_revoked", say("Zertifikat zurückgenommen"))
journal.register_event("certificate_to_be_replaced", say("Berichtigte Fassung des Zertifikats vorbereitet"))


def revoke(*, certificate: Certificate, reason: str, by: Actor, now: datetime, submission: str) -> None:
    """Take an issued certificate back, with a reason that the mentor is told; its number stays known.

    Forbidden for anybody but trainers and the coordination, Refused if it is not issued. A repeat changes
    nothing.
    """
    _may_end(by)
    hold(certificate)
    if journal.find_submission(certificate.instance, submission) is not None:
        return
    _must_be_issued(certificate)
    certificate.state, certificate.ended_at, certificate.ended_by_id = REVOKED, now, by.id
    certificate.end_reason = reason
    certificate.row_version += 1
    journal.note(
        instance=certificate.instance, event="certificate_revoked", by=by, now=now, submission=submission
    )
    tell(
        certificate, "certificate_revoked", f"account:{certificate.account_id}",
        say("Ihr Zertifikat wurde zurückgenommen."), now=now,
    )  # fmt: skip


def replace(
    *, certificate: Certificate, reason: str, by: Actor, now: datetime, submission: str
) -> Certificate:
    """Get a corrected one ready, from what the qualification says today; the mentor confirms the name anew.

    The wrong one counts until the corrected one is issued, which replaces it. Forbidden and Refused as
    `revoke`; if a corrected one is on its way, that one is answered.
    """
    _may_end(by)
    hold(certificate)
    on_its_way = open_certificate(certificate.instance_id)
    if on_its_way is not None:
        return on_its_way
    _must_be_issued(certificate)
    facts: Facts = fresh_facts(certificate.instance_id) or certificate.known
    corrected = Certificate(
        instance_id=certificate.instance_id, account_id=certificate.account_id, cohort=certificate.cohort,
        state=READY, facts=facts.model_dump(mode="json"), ready_at=now, replaces_id=certificate.id,
        tries=0, row_version=1,
    )  # fmt: skip
    certificate.end_reason = reason
    session.add(corrected)
    session.flush()
    entry = journal.note(
        instance=certificate.instance, event="certificate_to_be_replaced", by=by, now=now,
        submission=submission,
    )  # fmt: skip
    ask_for_name(corrected, now=now, cause=entry.id)
    return corrected


def _may_end(by: Actor) -> None:
    if by.role not in MAY_ISSUE:
        raise Forbidden(say("Das dürfen AK-Trainer*innen und die AK-Koordination."))


def _must_be_issued(certificate: Certificate) -> None:
    if certificate.state != ISSUED:
        raise Refused(say("Das geht nur bei einem ausgestellten Zertifikat, das gilt."))
