"""What people have done so far, read for a whole cohort in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from wbv_mentor.db import session
from wbv_mentor.qualification.cohorts.models import CohortModule, CohortSession
from wbv_mentor.qualification.learning.models import Attendance, Evidence, ModuleCredit
from wbv_mentor.qualification.learning.requirements import LOG, LOGS_NEEDED, TRANSFER

Piece = tuple[str, int]  # code of the module, which part of it


@dataclass
class Done:
    """One person's units by piece, evidence by kind and number, and credited modules.

    Pieces, not sessions: who comes back into another cohort has each piece once.
    """

    units: dict[Piece, int] = field(default_factory=dict)
    evidence: dict[tuple[str, int], Evidence] = field(default_factory=dict)
    credited: dict[str, ModuleCredit] = field(default_factory=dict)

    def signed(self, kind: str, number: int = 1) -> bool:
        """Whether a trainer signed it."""
        found = self.evidence.get((kind, number))
        return found is not None and found.signed_on is not None

    def logs_signed(self) -> int:
        """How many logs are signed; a simulated talk, with its reason, is one of them."""
        return sum(
            1 for (kind, _number), row in self.evidence.items() if kind == LOG and row.signed_on is not None
        )

    def practice_done(self) -> bool:
        """Two logs and the transfer task."""
        return self.logs_signed() >= LOGS_NEEDED and self.signed(TRANSFER)

    def units_of(self, module: CohortModule) -> int:
        """The units that count for a module: those attended, all of them once it was credited."""
        if module.code in self.credited or (module.kind == "practice" and self.practice_done()):
            return module.units
        attended = sum(units for (code, _part), units in self.units.items() if code == module.code)
        return min(attended, module.units)


def done_by(enrolment_ids: Iterable[int]) -> Mapping[int, Done]:
    """What each of these people has done; also of those who have done nothing yet."""
    ids = list(enrolment_ids)
    found: defaultdict[int, Done] = defaultdict(Done)
    for number in ids:
        _ = found[number]
    attended = (
        select(Attendance.enrolment_id, Attendance.units, CohortSession.part, CohortModule.code)
        .join(CohortSession, CohortSession.id == Attendance.session_id)
        .join(CohortModule, CohortModule.id == CohortSession.module_id)
        .where(Attendance.enrolment_id.in_(ids), Attendance.units > 0)
    )
    for enrolment_id, units, part, code in session.execute(attended):
        pieces = found[enrolment_id].units
        pieces[code, part] = max(units, pieces.get((code, part), 0))
    for row in session.scalars(select(Evidence).where(Evidence.enrolment_id.in_(ids))):
        found[row.enrolment_id].evidence[row.kind, row.number] = row
    for credit in session.scalars(select(ModuleCredit).where(ModuleCredit.enrolment_id.in_(ids))):
        found[credit.enrolment_id].credited[credit.code] = credit
    return found


def done_of(enrolment_id: int) -> Done:
    """What one person has done."""
    return done_by([enrolment_id])[enrolment_id]


def oldest_talk_without_log(enrolment_id: int) -> date | None:
    """The day of the oldest supervised talk whose log was not handed in yet."""
    query = select(func.min(Evidence.talk_on)).where(
        Evidence.enrolment_id == enrolment_id, Evidence.kind == LOG, Evidence.handed_in_at.is_(None),
        Evidence.signed_on.is_(None),
    )  # fmt: skip
    found: date | None = session.scalar(query)
    return found
