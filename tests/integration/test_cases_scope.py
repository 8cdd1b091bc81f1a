"""Who sees which case, and how much of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import update

from tests.factories import (
    DETOURS,
    a_coordinator,
    a_mentor,
    a_trainer,
    case_at,
    consented,
    days_later,
    do,
    fire,
    hand_over,
    mentee_of,
    mentor_of,
    new_case,
    suspend,
    withdraw,
)
from wbv_mentor.cases import actions, queries, scope
from wbv_mentor.cases.models import Case, Consent, Handover, LookInto, Mentee, Offer, Talk, Task
from wbv_mentor.clock import now, today
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.pathways.models import Instance
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.queries import enrolment_of
from wbv_mentor.web.access import has_scope

MODELS = (Case, Consent, Handover, LookInto, Mentee, Offer, Talk, Task)


def sees(actor: Actor, case: Case) -> bool:
    return case.id in {row.id for row in session.scalars(scope.cases_seen_by(actor))}


def counts(actor: Actor) -> dict[str, int]:
    """How many rows of each kind an actor sees."""
    seen = {
        "mentees": scope.mentees_seen_by, "talks": scope.talks_seen_by, "offers": scope.offers_seen_by,
        "tasks": scope.tasks_seen_by, "consents": scope.consents_seen_by, "looks": scope.looks_seen_by,
        "handovers": scope.handovers_seen_by,
    }  # fmt: skip
    return {name: len(session.scalars(select(actor)).all()) for name, select in seen.items()}


def filled(case: Case) -> None:
    talk = {
        "held_on": today(),
        "kind": "phone",
        "minutes": "20",
        "next_step": "Anrufen",
        "next_step_by": today(),
    }
    do(actions.record_talk, by=mentor_of(case), case=case, data=talk)
    do(actions.add_offer, by=mentor_of(case), case=case, data=actions.OfferData("Kurs", "Träger"))


@contextmanager
def in_practice(mentor: Actor) -> Iterator[None]:
    """The mentor is in the practice phase: set, since the way there takes months of training."""
    with unit_of_work():
        enrolment = enrolment_of(int(mentor.id or 0))
        assert isinstance(enrolment, Enrolment)
        session.execute(update(Instance).where(Instance.id == enrolment.id).values(state="in_practice"))
    session.expire_all()
    yield


def test_every_owned_model_has_a_scope(app: Flask) -> None:
    assert [model for model in MODELS if not has_scope(model)] == []


def test_a_mentor_sees_the_own_cases_only(app: Flask) -> None:
    own, other = case_at("offers"), case_at("offers")
    filled(own)
    filled(other)

    assert (sees(mentor_of(own), own), sees(mentor_of(own), other)) == (True, False)
    assert counts(mentor_of(own)) == {
        "mentees": 1, "talks": 1, "offers": 1, "tasks": 2, "consents": 2, "looks": 0, "handovers": 0,
    }  # fmt: skip


@pytest.mark.parametrize("state", [*DETOURS, "closed"])
def test_the_old_mentor_loses_sight_when_the_access_has_ended(app: Flask, state: str) -> None:
    case = new_case()
    mentor = mentor_of(case)
    ended = case_at(state, mentor=mentor)

    assert sees(mentor, ended) == (state not in ("locked", "erased", "awaiting_mentor"))


def test_the_receiver_sees_only_that_there_is_a_question(app: Flask) -> None:
    case = case_at("offers")
    filled(case)
    receiver = hand_over(case)

    assert not sees(receiver, case)
    assert counts(receiver) == {
        "mentees": 0, "talks": 0, "offers": 0, "tasks": 0, "consents": 0, "looks": 0, "handovers": 1,
    }  # fmt: skip
    (asked,) = queries.handover_requests(actor=receiver)
    assert asked.reference == case.reference
    assert asked.stage_label is not None
    assert asked.stage_label.de == "Angebote und Förderung"

    fire(case, "accept_handover", by=receiver)

    assert sees(receiver, case)
    assert counts(receiver)["talks"] == 1
    assert queries.handover_requests(actor=receiver) == []


def test_a_suspended_mentor_sees_nothing_at_once(app: Flask) -> None:
    case = case_at("handover")
    mentor = mentor_of(case)

    suspend(mentor)

    assert not sees(mentor, case)


def test_the_coordination_sees_the_status_and_the_content_only_after_saying_why(app: Flask) -> None:
    case, coordinator = case_at("offers", alias="Ada Muster"), a_coordinator()
    filled(case)
    assert sees(coordinator, case)
    assert counts(coordinator) == {
        "mentees": 0, "talks": 0, "offers": 0, "tasks": 0, "consents": 2, "looks": 0, "handovers": 0,
    }  # fmt: skip
    page = queries.case_page(case=case, actor=coordinator, now=now())
    assert (page.content, page.title, page.talks, page.offers) == (False, case.reference, [], [])

    do(actions.look_into, by=coordinator, case=case, reason="Beschwerde der Person")

    page = queries.case_page(case=case, actor=coordinator, now=now())
    assert (page.content, page.title, len(page.talks), page.reading_role) == (True, "Ada Muster", 1, "mentor")
    assert counts(coordinator)["talks"] == 1
    assert counts(a_coordinator())["talks"] == 0
    assert queries.mentee_page(case=case, now=now()).look_intos[0].reason == "Beschwerde der Person"

    with days_later(1):
        assert not queries.case_page(case=case, actor=coordinator, now=now()).content
        assert counts(coordinator)["talks"] == 0


def test_a_trainer_sees_supervised_cases_without_names(app: Flask) -> None:
    mentor, trainer = a_mentor(), a_trainer()
    plain, read_along = new_case(mentor=mentor), new_case(mentor=mentor)
    consented(plain)
    consented(read_along, supervision_without_name=True)
    assert not sees(trainer, read_along)

    with in_practice(mentor):
        assert (sees(trainer, read_along), sees(trainer, plain)) == (True, False)
        assert counts(trainer)["mentees"] == 0
        (row,) = queries.case_list(actor=trainer, today=today()).rows
        assert (row.initials, row.mentor_name) == ("–", None)


def test_a_mentee_sees_the_own_case_until_it_is_erased(app: Flask) -> None:
    case, other = case_at("offers"), case_at("offers")
    mentee = mentee_of(case)
    assert (sees(mentee, case), sees(mentee, other)) == (True, False)

    withdraw(case)
    assert sees(mentee, case)

    page = queries.mentee_page(case=case, now=now())
    assert page.locked
    assert (page.mentor_name, page.consents, page.tasks) == (None, [], [])
    assert page.erase_on is not None
    assert [option.name for option in page.options] == ["undo_withdrawal"]


def test_an_admin_sees_no_case(app: Flask) -> None:
    case = case_at("contact")

    assert not sees(Actor("admin", 1), case)


@pytest.mark.parametrize("state", ["locked", "erased"])
def test_of_a_locked_case_the_coordination_sees_reference_and_state(app: Flask, state: str) -> None:
    case, coordinator = case_at(state), a_coordinator()

    page = queries.case_page(case=case, actor=coordinator, now=now())

    assert (page.reference, page.state, page.content) == (case.reference, state, False)
    assert (page.deadlines, page.consents, page.history, page.look_intos, page.mentor_name) == (
        [],
        [],
        [],
        [],
        None,
    )
