"""How an instrument of the funding check is shown: groups, conditions, amounts, papers, whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wbv_mentor.cases.checking import PERCENT, group_of
from wbv_mentor.cases.models import Case
from wbv_mentor.engine.types import Form
from wbv_mentor.funding import catalogue
from wbv_mentor.funding.catalogue import Instrument
from wbv_mentor.funding.eligibility.findings import Finding, Result
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.web.formatting import label, money, say

GROUPS = {
    "no": _l("Ohne Ihren Betrieb"),
    "yes": _l("Ihr Betrieb muss es wissen oder zustimmen"),
    "applies_itself": _l("Nur Ihr Betrieb kann es beantragen"),
}
LEARNS = {
    "no": _l("Der Betrieb erfährt davon nichts."),
    "yes": _l("Der Betrieb erfährt davon. Das geht nur mit Zustimmung der Person."),
    "applies_itself": _l("Den Antrag stellt der Betrieb selbst. Er erfährt davon."),
}
RESULTS = {"yes": _l("Voraussichtlich ja"), "unknown": _l("Noch unklar"), "no": _l("Nein")}
KINDS = {"yes": "success", "unknown": "info", "no": ""}
HOLDS = {True: _l("Erfüllt"), False: _l("Nicht erfüllt"), None: _l("Noch offen")}
ASK = {
    "person": _l("die ratsuchende Person"),
    "course": _l("den Bildungsträger"),
    "company": _l("die AK-Koordination (Verzeichnis der Betriebe), nicht den Betrieb"),
}
AMOUNTS = {
    "employer_share": _l("Anteil des Betriebs an den Kurskosten"),
    "wage_subsidy": _l("Zuschuss zum Lohn, bis zu"),
    "wage_subsidy_up_to": _l("Zuschuss zum Lohn, bis zu"),
    "course_share": _l("Anteil der Kurskosten, bis zu"),
    "share_of_net_difference": _l("Anteil am fehlenden Nettolohn"),
    "interim_exam_eur": _l("Prämie für die Zwischenprüfung"),
    "final_exam_eur": _l("Prämie für die Abschlussprüfung"),
    "monthly_allowance_eur": _l("Weiterbildungsgeld im Monat"),
    "fees_eur": _l("Anerkannte Kurskosten"),
    "grant_eur": _l("Zuschuss"),
    "loan_eur": _l("Darlehen"),
    "waived_on_passing_eur": _l("Erlass vom Darlehen bei bestandener Prüfung"),
    "paid_days_a_year": _l("Bezahlte Tage im Jahr"),
    "wage_share": _l("Lohn in diesen Tagen"),
    "bonus_eur": _l("Bonus"),
    "three_years_eur": _l("Höchstbetrag in drei Jahren"),
    "own_share": _l("Eigenanteil"),
    "rate": _l("Anteil der Beratungskosten"),
    "days_most": _l("Beratungstage, höchstens"),
    "grant_most_eur": _l("Zuschuss, höchstens"),
}
COUNTS = ("paid_days_a_year", "days_most")


@dataclass(frozen=True)
class Line:
    """An instrument with what the check says of it."""

    instrument: Instrument
    result: Result
    said: Any
    kind: str
    learns: Any
    amounts: list[tuple[str, str]]
    asks: list[str]
    excludes: list[str]
    papers: list[str]


def lines_of(case: Case, results: list[Result]) -> dict[Any, list[Line]]:
    """The active instruments by whether the employer learns of it; likely ones first, a no last."""
    form = workflow_of(case).forms["funding_check"]
    order = list(RESULTS)
    grouped: dict[Any, list[Line]] = {}
    for learns, heading in GROUPS.items():
        found = [one for one in results if one.employer_learns == learns and _instrument(one).active]
        grouped[heading] = [
            _line(one, form) for one in sorted(found, key=lambda one: order.index(one.result))
        ]
    return grouped


def ended_of(results: list[Result]) -> list[tuple[str, str]]:
    """Programmes that ended or are for others: the name, and what there is instead."""
    ended = []
    for one in results:
        known = _instrument(one)
        if known.active:
            continue
        text = label(known.reason)
        if one.replaced_by is not None:
            instead = label(catalogue.instrument(one.replaced_by).name)
            text = _("%(reason)s Stattdessen: %(name)s.", reason=text, name=instead)
        ended.append((label(known.name), text))
    return ended


def _instrument(one: Result) -> Instrument:
    return catalogue.instrument(one.instrument)


def _line(one: Result, form: Form) -> Line:
    known = _instrument(one)
    return Line(
        known, one, RESULTS[one.result], KINDS[one.result], LEARNS[one.employer_learns],
        amounts_of(one.amounts), [_asks(name, form) for name in one.missing],
        [label(catalogue.instrument(name).name) for name in known.excludes],
        [_paper(paper) for paper in known.documents],
    )  # fmt: skip


def _paper(paper: Any) -> str:
    return (
        _("%(paper)s (das hat nur der Betrieb)", paper=label(paper.label))
        if paper.employer
        else label(paper.label)
    )


def _asks(fact: str, form: Form) -> str:
    name = PERCENT.get(fact, fact)
    return f"{label(form.field(name).label).rstrip('?')}: {ASK[group_of(name)]}"


def amounts_of(amounts: Mapping[str, Decimal]) -> list[tuple[str, str]]:
    """Amounts in words: euro, days, or per cent."""
    return [(str(AMOUNTS[name]), _amount(name, value)) for name, value in amounts.items()]


def _amount(name: str, value: Decimal) -> str:
    if name.endswith("_eur"):
        return str(money(value))
    return f"{value:.0f}" if name in COUNTS else f"{value * 100:.0f} %"


def told(finding: Finding) -> str:
    """A condition as a sentence with its source."""
    return f"{HOLDS[finding.holds]}: {say(finding.text)} ({finding.source})"
