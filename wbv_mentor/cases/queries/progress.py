"""How far a case is: the five steps above it, and what is to be done in the one it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.anchors import FOLLOW_UPS, follow_up_done
from wbv_mentor.cases.path.guards_plan import has_afbg, two_offers_or_reason
from wbv_mentor.cases.queries.parts import DeadlineLine
from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.engine.registry import Context
from wbv_mentor.engine.types import Label, Workflow
from wbv_mentor.errors import Message, say
from wbv_mentor.funding.catalogue import instrument
from wbv_mentor.funding.queries import applications_of, unchecked
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.definitions import past_state, workflow_of
from wbv_mentor.pathways.options import Option

MAIN_WAYS = {
    "contact": "request_consent",
    "consent_pending": "give_consent",
    "intake": "complete_intake",
    "needs_assessment": "complete_needs_assessment",
    "offers": "agree_plan",
    "plan_agreed": "book_course",
    "funding": "book_course",
    "booked": "start_course",
    "in_course": "finish_course",
    "interrupted": "resume_course",
    "follow_up": "close_case",
    "paused": "resume",
    "awaiting_mentor": "hand_over",
}
AFTER_CONSENT = ("reachability", "concern")  # pages 2 and 3 of a new case
BEFORE_CONSENT = ("contact", "consent_pending")
FORMS_OF_STATE = {
    "intake": (*AFTER_CONSENT, "intake"),
    "needs_assessment": ("needs_assessment",),
    "follow_up": FOLLOW_UPS,
}
WITH_THE_AUTHORITY = ("submitted", "more_documents_requested", "objection", "court")
# With nothing left to decide about them. After a no or a missed date somebody still has to.
SETTLED = ("approved", "deemed_approved", "final_approved", "final_rejected", "settled", "withdrawn")
ORIGINALS = ("paper_original_arrived", "spoken_consent_confirmed")


@dataclass(frozen=True)
class Step:
    """One of the five. Waiting: done by us, but somebody else still has to act."""

    number: int
    label: Label
    status: str  # done | current | waiting | open
    text: Message


@dataclass(frozen=True)
class WorkItem:
    """One thing to do in this step. `text` says why it is blocked."""

    label: Label | Message
    status: str  # done | draft | open | blocked
    text: Message | None
    address: str | None


def standing_state(case: Case) -> str:
    """The state in which the case stands, or from which its detours were entered."""
    states = workflow_of(case).states
    return next(
        (name for name in (case.state, *reversed(case.return_to)) if not states[name].detour), case.state
    )


def steps_of(case: Case, deadlines: Sequence[DeadlineLine]) -> list[Step]:
    """The path of a case: what is behind it, where it stands, what is still to come."""
    workflow, base = workflow_of(case), standing_state(case)
    left = _left_stages(case, workflow)
    reached = _reached(workflow, base, left)
    ended = workflow.states[base].stage is None
    steps = []
    for number, (name, label) in enumerate(workflow.stages.items()):
        if number < reached or (ended and (base == "closed" or number == reached)):
            status = "done"
        else:
            status = "current" if number == reached else "open"
        waits = _waits(case, name, deadlines) if status == "done" and not ended else None
        text = waits or _text(case, workflow, name, status, left, deadlines)
        steps.append(Step(number + 1, label, "waiting" if waits else status, text))
    return steps


def _left_stages(case: Case, workflow: Workflow) -> dict[str, datetime]:
    """When each stage was left for the last time, in the order of leaving."""
    left: dict[str, datetime] = {}
    for move in journal.standing_moves(case):
        before, after = (_stage(case, workflow, str(name)) for name in (move.from_state, move.to_state))
        if before is not None and before != after:
            left.pop(before, None)
            left[before] = move.at
    return left


def _stage(case: Case, workflow: Workflow, state: str) -> str | None:
    """The step to which a state that the journal names belongs; its version may be an older one."""
    known = past_state(case, state)
    return known.stage if known is not None and known.stage in workflow.stages else None


def _reached(workflow: Workflow, base: str, left: dict[str, datetime]) -> int:
    order = list(workflow.stages)
    stage = workflow.states[base].stage or next(reversed(left), order[0])
    return order.index(stage)


def _waits(case: Case, stage: str, deadlines: Sequence[DeadlineLine]) -> Message | None:
    if stage == "intake" and any(line.rule in ORIGINALS for line in deadlines):
        return say("Wartet auf die Bestätigung der Einwilligung")
    if stage == "funding" and any(row.state in WITH_THE_AUTHORITY for row in applications_of(case)):
        return say("Wartet auf einen Bescheid")
    return None


def _text(
    case: Case,
    workflow: Workflow,
    stage: str,
    status: str,
    left: dict[str, datetime],
    deadlines: Sequence[DeadlineLine],
) -> Message:
    if status == "done":
        return say("Erledigt am %(day)s", day=berlin_date(left[stage])) if stage in left else say("Erledigt")
    if status == "current" and case.state == "paused" and (until := records.values(case, "pause")):
        return say("Pause bis %(day)s", day=until["return_on"])
    if status == "current":
        state: Label | Message = workflow.states[case.state].label
        if state == workflow.stages[stage]:
            state = say("Läuft")
        if deadlines:
            return say("%(state)s, Frist %(day)s", state=state, day=deadlines[0].due_on)
        return say("%(state)s", state=state)
    if stage == "course" and case.course_start is not None:
        return say("Geplant ab %(day)s", day=case.course_start)
    return say("Noch offen")


def work_of(case: Case, options: Sequence[Option], now: datetime) -> list[WorkItem]:
    """What is to be done where the case stands, the way on last."""
    items = [_form_item(case, name) for name in FORMS_OF_STATE.get(case.state, ())]
    items += _consent(case) if case.state == "consent_pending" else []
    items += _offers(case, now) if case.state == "offers" else []
    items += _applications(case) if case.state in ("plan_agreed", "funding") else []
    if case.state == "in_course" and has_afbg(Context(case, workflow_of(case), None, SYSTEM, now)) is None:
        items.append(_form_item(case, "attendance"))
    way = next((option for option in options if option.name == MAIN_WAYS.get(case.state)), None)
    if way is not None and case.state != "consent_pending":
        blocked = way.blocked[0] if way.blocked else None
        address = f"{_address(case)}/transitions/{way.name}"
        items.append(WorkItem(way.transition.label, "blocked" if blocked else "open", blocked, address))
    return items + (_later(case) if case.state in BEFORE_CONSENT else [])


def _consent(case: Case) -> list[WorkItem]:
    return [WorkItem(say("Einwilligung einholen"), "draft", None, f"{_address(case)}/link")]


def _later(case: Case) -> list[WorkItem]:
    """What is asked once the mentee has said yes: nothing but an alias is kept before that."""
    forms = workflow_of(case).forms
    lacking = say("Es fehlt die Einwilligung.")
    return [WorkItem(forms[name].label, "blocked", lacking, None) for name in AFTER_CONSENT]


def _form_item(case: Case, form: str) -> WorkItem:
    label = workflow_of(case).forms[form].label
    record = records.latest(case, form, submitted=False)
    if record is None:
        status = "open"
    elif record.draft:
        status = "draft"
    else:
        status = "done" if form not in FOLLOW_UPS or follow_up_done(case, form) else "open"
    return WorkItem(label, status, None, f"{_address(case)}/forms/{form}")


def _offers(case: Case, now: datetime) -> list[WorkItem]:
    lacking = two_offers_or_reason(Context(case, workflow_of(case), None, SYSTEM, now))
    missing = unchecked(case)
    return [
        WorkItem(
            say("Angebote aufnehmen"), "open" if lacking else "done", lacking, f"{_address(case)}/offers"
        ),
        WorkItem(
            say("Förderung prüfen"),
            "open" if missing else "done",
            say("Noch %(count)s offen", count=len(missing)) if missing else None,
            f"{_address(case)}/funding-check",
        ),
    ]


def _applications(case: Case) -> list[WorkItem]:
    rows = applications_of(case)
    if not rows:
        return [WorkItem(say("Förderantrag anlegen"), "open", None, f"{_address(case)}/applications/new")]
    return [
        WorkItem(
            say("Antrag %(number)s: %(name)s", number=row.number, name=instrument(row.instrument).name),
            "open" if row.state == "planned" else "done" if row.state in SETTLED else "draft",
            say("%(state)s", state=workflow_of(row).states[row.state].label),
            f"{_address(case)}/applications/{row.number}",
        )
        for row in rows
    ]


def _address(case: Case) -> str:
    return f"/cases/{case.reference}"
