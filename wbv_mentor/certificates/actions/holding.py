"""Holding a certificate while somebody decides about it."""

from __future__ import annotations

from wbv_mentor.certificates.models import Certificate
from wbv_mentor.db import session
from wbv_mentor.pathways import holding


def hold(certificate: Certificate) -> None:
    """Hold the person's path until the unit of work ends, and read the certificate again.

    Journal entries and certificates of one person are then written one after the other.
    """
    holding.hold(certificate.instance)
    session.refresh(certificate)
