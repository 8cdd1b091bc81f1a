"""Where an instance can go from here, who may take it there, and how likely they do."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from tests.factories import mentee_of
from tests.walking.walk import Walk, drawn
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.standing import pending_handover
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance

OUT_OF_SCOPE = ("locked", "erased")
AT_REST = ("closed", "closed_without_course", "locked", "erased")
ANSWERS = ("accept_handover", "refuse_handover")
USUAL = 12
SELDOM = {
    "decline_consent": 1, "discard_contact": 1, "close_without_course": 2, "withdraw_consent": 1, "pause": 2,
    "hand_over": 2, "lose_mentor": 1, "withdraw": 1, "revise_offers": 1, "reopen_needs": 1, "revoke": 2,
    "book_next_course": 2, "interrupt_course": 4, "undo_withdrawal": 4, "accept_rejection": 3,
    "accept_partial_approval": 3, "finalise_approval": 3,
}  # fmt: skip


def ways_on(walk: Walk, instance: Instance) -> dict[str, int]:
    """Each transition that leads on and that somebody may fire, with its weight."""
    return {
        name: SELDOM.get(name, USUAL)
        for name, way in workflow_of(instance).transitions.items()
        if instance.state in way.source and actors_of(walk, instance, name)
    }


def actors_of(walk: Walk, instance: Instance, trigger: str) -> list[Actor]:
    """Who may fire it and comes by."""
    roles = workflow_of(instance).transitions[trigger].by
    return [actor for role in roles if (actor := actor_of(walk, instance, role, trigger)) is not None]


def actor_of(walk: Walk, instance: Instance, role: str, trigger: str = "") -> Actor | None:
    """Who does this in this role; None where nobody does, or no page leads them there."""
    case = instance if isinstance(instance, Case) else instance.parent
    if not isinstance(case, Case) or role == "system":
        return None
    if role == "mentee":
        return mentee_of(case)
    if role == "mentor" and case.state not in OUT_OF_SCOPE:
        waiting = pending_handover(case)
        number = waiting.to_account_id if waiting is not None and trigger in ANSWERS else case.mentor_id
        return None if number is None else Actor("mentor", number)
    return walk.who.coordinator if role == "coordinator" else None


def anybody(walk: Walk, case: Case, chance: Random) -> Actor:
    """Somebody, whatever they may do."""
    whose = Actor("mentor", case.mentor_id) if case.mentor_id is not None else walk.who.mentors[0]
    everybody = [whose, walk.who.coordinator, walk.who.trainer, mentee_of(case), SYSTEM, Actor("admin", 1)]
    return chance.choice(everybody)


def moving(walk: Walk) -> dict[Instance, int]:
    """What can still move: the later cases and their applications more likely."""
    found: dict[Instance, int] = {}
    for case in walk.cases():
        found[case] = 1 if case.state in AT_REST else 6
        if case.state not in OUT_OF_SCOPE:
            found |= {child: 6 for child in case.children if isinstance(child, FundingApplication)}
    return {one: weight for one, weight in found.items() if ways_on(walk, one)}


def choose(walk: Walk, chance: Random) -> tuple[Instance, str, Actor] | None:
    """An instance, one of its ways, and who takes it; None if nothing can move any more."""
    found = moving(walk)
    if not found:
        return None
    instance = drawn(found, chance)
    trigger = drawn(ways_on(walk, instance), chance)
    return instance, trigger, chance.choice(actors_of(walk, instance, trigger))


def known_better(instance: Instance, trigger: str) -> dict[str, Any]:
    """What fits only this very instance."""
    case = instance.parent if isinstance(instance, FundingApplication) else instance
    if not isinstance(case, Case) or case.course_start is None:
        return {}
    if trigger == "deem_approved":
        return {"arrived_on": case.course_start - timedelta(days=50)}
    if trigger == "book_next_course":
        start = case.course_start + timedelta(days=100)
        return {"course_start": start, "course_end": start + timedelta(days=60)}
    return {}
