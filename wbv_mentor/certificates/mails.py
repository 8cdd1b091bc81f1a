"""What the mails about certificates say."""

from __future__ import annotations

from typing import Any

from wbv_mentor.certificates.models import ISSUED, READY, AttendanceConfirmation, Certificate
from wbv_mentor.db import session
from wbv_mentor.outbox.mails import register_mail


def to_confirm(context: dict[str, Any]) -> dict[str, Any] | None:
    """The certificate's id; None once the name is confirmed."""
    return _about(context, READY)


def issued(context: dict[str, Any]) -> dict[str, Any] | None:
    """Id and number; None if it does not count any more."""
    return _about(context, ISSUED)


def revoked(context: dict[str, Any]) -> dict[str, Any] | None:
    """Number and reason of a certificate that was taken back."""
    return _about(context, "revoked")


def failed(context: dict[str, Any]) -> dict[str, Any] | None:
    """Id and number; None once the document was made after all."""
    certificate = session.get(Certificate, context["certificate"])
    return None if certificate is None or certificate.blob is not None else _about(context, ISSUED)


def _about(context: dict[str, Any], state: str) -> dict[str, Any] | None:
    certificate = session.get(Certificate, context["certificate"])
    if certificate is None or certificate.state != state:
        return None
    return {
        "certificate": certificate.id, "printed_number": certificate.number or "",
        "why": certificate.end_reason or "",
    }  # fmt: skip


def attendance(context: dict[str, Any]) -> dict[str, Any] | None:
    """The number of the person's path."""
    confirmation = session.get(AttendanceConfirmation, context["confirmation"])
    return None if confirmation is None else {"person": confirmation.instance_id}


def attendance_failed(context: dict[str, Any]) -> dict[str, Any] | None:
    """The same; None once the document was made after all."""
    confirmation = session.get(AttendanceConfirmation, context["confirmation"])
    return None if confirmation is None or confirmation.blob is not None else attendance(context)


def register_mails() -> None:
    """Tell the outbox."""
    register_mail("certificate_ready", to_confirm)
    register_mail("certificate_issued", issued)
    register_mail("certificate_revoked", revoked)
    register_mail("certificate_failed", failed)
    register_mail("attendance_confirmed", attendance)
    register_mail("attendance_pass_on", attendance)
    register_mail("attendance_failed", attendance_failed)
