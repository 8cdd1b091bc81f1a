"""How somebody becomes a mentor and stays one."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import NotFound, Refused, say
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.qualification.actions import EVIDENCE, keep_evidence
from wbv_mentor.qualification.joining.actions import (
    ANYBODY,
    Person,
    begin,
    confirm_and_apply,
    private_address,
    register_interest,
)
from wbv_mentor.qualification.learning import actions
from wbv_mentor.qualification.learning.models import Evidence
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.simulation.given import form_data
from wbv_mentor.simulation.paths.base import NOBODY, Move, Subject, UseCase, way_of
from wbv_mentor.simulation.script import Step


class QualificationSubject(Subject):
    """One person. From being admitted on, `by: mentor` is that person."""

    use_cases: ClassVar[Mapping[str, UseCase]] = {
        name: getattr(actions, name)
        for name in (
            "credit_module", "give_back", "hand_in", "record_evidence", "sign_off", "simulated_talk",
            "supervised_talk",
        )
    }  # fmt: skip

    @property
    def instance(self) -> Enrolment:
        """The person's path."""
        return session.get_one(Enrolment, self.instance_id)

    def begin(self, step: Step, submission: str) -> int:
        """Somebody is interested; name and private address have defaults."""
        usual = {"first_name": "Eine", "last_name": "Person", "email": "person@post.example"}
        person, now = Person(**usual | step.data), clock.now()
        if step.by == "applicant":
            register_interest(person=person, by=ANYBODY, now=now, submission=submission)
        else:
            by, address = super().actor(step.by), private_address(person.email)
            begin(person=person, address=address, by=by, now=now, submission=submission)
        return int(journal.find_start(submission) or 0)

    def move(self, target: Instance, move: Move) -> None:
        """Whoever applies by the mailed link has confirmed the address by that."""
        if move.trigger != "apply" or move.by.role != "applicant":
            super().move(target, move)
            return
        confirm_and_apply(
            enrolment=self.instance, data=move.data, by=move.by, now=clock.now(), submission=move.submission
        )

    def actor(self, who: str) -> Actor:
        """The person: an applicant first, then a mentor."""
        if who == "applicant":
            return Actor("applicant", self.instance_id)
        if who != "mentor":
            return super().actor(who)
        if self.instance.account_id is None:
            raise Refused(say(NOBODY.text, role=who))
        return Actor("mentor", self.instance.account_id)

    @property
    def people(self) -> Mapping[str, Actor]:
        """The person is the mentor of this script."""
        others = {name: actor for name, actor in self.house.people.items() if name != "mentor"}
        account = self.instance.account_id
        return others | ({"mentor": Actor("mentor", account)} if account is not None else {})

    def save(self, target: Instance, form: str, step: Step, submission: str) -> None:
        """What was seen; every other form belongs to a transition."""
        if form != EVIDENCE:
            raise NotFound()
        data = form_data(workflow_of(target).forms[form], step.data, self.house, way=way_of(step.by))
        keep_evidence(
            enrolment=self.instance, data=data, by=self.actor(step.by), now=clock.now(),
            submission=submission,
        )  # fmt: skip

    def about(self, use_case: UseCase, target: Instance, given: Mapping[str, Any]) -> dict[str, Any]:
        """The person, or the evidence that waits for a signature."""
        wanted = inspect.signature(use_case).parameters
        found: dict[str, Any] = {"enrolment": self.instance} if "enrolment" in wanted else {}
        if "evidence" in wanted:
            rows = select(Evidence).where(Evidence.enrolment_id == self.instance_id).order_by(Evidence.id)
            waiting = [row for row in session.scalars(rows) if row.signed_on is None]
            if not waiting:
                raise Refused(say("Es wartet kein Nachweis."))
            found["evidence"] = waiting[0]
        return found
