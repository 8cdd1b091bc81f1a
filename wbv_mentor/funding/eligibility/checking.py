"""From facts to an answer for each instrument, in the catalogue's order."""

from __future__ import annotations

from datetime import date

from wbv_mentor.errors import say
from wbv_mentor.funding import catalogue
from wbv_mentor.funding.catalogue import Catalogue, Instrument
from wbv_mentor.funding.eligibility import amounts as _amounts
from wbv_mentor.funding.eligibility.conditions import Asked, judged
from wbv_mentor.funding.eligibility.facts import Facts
from wbv_mentor.funding.eligibility.findings import Answer, Finding, Result, answer_of
from wbv_mentor.funding.eligibility.parameters import Law
from wbv_mentor.funding.rules import due_by, rule_named


def check(facts: Facts, *, today: date, of: Catalogue | None = None) -> list[Result]:
    """What is likely for each instrument. `today` counts where the facts name no day."""
    known = of or catalogue.catalogue()
    found: dict[str, Result] = {}
    for one in known.instruments:
        found[one.id] = _checked(one, known, facts, facts.day or today, found)
    return list(found.values())


def _checked(
    one: Instrument, known: Catalogue, facts: Facts, today: date, before: dict[str, Result]
) -> Result:
    if not one.active:
        return _ended(one)
    asked = Asked(facts, Law(known.parameters, _day_of_law(one, facts, today)))
    reasons = [judged(each.rule, asked, each.source) for each in one.conditions]
    if one.follows is not None:
        reasons.append(_follows(one, known, before[one.follows]))
    answer = answer_of(tuple(reasons))
    file_by, strict = None, False
    if one.deadline is not None:
        late, file_by, strict = _filing(one.deadline, facts, today)
        reasons.append(late)
    if answer == "yes" and answer_of(tuple(reasons)) != "yes":
        answer = "unknown"
    counted = _amounts.AMOUNTS[one.amounts](asked) if one.amounts and answer != "no" else {}
    return Result(
        one.id, answer, tuple(reasons), counted, file_by, strict, one.employer_learns or "no",
        uncounted=_amounts.uncounted(one.amounts, asked),
    )  # fmt: skip


def _day_of_law(one: Instrument, facts: Facts, today: date) -> date:
    """The law as it stands when the course begins; for the bonus, when it ends with the exam."""
    day = facts.course.end if one.law_on == "end" else facts.course.start
    return day or today


def _ended(one: Instrument) -> Result:
    text = say("%(reason)s", reason=one.reason)
    return Result(
        one.id, "no", (Finding(False, text, rule="ended", source=one.source or ""),),
        replaced_by=one.replaced_by,
    )  # fmt: skip


def _follows(one: Instrument, known: Catalogue, other: Result) -> Finding:
    """A premium for those whose course is paid in another way."""
    holds: dict[Answer, bool | None] = {"yes": True, "no": False, "unknown": None}
    name = next(each.name for each in known.instruments if each.id == other.instrument)
    text = say("Der Kurs wird so gefördert: %(name)s.", name=name)
    return Finding(holds[other.result], text, other.missing, rule="follows", source=one.source or "")


def _filing(rule: str, facts: Facts, today: date) -> tuple[Finding, date | None, bool]:
    """Whether there is still time, and until when. The last day is computed by the deadline's own rule."""
    known = rule_named(rule)
    anchor = known.anchors[0]
    day = {"course_start": facts.course.start, "course_end": facts.course.end}.get(anchor)
    if anchor not in ("course_start", "course_end"):
        text = say("Die Frist rechnet sich ab dem Tag, an dem das Ergebnis mitgeteilt wird.")
        return Finding(True, text, rule=rule, source=known.cited or ""), None, known.strict
    if day is None:
        text = say("Der letzte Tag für den Antrag hängt vom Kurs ab.")
        missing = ("start",) if anchor == "course_start" else ("end",)
        return Finding(None, text, missing, rule=rule, source=known.cited or ""), None, known.strict
    last = due_by(known, day)
    text = (
        say("Letzter Tag für den Antrag: %(day)s.", day=last)
        if today <= last
        else say("Der letzte Tag für den Antrag war %(day)s. Nur in Härtefällen geht es noch.", day=last)
        if known.strict
        else say("Der empfohlene letzte Tag für den Antrag war %(day)s.", day=last)
    )
    finding = Finding(today <= last, text, soft=True, rule=rule, source=known.cited or "")
    return finding, last, known.strict
