"""When "besser bis" is said, and that no reminder calls a day a deadline on which nothing has to be done."""

from __future__ import annotations

from datetime import date

import pytest

from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import load_all
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.pathways.explaining import better_day

RULES = {name: rule for path in load_all(ROOT / "workflows") for name, rule in path.deadlines.items()}
NOVEMBER = date(2026, 11, 20)
SUNDAY, FRIDAY = date(2026, 12, 20), date(2026, 12, 18)


@pytest.mark.parametrize(
    ("rule", "recommended", "today", "better"),
    [
        ("sbfg_application", date(2026, 12, 7), NOVEMBER, date(2026, 12, 7)),
        ("sbfg_application", date(2026, 12, 7), date(2026, 12, 10), FRIDAY),  # the advice has passed
        ("sbfg_application", date(2026, 12, 7), date(2026, 12, 19), None),
        ("documents_requested", None, NOVEMBER, FRIDAY),
        ("afbg_application", None, NOVEMBER, FRIDAY),  # strict, although the system notes a missed one
        ("objection", None, NOVEMBER, None),  # its end moves to the next working day
        ("authority_silence", None, NOVEMBER, None),  # from that day on one may act
        ("course_starts", None, NOVEMBER, None),
        ("handover_answer", None, NOVEMBER, None),  # the system acts by itself
    ],
)
def test_a_safer_day(rule: str, recommended: date | None, today: date, better: date | None) -> None:
    assert better_day(RULES[rule], SUNDAY, recommended, today) == better


def test_a_working_day_is_safe_enough() -> None:
    assert better_day(RULES["documents_requested"], FRIDAY, None, NOVEMBER) is None


@pytest.mark.parametrize("name", ["authority_silence", "objection_silence", "course_starts", "pause_ends"])
def test_what_is_no_last_day_is_announced(name: str) -> None:
    assert RULES[name].announce is not None


def test_an_announcement_names_days_only() -> None:
    broken = RULES["course_starts"].model_dump(by_alias=True) | {"announce": {"de": "am %(day", "en": "on"}}

    with pytest.raises(ValueError, match="may name"):
        DeadlineRule.model_validate(broken)
