"""The funding check on both sides of every threshold and date; what is expected is read from the law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wbv_mentor.engine.source import DefinitionError
from wbv_mentor.funding import catalogue
from wbv_mentor.funding.eligibility.checking import check
from wbv_mentor.funding.eligibility.conditions import CONDITIONS
from wbv_mentor.funding.eligibility.facts import Facts, read_facts
from wbv_mentor.funding.eligibility.findings import Result

TODAY = date(2026, 11, 27)
# Somebody to whom most of it applies; each example changes a fact or two.
EVERYTHING: dict[str, Any] = {
    "age_at_start": 38, "employed_months": 60, "highest_qualification": "vocational",
    "years_since_qualification": 10, "unskilled_years": 0, "work_years": 15, "severely_disabled": False,
    "workplace_in_saarland": True, "home_in_saarland": True, "has_child": False,
    "years_since_section_82_funding": 99, "years_since_section_82a_funding": 99,
    "headcount": 120, "collective_agreement": False, "sme": True, "site_in_saarland": True,
    "kdw_registered": True, "affected_share": 0.5, "pays_course": True, "sbfg_used_share": 0,
    "kdw_granted_this_year_eur": 0,
    "start": date(2027, 3, 1), "end": date(2027, 9, 30), "hours": 121, "days": 5, "hours_per_day": 6,
    "price_eur": 4200, "provider_azav": True, "course_azav": True, "short_job_adaptation": False,
    "employer_obliged": False, "leads_to_two_year_qualification": True, "advancement": False,
    "full_time": False, "recognised_sbfg": True, "open_external": True, "job_related": True,
}  # fmt: skip
QCG, DEGREE, ALLOWANCE = "sgb3_82_qcg", "sgb3_81_2_berufsabschluss", "sgb3_82a_qualifizierungsgeld"
AFBG, LEAVE, KDW, BONUS = "afbg", "sbfg", "kdw_saarland", "aufstiegsbonus_saarland"
GRANT, COACHING, VALIDATION = "weiterbildungsstipendium", "inqa_coaching", "validierung_bbig_50b"
UP = {"advancement": True, "hours": 400, "pays_course": False}
UNSKILLED = {"highest_qualification": "none"}


def facts(today: date = TODAY, **changed: Any) -> Facts:
    """Everything that is known, with some of it changed; None takes a fact away."""
    known = {name: value for name, value in (EVERYTHING | changed).items() if value is not None}
    groups = {
        group: {name: value for name, value in known.items() if name in field.annotation.model_fields}
        for group, field in Facts.model_fields.items()
        if group != "today" and field.annotation is not None
    }
    return Facts.model_validate({"today": {"date": today}, **groups})


def result(instrument: str, today: date = TODAY, **changed: Any) -> Result:
    """What the check says about one instrument."""
    found = {one.instrument: one for one in check(facts(today, **changed), today=today)}
    return found[instrument]


EXAMPLES: list[tuple[str, dict[str, Any], str]] = [
    # § 82: more than 120 hours, two years since the last funding and, as a rule, since the qualification
    (QCG, {}, "yes"), (QCG, {"hours": 120}, "no"), (QCG, {"hours": 120.5}, "yes"),
    (QCG, {"provider_azav": False}, "no"), (QCG, {"course_azav": False}, "no"),
    (QCG, {"short_job_adaptation": True}, "no"), (QCG, {"employer_obliged": True}, "no"),
    (QCG, {"years_since_section_82_funding": 2}, "yes"), (QCG, {"years_since_section_82_funding": 1.9}, "no"),
    (QCG, {"years_since_qualification": 2}, "yes"), (QCG, {"years_since_qualification": 1}, "unknown"),
    (QCG, {"unemployed": True}, "no"), (QCG, {"self_employed": True}, "no"),
    (QCG, {"hours": None}, "unknown"),
    # § 81(2): no qualification and three years' work, or more than four years in unskilled work
    (DEGREE, UNSKILLED, "yes"), (DEGREE, UNSKILLED | {"work_years": 3}, "yes"),
    (DEGREE, UNSKILLED | {"work_years": 2.9}, "unknown"), (DEGREE, {}, "no"),
    (DEGREE, {"unskilled_years": 4}, "no"), (DEGREE, {"unskilled_years": 4.5}, "unknown"),
    (DEGREE, UNSKILLED | {"leads_to_two_year_qualification": False}, "no"),
    ("sgb3_81_4_bildungsgutschein", {}, "unknown"),
    ("sgb3_81_4_bildungsgutschein", {"unemployed": True}, "yes"),
    # § 82a: a fifth of the staff, a tenth below 250; below ten a statement is enough; four years
    (ALLOWANCE, {"collective_agreement": True, "start": date(2027, 3, 15)}, "yes"),
    (ALLOWANCE, {}, "no"), (ALLOWANCE, {"headcount": 9}, "yes"), (ALLOWANCE, {"headcount": 10}, "no"),
    (ALLOWANCE, {"headcount": 9, "affected_share": 0.1}, "yes"),
    (ALLOWANCE, {"headcount": 9, "affected_share": 0.09}, "no"),
    (ALLOWANCE, {"headcount": 249, "affected_share": 0.1, "collective_agreement": True}, "yes"),
    (ALLOWANCE, {"headcount": 250, "affected_share": 0.1, "collective_agreement": True}, "no"),
    (ALLOWANCE, {"headcount": 250, "affected_share": 0.2, "collective_agreement": True}, "yes"),
    (ALLOWANCE, {"headcount": 9, "hours": 120}, "no"),
    (ALLOWANCE, {"headcount": 9, "course_azav": False}, "yes"),
    (ALLOWANCE, {"headcount": 9, "pays_course": False}, "no"),
    (ALLOWANCE, {"headcount": 9, "years_since_section_82a_funding": 4}, "yes"),
    (ALLOWANCE, {"headcount": 9, "years_since_section_82a_funding": 3.9}, "no"),
    ("sgb3_87a_praemie", UNSKILLED, "yes"), ("sgb3_87a_praemie", {}, "no"),
    # AFBG: 400 teaching units, part-time on the first level 200; nobody with a master
    (AFBG, UP, "yes"), (AFBG, UP | {"hours": 399, "full_time": True}, "no"),
    (AFBG, UP | {"hours": 399}, "unknown"), (AFBG, UP | {"hours": 200}, "unknown"),
    (AFBG, UP | {"hours": 199}, "no"),
    (AFBG, UP | {"highest_qualification": "bachelor"}, "yes"),
    (AFBG, UP | {"highest_qualification": "master"}, "no"),
    (AFBG, UP | {"provider_azav": False}, "unknown"), (AFBG, {}, "no"),
    (AFBG, UP | {"full_time": True, "end": date(2030, 2, 28)}, "yes"),
    (AFBG, UP | {"full_time": True, "end": date(2030, 3, 1)}, "no"),
    (AFBG, UP | {"end": date(2031, 2, 28)}, "yes"), (AFBG, UP | {"end": date(2031, 3, 1)}, "no"),
    # SBFG: six months, six units a day, five days; below ten people a third
    (LEAVE, {}, "yes"), (LEAVE, {"employed_months": 6}, "yes"), (LEAVE, {"employed_months": 5.9}, "no"),
    (LEAVE, {"hours_per_day": 5.9}, "no"), (LEAVE, {"days": 1}, "yes"), (LEAVE, {"days": 0.5}, "no"),
    (LEAVE, {"days": 6}, "unknown"), (LEAVE, {"workplace_in_saarland": False}, "no"),
    (LEAVE, {"recognised_sbfg": False}, "no"), (LEAVE, {"headcount": 9, "sbfg_used_share": 0.33}, "yes"),
    (LEAVE, {"headcount": 9, "sbfg_used_share": 0.34}, "unknown"),
    (LEAVE, {"headcount": 10, "sbfg_used_share": 0.34}, "yes"),
    # KdW: below 250, at least 100 euro, within the year's sum
    (KDW, {"hours": 119}, "yes"), (KDW, {}, "unknown"), (KDW, {"hours": 119, "headcount": 249}, "yes"),
    (KDW, {"hours": 119, "headcount": 250}, "no"), (KDW, {"hours": 119, "sme": False}, "no"),
    (KDW, {"hours": 119, "price_eur": 250}, "yes"), (KDW, {"hours": 119, "price_eur": 249}, "no"),
    (KDW, {"hours": 119, "kdw_registered": False}, "unknown"),
    (KDW, {"hours": 119, "site_in_saarland": False}, "no"),
    (KDW, {"hours": 119, "kdw_granted_this_year_eur": 249_900}, "yes"),
    (KDW, {"hours": 119, "kdw_granted_this_year_eur": 249_901}, "no"),
    (KDW, {"hours": 119, "advancement": True}, "unknown"),
    # the level of the qualification is no fact, so the bonus is never a plain yes; not without Saarland
    (BONUS, UP | {"end": date(2026, 12, 31), "start": date(2026, 12, 1)}, "unknown"),
    (BONUS, UP | {"workplace_in_saarland": False, "home_in_saarland": False}, "no"),
    (BONUS, UP | {"workplace_in_saarland": False}, "unknown"), (BONUS, {}, "no"),
    # scholarship below 25, with an extension below 28; validation from 25; coaching below 250
    (GRANT, {"age_at_start": 24}, "unknown"), (GRANT, {"age_at_start": 27.9}, "unknown"),
    (GRANT, {"age_at_start": 28}, "no"), (GRANT, {"age_at_start": 24, **UNSKILLED}, "no"),
    (VALIDATION, {"age_at_start": 25}, "unknown"), (VALIDATION, {"age_at_start": 24.9}, "no"),
    (COACHING, {"headcount": 249}, "yes"), (COACHING, {"headcount": 250}, "no"),
    (COACHING, {"start": date(2027, 12, 31), "end": None}, "yes"),
    (COACHING, {"start": date(2028, 1, 1), "end": None}, "unknown"),
    ("esf_plus_projekte_saarland", {}, "no"), ("kompass", {"self_employed": True}, "no"),
    ("wegebau", {}, "no"),
    ("bildungspraemie", {}, "no"), ("transformationsfonds_saarland", {}, "no"),
]  # fmt: skip


def test_each_condition_on_both_sides_of_its_threshold() -> None:
    wrong = [
        f"{instrument} with {changed}: {found}, not {wanted}"
        for instrument, changed, wanted in EXAMPLES
        if (found := result(instrument, **changed).result) != wanted
    ]
    assert wrong == []


AMOUNTS: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    (QCG, {"headcount": 49}, {"employer_share": "0", "wage_subsidy": "0.75"}),
    (QCG, {"headcount": 50}, {"employer_share": "0.5", "wage_subsidy": "0.5"}),
    (QCG, {"headcount": 499}, {"employer_share": "0.5", "wage_subsidy": "0.5"}),
    (QCG, {"headcount": 500}, {"employer_share": "0.75", "wage_subsidy": "0.25"}),
    (QCG, {"headcount": 49, "group_headcount": 700}, {"employer_share": "0.75", "wage_subsidy": "0.25"}),
    (QCG, {"collective_agreement": True}, {"employer_share": "0.45", "wage_subsidy": "0.55"}),
    (QCG, {"headcount": 49, "collective_agreement": True}, {"employer_share": "0", "wage_subsidy": "0.8"}),
    (QCG, {"age_at_start": 44}, {"employer_share": "0.5"}),
    (QCG, {"age_at_start": 45}, {"employer_share": "0"}),
    (QCG, {"severely_disabled": True}, {"employer_share": "0"}),
    (QCG, {"headcount": 499, "age_at_start": 45}, {"employer_share": "0"}),
    (QCG, {"headcount": 500, "age_at_start": 45}, {"employer_share": "0.75"}),
    (QCG, UNSKILLED, {"wage_subsidy": "1"}),
    (ALLOWANCE, {"headcount": 9}, {"share_of_net_difference": "0.6"}),
    (ALLOWANCE, {"headcount": 9, "has_child": True}, {"share_of_net_difference": "0.67"}),
    ("sgb3_87a_praemie", UNSKILLED, {"interim_exam_eur": "1000", "final_exam_eur": "1500"}),
    (AFBG, UP, {"fees_eur": "4200", "grant_eur": "2100", "loan_eur": "2100"}),
    (AFBG, UP, {"waived_on_passing_eur": "1050"}),
    (AFBG, UP | {"price_eur": 15_000}, {"fees_eur": "15000", "grant_eur": "7500"}),
    (AFBG, UP | {"price_eur": 15_001}, {"fees_eur": "15000", "grant_eur": "7500"}),
    (KDW, {"price_eur": 5000}, {"grant_eur": "2000"}), (KDW, {"price_eur": 4999}, {"grant_eur": "1999.6"}),
    (KDW, {"price_eur": 5001}, {"grant_eur": "2000"}),
    (KDW, {"headcount": 9, "kdw_granted_this_year_eur": 19_000}, {"grant_eur": "1000"}),
    (KDW, {"headcount": 10, "kdw_granted_this_year_eur": 19_000}, {"grant_eur": "1680"}),
    (KDW, {"headcount": 49, "kdw_granted_this_year_eur": 99_000}, {"grant_eur": "1000"}),
    (KDW, {"headcount": 50, "kdw_granted_this_year_eur": 99_000}, {"grant_eur": "1680"}),
    (BONUS, UP | {"end": date(2026, 12, 31), "start": date(2026, 12, 1)}, {"bonus_eur": "1000"}),
    (GRANT, {"age_at_start": 24}, {"three_years_eur": "9135", "own_share": "0.1"}),
    (COACHING, {}, {"grant_most_eur": "11520"}),
]  # fmt: skip


def test_amounts_follow_from_size_age_and_price() -> None:
    wrong = []
    for instrument, changed, wanted in AMOUNTS:
        found = result(instrument, **changed).amounts
        if any(found.get(name) != Decimal(value) for name, value in wanted.items()):
            wrong.append(f"{instrument} with {changed}: {dict(found)}")
    assert wrong == []


@pytest.mark.parametrize(
    ("instrument", "last", "strict"),
    [(QCG, date(2027, 2, 28), True), (LEAVE, date(2027, 1, 17), True), (KDW, date(2027, 2, 24), True),
     (ALLOWANCE, date(2026, 12, 1), False), (AFBG, date(2027, 9, 30), True)],
)  # fmt: skip
def test_an_application_on_the_last_day_is_in_time_and_a_day_later_never_a_plain_yes(
    instrument: str, last: date, strict: bool
) -> None:
    more = UP if instrument == AFBG else {"hours": 119 if instrument == KDW else 121}
    if instrument == ALLOWANCE:
        more["headcount"] = 9
    on_the_day, after = (
        result(instrument, day, **more) for day in (last, date.fromordinal(last.toordinal() + 1))
    )
    assert (on_the_day.result, on_the_day.file_by, on_the_day.strict) == ("yes", last, strict)
    assert after.result == "unknown"
    assert any(one.holds is False and "letzte Tag" in str(one.text) for one in after.reasons)


def test_what_is_missing_and_matters_is_named_and_what_does_not_matter_is_not() -> None:
    assert result(QCG, hours=None, start=None).missing == ("hours", "start")
    assert result(QCG, headcount=None).missing == ("headcount",)  # for the amounts
    assert result(QCG, hours=None, provider_azav=False).missing == ()
    assert result(DEGREE, unskilled_years=None).missing == ("unskilled_years",)
    everything = check(Facts(), today=TODAY)
    assert {one.result for one in everything} == {"no", "unknown"}
    assert all(str(each.text) and each.source and each.rule for one in everything for each in one.reasons)


def test_the_employer_learns_of_some_and_applies_for_others() -> None:
    learns = {one.instrument: one.employer_learns for one in check(facts(), today=TODAY)}
    assert {name for name, how in learns.items() if how == "yes"} == {QCG, LEAVE}
    assert {name for name, how in learns.items() if how == "applies_itself"} == {
        ALLOWANCE, KDW, COACHING, "esf_plus_projekte_saarland",
    }  # fmt: skip
    assert result("wegebau").replaced_by == QCG


def test_a_changed_law_is_one_more_dated_value_and_nothing_else(tmp_path: Path) -> None:
    text = catalogue.FILE.read_text(encoding="utf-8")
    old = "section_82_hours: {source: § 82 Abs. 1 SGB III, values: [{value: 120}]}"
    new = (
        "section_82_hours: {source: § 82 Abs. 1 SGB III, values: "
        "[{value: 120, valid_to: 2027-06-30}, {value: 80, valid_from: 2027-07-01}]}"
    )
    assert old in text
    file = tmp_path / "funding.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    changed = catalogue.load(file)

    def answer(start: date) -> str:
        known = facts(hours=100, start=start, end=None)
        return next(one.result for one in check(known, today=TODAY, of=changed) if one.instrument == QCG)

    assert answer(date(2027, 6, 30)) == "no"
    assert answer(date(2027, 7, 1)) == "yes"


def test_a_catalogue_with_gaps_in_its_names_or_days_is_refused(tmp_path: Path) -> None:
    text = catalogue.FILE.read_text(encoding="utf-8")
    for old, new, said in (
        ("rule: course_approved", "rule: course_is_fine", "there is no condition course_is_fine"),
        ("amounts: kdw", "amounts: much", "nobody computes the amounts much"),
        ("  section_82_hours:", "  section_83_hours:", "needs the parameter section_82_hours"),
        ("[{value: 0.50}]", "[{value: 0.50}, {value: 0.60}]", "this holds on days of the value above it"),
        ("follows: sgb3_81_2_berufsabschluss", "follows: afbg", "afbg has to stand above it"),
        (", source: § 81 Abs. 2 SGB III}", "}", "needs a source"),
    ):
        assert old in text
        file = tmp_path / "funding.yaml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(DefinitionError) as caught:
            catalogue.load(file)
        assert said in str(caught.value)


def test_every_condition_is_asked_by_some_instrument() -> None:
    asked = {one.rule for each in catalogue.instruments() for one in each.conditions}
    assert asked == set(CONDITIONS)


def test_wrong_facts_are_refused_with_line_and_sentence(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text(
        "today: {date: 2026-11-27}\nperson:\n  age: 38\n  work_years: -1\ncompany: {affected_share: 20}\n"
        "course:\n  start: 2027-03-01\n  hours: viele\n",
        encoding="utf-8",
    )
    with pytest.raises(DefinitionError) as caught:
        read_facts(file)
    wrong = {(one.line, one.path) for one in caught.value.problems}
    assert wrong == {
        (3, "person.age"),
        (4, "person.work_years"),
        (5, "company.affected_share"),
        (8, "course.hours"),
    }
    file.write_text("course: {start: 2027-03-01, end: 2027-02-01}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="before it starts"):
        read_facts(file)
