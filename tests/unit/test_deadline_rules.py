"""Every rule that outsiders may rely on, by worked examples: counted by hand from the law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.config import ROOT
from wbv_mentor.engine import dates
from wbv_mentor.engine.loader import load_all
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.pathways import explaining
from wbv_mentor.pathways.deadlines import due_day, next_reminder

PATHS = load_all(ROOT / "workflows")
RULES: dict[str, DeadlineRule] = {}
for _path in PATHS:
    RULES = dict(_path.deadlines) | RULES

# What is promised: anchor, strict, who is reminded (where the employer must act: the mentor).
PROMISED = {
    "sbfg_application": ("course_start", True, "mentee"),
    "sbfg_employer_answer": ("course_start", False, "mentor"),
    "sgb3_application": ("course_start", True, "mentor"),
    "qualification_allowance_application": ("course_start", False, "mentor"),
    "kdw_application": ("course_start", True, "mentor"),
    "afbg_application": ("course_end", True, "mentee"),
    "afbg_proof": ("course_start", False, "mentee"),
    "afbg_loan": ("notified", False, "mentee"),
    "advancement_bonus": ("exam_result", True, "mentee"),
    "objection": ("notice_sent", True, "mentee"),
    "objection_without_instruction": ("notice_sent", True, "mentee"),
    "collective_application_proof": ("course_end", False, "mentor"),
    "follow_up_4_weeks": ("course_end", False, "mentor"),
    "follow_up_3_months": ("course_end", False, "mentor"),
    "follow_up_6_months": ("course_end", False, "mentor"),
    "company_confirmation": ("confirmation_asked", False, "company"),
    "documents_requested": ("requested_papers_due", True, "mentee"),
    "court_action": ("objection_decision_sent", True, "mentee"),
    "authority_silence": ("application_arrived", False, "mentor"),
    "objection_silence": ("objection_arrived", False, "mentor"),
    "voucher_expiry": ("voucher_expires", True, "mentee"),
    "referral_feedback": ("referral", False, "mentor"),
}
MOVING = {"objection", "objection_without_instruction", "court_action"}

EXAMPLES = [
    # Six full weeks between receipt and start: 43 days; backwards periods never move.
    ("sbfg_application", "2026-12-08", "2026-10-26", "8 days to 30 Nov, 30 to 31 Oct, 5 to 26 Oct"),
    ("sbfg_application", "2026-12-06", "2026-10-24", "a Saturday stays"),
    ("sbfg_application", "2028-04-12", "2028-02-29", "12 days to 31 Mar, 31 to 29 Feb"),
    ("sbfg_application", "2027-04-12", "2027-02-28", "12 to 31 Mar, 31 to 28 Feb: a Sunday stays"),
    ("sbfg_application", "2027-01-15", "2026-12-03", "15 to 31 Dec, 28 to 3 Dec"),
    ("sbfg_application", "2026-05-10", "2026-03-28", "the Saturday before the clocks change"),
    ("sbfg_employer_answer", "2026-12-08", "2026-11-24", "two weeks before"),
    ("sbfg_employer_answer", "2027-01-10", "2026-12-27", "two weeks before, over the year's end"),
    # Before the course begins: the day before it, whatever day that is.
    ("sgb3_application", "2027-01-01", "2026-12-31", "the day before"),
    ("sgb3_application", "2028-03-01", "2028-02-29", "the day before, in a leap year"),
    ("sgb3_application", "2027-03-01", "2027-02-28", "a Sunday stays"),
    ("qualification_allowance_application", "2026-12-08", "2026-09-08", "three months before"),
    ("qualification_allowance_application", "2026-05-31", "2026-02-28", "no 31 February"),
    ("qualification_allowance_application", "2028-05-31", "2028-02-29", "no 31 February in a leap year"),
    ("qualification_allowance_application", "2027-02-15", "2026-11-15", "over the year's end"),
    # Three working days: Monday to Friday, no public holiday in Saarland.
    ("kdw_application", "2026-12-08", "2026-12-03", "Mon 7, Fri 4, Thu 3"),
    ("kdw_application", "2026-06-08", "2026-06-02", "Fri 5, (Thu 4 Fronleichnam), Wed 3, Tue 2"),
    ("kdw_application", "2028-08-16", "2028-08-10", "(Tue 15 Mariä Himmelfahrt), Mon 14, Fri 11, Thu 10"),
    ("kdw_application", "2028-11-02", "2028-10-27", "(Wed 1 Allerheiligen), Tue 31, Mon 30, Fri 27"),
    ("kdw_application", "2027-11-02", "2027-10-27", "(Mon 1 Allerheiligen), Fri 29, Thu 28, Wed 27"),
    ("kdw_application", "2028-10-04", "2028-09-28", "(Tue 3 Oct), Mon 2, Fri 29, Thu 28"),
    ("kdw_application", "2027-01-04", "2026-12-29", "(Fri 1 Jan), Thu 31, Wed 30, Tue 29"),
    ("kdw_application", "2026-04-07", "2026-03-31", "(Easter Monday, Good Friday), Thu 2, Wed 1, Tue 31"),
    ("kdw_application", "2026-10-26", "2026-10-21", "the Monday after the clocks change: Fri, Thu, Wed"),
    # The end of the course itself.
    ("afbg_application", "2027-04-30", "2027-04-30", "itself"),
    ("afbg_application", "2028-02-29", "2028-02-29", "itself"),
    ("afbg_proof", "2026-08-31", "2027-02-28", "no 31 February"),
    ("afbg_proof", "2027-08-31", "2028-02-29", "no 31 February in a leap year"),
    ("afbg_proof", "2027-08-29", "2028-02-29", "the day of the same number"),
    # Three months, counted from the month after the notification.
    ("afbg_loan", "2026-11-01", "2027-02-28", "Dec, Jan, Feb"),
    ("afbg_loan", "2026-11-30", "2027-02-28", "Dec, Jan, Feb, for the whole of November"),
    ("afbg_loan", "2026-12-01", "2027-03-31", "Jan, Feb, Mar"),
    ("afbg_loan", "2027-11-05", "2028-02-29", "Dec, Jan, Feb of a leap year"),
    ("afbg_loan", "2026-09-30", "2026-12-31", "Oct, Nov, Dec"),
    ("afbg_loan", "2026-10-01", "2027-01-31", "Nov, Dec, Jan: a Sunday stays"),
    ("advancement_bonus", "2026-11-30", "2027-02-28", "no 30 February"),
    ("advancement_bonus", "2027-11-30", "2028-02-29", "no 30 February in a leap year"),
    ("advancement_bonus", "2026-10-01", "2027-01-01", "New Year stays"),
    # Notified on the fourth day after posting (never moved), then a month; only its end moves.
    ("objection", "2026-11-02", "2026-12-07", "6 Nov; 6 Dec is a Sunday"),
    ("objection", "2026-10-14", "2026-11-18", "18 Oct is a Sunday and counts"),
    ("objection", "2026-10-28", "2026-12-01", "1 Nov is Allerheiligen and a Sunday and counts"),
    ("objection", "2026-09-29", "2026-11-03", "3 Oct is a holiday and counts"),
    ("objection", "2028-01-27", "2028-02-29", "31 Jan; no 31 February"),
    ("objection", "2027-01-27", "2027-03-01", "31 Jan; 28 February is a Sunday"),
    ("objection", "2028-02-25", "2028-03-29", "29 Feb; 29 Mar"),
    ("objection", "2026-11-27", "2027-01-04", "1 Dec; New Year on a Friday, then the weekend"),
    ("objection", "2027-12-26", "2028-01-31", "30 Dec; 30 Jan is a Sunday"),
    ("objection", "2026-03-01", "2026-04-07", "5 Mar; Easter Sunday, Easter Monday"),
    ("objection", "2026-04-30", "2026-06-05", "4 May; 4 Jun is Fronleichnam"),
    ("objection", "2028-07-11", "2028-08-16", "15 Jul; 15 Aug is Mariä Himmelfahrt"),
    ("objection", "2026-08-30", "2026-10-05", "3 Sep; 3 Oct is a holiday on a Saturday"),
    ("objection", "2026-02-26", "2026-04-02", "2 Mar; over the beginning of summer time"),
    ("objection", "2026-09-24", "2026-10-28", "28 Sep; over the end of summer time"),
    ("court_action", "2026-11-20", "2026-12-24", "24 Nov; Christmas Eve is a working day"),
    ("court_action", "2026-11-22", "2026-12-28", "26 Nov; 26 Dec is a holiday, then a Sunday"),
    ("objection_without_instruction", "2028-02-25", "2029-02-28", "29 Feb; 2029 has none"),
    ("objection_without_instruction", "2027-02-24", "2028-02-28", "28 Feb stays 28 Feb in a leap year"),
    ("objection_without_instruction", "2026-11-02", "2027-11-08", "6 Nov 2027 is a Saturday"),
    ("objection_without_instruction", "2026-12-28", "2028-01-03", "1 Jan 2028 is a holiday on a Saturday"),
    ("collective_application_proof", "2026-11-30", "2027-02-28", "no 30 February"),
    ("follow_up_4_weeks", "2026-12-08", "2027-01-05", "28 days, over the year's end"),
    ("follow_up_4_weeks", "2028-02-01", "2028-02-29", "28 days in a leap year"),
    ("follow_up_4_weeks", "2026-03-02", "2026-03-30", "28 days, one of them an hour short"),
    ("follow_up_4_weeks", "2026-10-05", "2026-11-02", "28 days, one of them an hour long"),
    ("follow_up_3_months", "2026-11-30", "2027-02-28", "no 30 February"),
    ("follow_up_6_months", "2026-08-31", "2027-02-28", "no 31 February"),
    ("follow_up_6_months", "2026-06-30", "2026-12-30", "the day of the same number"),
    ("company_confirmation", "2026-12-20", "2027-01-03", "14 days"),
    ("company_confirmation", "2028-02-16", "2028-03-01", "14 days over 29 February"),
    ("documents_requested", "2026-12-20", "2026-12-20", "the date printed, a Sunday, itself"),
    ("voucher_expiry", "2026-12-26", "2026-12-26", "the date printed, a holiday, itself"),
    # Six and three months without a decision: from the end of that day on one may act.
    ("authority_silence", "2026-08-31", "2027-02-28", "no 31 February"),
    ("authority_silence", "2027-08-31", "2028-02-29", "no 31 February in a leap year"),
    ("objection_silence", "2026-11-30", "2027-02-28", "no 30 February"),
    ("objection_silence", "2026-12-31", "2027-03-31", "over the year's end"),
    ("referral_feedback", "2026-12-15", "2027-01-05", "21 days"),
    ("referral_feedback", "2028-02-08", "2028-02-29", "21 days in a leap year"),
]  # fmt: skip
DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_every_promised_rule_is_there_as_promised() -> None:
    found = {name: (RULES[name].anchors[0], RULES[name].strict, RULES[name].owner) for name in PROMISED}

    assert found == PROMISED
    assert all(RULES[name].source for name in PROMISED)
    assert {rule for rule, *_ in EXAMPLES} == set(PROMISED)


def test_paths_that_share_a_name_mean_the_same_by_it() -> None:
    for path in PATHS:
        for name, rule in path.deadlines.items():
            meant = (rule.offset, rule.rule, rule.shift, rule.recommended, rule.strict, rule.source)
            known = RULES[name]
            assert meant == (
                known.offset, known.rule, known.shift, known.recommended, known.strict, known.source,
            ), name  # fmt: skip


def test_worked_examples() -> None:
    wrong = [
        f"{name} from {anchor}: {due_day(RULES[name], day(anchor))}, but {due} ({why})"
        for name, anchor, due, why in EXAMPLES
        if due_day(RULES[name], day(anchor)) != day(due)
    ]

    assert wrong == []


@settings(max_examples=150)
@given(DAYS, st.sampled_from(sorted(PROMISED)))
def test_what_holds_for_every_day(anchor: date, name: str) -> None:
    rule = RULES[name]
    computed = explaining.compute(rule, anchor, rule.anchors[0])
    advised = explaining.safer_day(rule, computed.due_on)

    assert computed.due_on == due_day(rule, anchor), "what is shown and what is stored agree"
    named = [step.params["day"] for step in computed.steps if "day" in step.params]
    assert named[-1] == computed.due_on, "the last day that is named is the due day"
    assert due_day(rule, anchor + timedelta(days=1)) >= computed.due_on, "a later anchor is never due earlier"
    assert name not in MOVING or dates.is_working_day(computed.due_on)
    if advised is not None:
        assert advised < computed.due_on
        assert dates.is_working_day(advised)
    if rule.strict:
        assert (advised is None) == dates.is_working_day(computed.due_on)


def test_better_before_a_day_that_does_not_move() -> None:
    rule = RULES["sbfg_application"]
    told = [str(step) for step in explaining.advice(rule, date(2026, 12, 6), date(2026, 10, 24))]

    assert told == [
        "Das ist ein Samstag.",
        "Diese Frist verschiebt sich nicht, also besser bis 23.10.2026.",
        "Wir empfehlen: schon bis 11.10.2026.",
    ]
    assert explaining.advice(RULES["objection"], date(2026, 11, 2), date(2026, 12, 7)) == ()
    voucher = explaining.advice(RULES["voucher_expiry"], date(2026, 12, 26), date(2026, 12, 26))
    assert str(voucher[0]) == "Das ist ein Feiertag im Saarland: Zweiter Weihnachtstag."
    assert "besser bis 24.12.2026" in str(voucher[1])


@pytest.mark.parametrize(
    ("rule", "anchor", "sentences"),
    [
        (
            "objection",
            "2027-01-27",
            [
                "Aufgabe zur Post oder Versand: 27.1.2027.",
                "Gilt als bekannt gegeben am vierten Tag danach: 31.1.2027.",
                "Ein Monat danach: 28.2.2027.",
                "Einen 31. gibt es in diesem Monat nicht: Es zählt sein letzter Tag.",
                "Das ist ein Sonntag.",
                "Die Frist endet erst am nächsten Arbeitstag: 1.3.2027.",
            ],
        ),
        ("afbg_application", "2027-04-30", ["Kursende: 30.4.2027.", "Dieser Tag gilt selbst: 30.4.2027."]),
        (
            "afbg_loan",
            "2026-11-30",
            [
                "Bekannt gegeben am 30.11.2026.",
                "Drei Monate, gezählt ab dem folgenden Monat: bis 28.2.2027.",
            ],
        ),
    ],
)
def test_the_arithmetic_in_sentences(rule: str, anchor: str, sentences: list[str]) -> None:
    computed = explaining.compute(RULES[rule], day(anchor), RULES[rule].anchors[0])

    assert [str(step) for step in computed.steps] == sentences


@pytest.mark.parametrize(
    ("moment", "berlin"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), "2026-03-28"),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), "2026-03-29"),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), "2026-03-29"),  # summer time has begun
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "2026-03-30"),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), "2026-10-25"),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "2026-10-25"),  # summer time is over
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), "2026-10-26"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2027-01-01"),
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), "2028-02-29"),
    ],
)
def test_a_day_ends_when_it_ends_in_berlin(moment: datetime, berlin: str) -> None:
    assert berlin_date(moment) == day(berlin)


@pytest.mark.parametrize(
    ("due", "reminded"),
    [
        ("2026-03-29", datetime(2026, 3, 28, 6, tzinfo=UTC)),
        ("2026-03-30", datetime(2026, 3, 29, 5, tzinfo=UTC)),
        ("2026-10-25", datetime(2026, 10, 24, 5, tzinfo=UTC)),
        ("2026-10-26", datetime(2026, 10, 25, 6, tzinfo=UTC)),
    ],
)
def test_reminded_at_seven_on_both_sides_of_a_clock_change(due: str, reminded: datetime) -> None:
    rule = RULES["documents_requested"]  # its last reminder leaves the day before
    evening = berlin_moment(day(due) - timedelta(days=2), 20)

    assert next_reminder(rule, day(due), evening) == reminded
    assert next_reminder(rule, day(due), reminded) is None
