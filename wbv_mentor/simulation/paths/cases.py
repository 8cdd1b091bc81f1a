"""A mentee's case, with its applications: steps with `of: 1` are about the first of them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case, Consent, EmployerRequest, Handover, Offer, Task
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Refused, say
from wbv_mentor.funding.actions import plan_application
from wbv_mentor.funding.catalogue import active_instruments
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.simulation.given import form_data
from wbv_mentor.simulation.paths.base import Move, Subject, UseCase, way_of
from wbv_mentor.simulation.script import Step

ROWS: dict[str, type[Any]] = {
    "offer": Offer, "task": Task, "consent": Consent, "handover": Handover, "request": EmployerRequest,
}  # fmt: skip
NONE_YET = say("Hier gibt es noch keinen Eintrag dieser Art: %(name)s.")


def check_funding(*, case: Case, by: Actor, now: Any, submission: str, results: Any = None) -> None:
    """The funding check; an instrument that `results` does not name is unknown."""
    found = {one.id: ("unknown", "Noch nicht geklärt") for one in active_instruments()}
    found |= {name: tuple(value) for name, value in (results or {}).items()}
    actions.save_funding_check(case=case, results=found, by=by, now=now, submission=submission)


class CaseSubject(Subject):
    """A case. The mentor of the script accompanies it."""

    children = "funding_application"
    use_cases: ClassVar[Mapping[str, UseCase]] = {
        "add_application": plan_application,
        "check_funding": check_funding,
        **{
            name: getattr(actions, name)
            for name in (
                "accept_conflict", "accept_risk", "accept_times", "add_offer", "add_task",
                "change_course_dates", "change_employer", "choose_future", "choose_offer", "complete_task",
                "confirm_plan", "confirm_spoken_consent", "look_into", "note_original_arrived",
                "note_referral_feedback", "record_exam_result", "record_try", "refer", "remove_offer",
                "set_legal_hold", "settle_release", "withdraw_consent",
            )
        },
    }  # fmt: skip

    @property
    def instance(self) -> Case:
        """The case."""
        return session.get_one(Case, self.instance_id)

    def begin(self, step: Step, submission: str) -> int:
        """A new case; alias, way and relation have defaults."""
        given = {"alias": "Ratsuchende Person", "way": "link", "relation": "none"} | step.data
        by = super().actor(step.by)
        mentor = self.house.people["mentor"].id if by.role == "coordinator" else None
        case = actions.open_case(
            alias=given["alias"], way=given["way"], relation=given["relation"], by=by, now=clock.now(),
            submission=submission, mentor_id=mentor,
        )  # fmt: skip
        return case.id

    def actor(self, who: str) -> Actor:
        """The mentee is the one of this case."""
        return Actor("mentee", self.instance.mentee_id) if who == "mentee" else super().actor(who)

    def target(self, step: Step) -> Instance:
        """The case, or the application whose number the step names."""
        if step.of is None:
            return self.instance
        query = select(FundingApplication).where(
            FundingApplication.case_id == self.instance_id, FundingApplication.number == step.of
        )
        found: FundingApplication | None = session.scalars(query).first()
        if found is None:
            raise Refused(say("Der Fall hat keinen Antrag Nr. %(number)s.", number=step.of))
        return found

    def move(self, target: Instance, move: Move) -> None:
        """A case is moved by the room's own use case."""
        if not isinstance(target, Case):
            super().move(target, move)
            return
        actions.fire(case=target, now=clock.now(), **move.wanted)

    def save(self, target: Instance, form: str, step: Step, submission: str) -> None:
        """Complete a form of the case."""
        data = form_data(workflow_of(target).forms[form], step.data, self.house, way=way_of(step.by))
        actions.save_form(
            case=self.instance, form=form, data=data, by=self.actor(step.by), now=clock.now(),
            submission=submission,
        )  # fmt: skip

    def about(self, use_case: UseCase, target: Instance, given: Mapping[str, Any]) -> dict[str, Any]:
        """The case; a row of it by its number among its kind, by default the newest."""
        found: dict[str, Any] = {}
        for name in inspect.signature(use_case).parameters:
            if name == "case":
                found[name] = self.instance
            elif name in ROWS:
                found[name] = self._row(name, given.get(name))
        return found

    def _row(self, name: str, number: int | None) -> Any:
        model = ROWS[name]
        rows = session.scalars(
            select(model).where(model.case_id == self.instance_id).order_by(model.id)
        ).all()
        if not rows or (number is not None and not 1 <= number <= len(rows)):
            raise Refused(say(NONE_YET.text, name=name))
        return rows[(number or len(rows)) - 1]
