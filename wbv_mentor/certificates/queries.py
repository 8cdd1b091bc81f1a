"""What pages, jobs and other rooms read about certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select, true
from sqlalchemy.orm import selectinload

from wbv_mentor.certificates.models import (
    CONFIRMED,
    ISSUED,
    OPEN,
    READY,
    AttendanceConfirmation,
    Certificate,
    Printed,
)
from wbv_mentor.db import session

PER_PAGE = 50
GROUPS = {
    "confirmed": (CONFIRMED,),
    "ready": (READY,),
    "issued": (ISSUED,),
    "ended": ("revoked", "replaced"),
}


@dataclass(frozen=True)
class Listed:
    """One page of a list, and how many certificates each group has."""

    certificates: Sequence[Certificate]
    counts: dict[str, int]
    cohorts: Sequence[str]
    total: int
    page: int
    pages: int


def listed(seen: Select[Certificate], *, group: str, cohort: str = "", page: int = 1) -> Listed:
    """Certificates of a scope in one group, newest cohort first; unknown groups are the first one's."""
    states = GROUPS.get(group, GROUPS["confirmed"])
    base = seen.where(Certificate.cohort == cohort) if cohort else seen
    found = base.where(Certificate.state.in_(states))
    total = int(session.scalar(select(func.count()).select_from(found.subquery())) or 0)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows: Sequence[Certificate] = session.scalars(
        found.options(selectinload(Certificate.account), selectinload(Certificate.blob))
        .order_by(Certificate.cohort.desc(), Certificate.number, Certificate.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    return Listed(rows, _counts(base), _cohorts(seen), total, page, pages)


def _counts(base: Select[Certificate]) -> dict[str, int]:
    kept = base.subquery()
    found = session.execute(select(kept.c.state, func.count()).group_by(kept.c.state))
    by_state: dict[str, int] = dict(iter(found))
    return {group: sum(by_state.get(state, 0) for state in states) for group, states in GROUPS.items()}


def _cohorts(seen: Select[Certificate]) -> Sequence[str]:
    kept = seen.subquery()
    names: Sequence[str] = session.scalars(
        select(kept.c.cohort).distinct().order_by(kept.c.cohort.desc())
    ).all()
    return names


def open_certificate(instance_id: int) -> Certificate | None:
    """The certificate of a path that is not issued yet."""
    return _newest(Certificate.instance_id == instance_id, Certificate.state.in_(OPEN))


def current_certificate(instance_id: int) -> Certificate | None:
    """The certificate of a path that is on its way or counts."""
    return _newest(Certificate.instance_id == instance_id, Certificate.state.in_((*OPEN, ISSUED)))


def certificates_of(account_id: int) -> Sequence[Certificate]:
    """A mentor's own certificates, the newest first."""
    found: Sequence[Certificate] = session.scalars(
        select(Certificate)
        .options(selectinload(Certificate.blob))
        .where(Certificate.account_id == account_id)
        .order_by(Certificate.id.desc())
    ).all()
    return found


def to_confirm(account_id: int) -> Certificate | None:
    """The certificate whose name its mentor has not confirmed yet."""
    return _newest(Certificate.account_id == account_id, Certificate.state == READY)


def waiting_to_be_issued() -> int:
    """How many certificates a trainer could issue: the number in the navigation."""
    return int(session.scalar(select(func.count(Certificate.id)).where(Certificate.state == CONFIRMED)) or 0)


def by_number(number: str) -> Certificate | None:
    """The certificate with a printed number, in whatever state."""
    return _newest(Certificate.number == number)


def successor_of(certificate: Certificate) -> Certificate | None:
    """The corrected one that replaces a certificate, on its way or issued."""
    return _newest(Certificate.replaces_id == certificate.id)


@dataclass(frozen=True)
class Due:
    """A document that is to be made: whose, what it prints, and the digest of what was frozen."""

    kind: type[Printed]
    number: int
    snapshot: dict[str, object]
    digest: str


def without_document(*, now: datetime, most: int) -> Sequence[Due]:
    """What is to be made now: issued certificates, then confirmations of attendance, oldest first."""
    certificates = _due(Certificate, now=now, most=most)
    return [*certificates, *_due(AttendanceConfirmation, now=now, most=most - len(certificates))]


def _due(kind: type[Printed], *, now: datetime, most: int) -> Sequence[Due]:
    rows = session.execute(
        select(kind.id, kind.snapshot, kind.snapshot_sha256)
        .where(
            Certificate.state == ISSUED if kind is Certificate else true(),
            ~kind.blob.has(),
            or_(kind.next_try_at.is_(None), kind.next_try_at <= now),
        )
        .order_by(kind.id)
        .limit(most)
    )
    return [Due(kind, *row) for row in rows]


def attendance_confirmation_of(instance_id: int) -> AttendanceConfirmation | None:
    """The confirmation of what somebody attended who left this path early."""
    found: AttendanceConfirmation | None = session.scalars(
        select(AttendanceConfirmation).where(AttendanceConfirmation.instance_id == instance_id)
    ).first()
    return found


def _newest(*criteria: object) -> Certificate | None:
    found: Certificate | None = session.scalars(
        select(Certificate).where(*criteria).order_by(Certificate.id.desc()).limit(1)  # type: ignore[arg-type]
    ).first()
    return found


def states_of(instance_ids: Sequence[int]) -> dict[int, str]:
    """The state of each path's newest certificate, by the path's id; paths without one are not named."""
    rows = session.execute(
        select(Certificate.instance_id, Certificate.state)
        .where(Certificate.instance_id.in_(list(instance_ids)))
        .order_by(Certificate.id)
    )
    return dict(iter(rows))
