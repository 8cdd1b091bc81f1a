"""What was found out about an instrument for a case."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.factories import case_at, do, mentor_of
from wbv_mentor.errors import Refused
from wbv_mentor.funding import queries
from wbv_mentor.funding.actions import record_result

BA = "sgb3_82_qcg"


def test_a_result_needs_a_reason_and_is_replaced_not_doubled(app: Flask) -> None:
    case = case_at("plan_agreed")
    mentor = mentor_of(case)

    def keep(result: str, reason: str, instrument: str = BA) -> None:
        def record(*, by: Any, now: Any, submission: str) -> None:
            record_result(case=case, instrument=instrument, result=result, reason=reason, by=by, now=now)

        do(record, by=mentor)

    keep("yes", "Passt")
    keep("no", "Doch zu kurz")
    assert (queries.results_of(case)[BA].result, queries.results_of(case)[BA].reason) == (
        "no",
        "Doch zu kurz",
    )
    assert queries.unchecked(case) == []
    with pytest.raises(Refused, match="warum"):
        keep("yes", "  ")
    with pytest.raises(Refused, match="steht nicht im Verzeichnis"):
        keep("yes", "x", "wegebau")
