"""Numbers of certificates and the codes that are printed beside them."""

from __future__ import annotations

import hmac
import re
import secrets

from wbv_mentor.db import insert_if_new, session
from wbv_mentor.pathways.models import ReferenceSeries

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0 O, 1 I L, and U, which is read as V
GROUPS = (4, 4, 2)  # 30 ** 10 codes: guessing is hopeless even without the limit of tries
NO_CODE = "-" * 12
ONE_SERIES = 0  # a cohort's reference bears its year already


def new_code() -> str:
    """A random code as it is printed: 7K4Q-M2XD-95."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for size in GROUPS)


def same_code(typed: str, printed: str | None) -> bool:
    """Whether somebody typed this code, however they wrote it; takes as long if there is none."""
    return hmac.compare_digest(plain(typed).encode(), plain(printed or NO_CODE).encode()) and bool(printed)


def plain(code: str) -> str:
    """A code without blanks and hyphens, in capitals."""
    return re.sub(r"[\W_]", "", code).upper()


def tidy_number(typed: str) -> str:
    """A number as it is kept, however it was typed: "wbm 2026 – 03 007" is WBM-2026-03-007."""
    return re.sub(r"[\W_]+", "-", typed.strip()).strip("-").upper()


def next_number(cohort: str) -> str:
    """The next number of a cohort's own series: WBM-2026-03-007; under the unit of work's write lock."""
    series = f"WBM-{cohort}"
    insert_if_new(
        ReferenceSeries, {"series": series, "year": ONE_SERIES, "last": 0}, unique=("series", "year")
    )
    row = session.get_one(ReferenceSeries, (series, ONE_SERIES), with_for_update=True, populate_existing=True)
    row.last += 1
    session.flush()
    return f"{series}-{row.last:03d}"
