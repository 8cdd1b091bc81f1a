"""How a date comes about, in sentences: "Wie kommt dieses Datum zustande?", and the command that says it."""

from __future__ import annotations

from datetime import date

from wbv_mentor.engine import dates
from wbv_mentor.engine.dates import Computed
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import rewriting
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Deadline, Instance

# Why a date that was reminded of no longer holds, as people read it.
WHY_OVER = {
    rewriting.STATE_LEFT: say("Nicht mehr nötig: Es ist inzwischen weitergegangen."),
    rewriting.ANCHOR_MOVED: say("Ein Datum hat sich geändert, deshalb gilt ein anderer Tag."),
    rewriting.VERSION_CHANGED: say("Die Regeln des Ablaufs haben sich geändert."),
    rewriting.UNDONE: say("Ein Schritt wurde rückgängig gemacht, deshalb läuft die Frist neu."),
    rewriting.HELD: say("Was das System an diesem Tag getan hat, wurde rückgängig gemacht."),
    rewriting.PASSED: say("Der letzte Tag ist vorbei."),
}


def compute(rule: DeadlineRule, anchor_on: date, anchor: str | None = None) -> Computed:
    """The due day of a rule for one anchor date, with its arithmetic.

    `anchor` is the name of the anchor that the date belongs to, where it is known.
    """
    if rule.offset is not None:
        fact = VOCABULARY.facts[anchor] if anchor else dates.ANY_FACT
        return dates.explain(rule.offset, anchor_on, rule.shift, fact)
    computed: Computed = VOCABULARY.rules[str(rule.rule)](anchor_on)
    return computed


def advice(rule: DeadlineRule, anchor_on: date, due_on: date) -> tuple[Message, ...]:
    """What is safer than the last day: the working day before it, the recommended day."""
    said = []
    before = safer_day(rule, due_on)
    if before is not None:
        said.append(dates.why_nobody_works(due_on))
        said.append(say("Diese Frist verschiebt sich nicht, also besser bis %(day)s.", day=before))
    if rule.recommended is not None:
        said.append(say("Wir empfehlen: schon bis %(day)s.", day=dates.apply(rule.recommended, anchor_on)))
    return tuple(said)


def steps_of(row: Deadline) -> tuple[Message, ...]:
    """How the date of a stored deadline came about, a sentence a step, and what is safer."""
    rule = workflow_of(row.instance).deadlines[row.rule]
    anchor = _anchor(row.instance, rule, row.anchor_on)
    computed = compute(rule, row.anchor_on, anchor)
    told = _told(row.instance, anchor)
    steps = (*told, *computed.steps[computed.opening :]) if told else computed.steps
    return (*steps, *advice(rule, row.anchor_on, row.due_on))


def fact_of(instance: Instance, rule: DeadlineRule, anchor_on: date) -> Message:
    """The fact that a deadline rests on."""
    anchor = _anchor(instance, rule, anchor_on)
    told = _told(instance, anchor)
    if told:
        return told[-1]
    return say((VOCABULARY.facts[anchor] if anchor else dates.ANY_FACT).text, day=anchor_on)


def safer_day(rule: DeadlineRule, due_on: date) -> date | None:
    """The last working day before a last day on which nobody works and that does not move.

    None where the day is safe, and where nothing has to be done by then: something is only announced,
    or the system acts by itself.
    """
    by_itself = not rule.strict and (rule.announce is not None or rule.on_overdue is not None)
    if by_itself or rule.shift != "none" or dates.is_working_day(due_on):
        return None
    return dates.working_day_before(due_on)


def is_last_day(rule: DeadlineRule) -> bool:
    """Whether the due day ends something, or is one on which something is asked or from which one may act."""
    return rule.strict or rule.announce is None


def better_day(rule: DeadlineRule, due_on: date, recommended_on: date | None, today: date) -> date | None:
    """A safer day while it is still ahead: the recommended one, else the working day before. The deadline
    itself stays."""
    if recommended_on is not None and recommended_on >= today:
        return recommended_on
    day = safer_day(rule, due_on)
    return day if day is not None and day >= today else None


def _told(instance: Instance, anchor: str | None) -> tuple[Message, ...]:
    """How the anchor came about here, where its day alone would say something else."""
    return VOCABULARY.tellings[anchor](instance) if anchor in VOCABULARY.tellings else ()


def _anchor(instance: Instance, rule: DeadlineRule, anchor_on: date) -> str | None:
    """Which of the rule's anchors is that day now; None if none is."""
    return next((name for name in rule.anchors if VOCABULARY.anchors[name](instance) == anchor_on), None)
