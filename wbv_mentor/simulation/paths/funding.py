"""One funding application. The case it hangs on is walked to its plan first, on the first day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wbv_mentor import clock
from wbv_mentor.clock import today
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Workflow
from wbv_mentor.funding.actions import plan_application, save_documents
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.simulation.given import form_data
from wbv_mentor.simulation.house import House
from wbv_mentor.simulation.paths.base import Subject, way_of
from wbv_mentor.simulation.paths.cases import CaseSubject
from wbv_mentor.simulation.script import START, Step, Who

TO_COURSE, LONG = timedelta(days=90), timedelta(days=120)
DOCUMENTS = "documents"


class ApplicationSubject(Subject):
    """An application; `start` takes the instrument, and the course's dates if others than usual matter."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.case = CaseSubject(house)

    @property
    def instance(self) -> FundingApplication:
        """The application."""
        return session.get_one(FundingApplication, self.instance_id)

    def actor(self, who: str) -> Actor:
        """Everybody is whoever it is in the case."""
        return self.case.actor(who)

    def begin(self, step: Step, submission: str) -> int:
        """Walk the case to its plan, then plan the application."""
        wanted = dict(step.data)
        start = wanted.pop("course_start", today() + TO_COURSE)
        end = wanted.pop("course_end", start + LONG)
        for number, before in enumerate(_before(start, end)):
            self.case.perform(before, f"{submission}:before:{number}")
        application = plan_application(
            case=self.case.instance, data={"instrument": "sgb3_82_qcg"} | wanted,
            by=self.actor(step.by), now=clock.now(), submission=submission,
        )  # fmt: skip
        return application.id

    def save(self, target: Instance, form: str, step: Step, submission: str) -> None:
        """Tick the papers; every other form belongs to a transition."""
        data = form_data(workflow_of(target).forms[form], step.data, self.house, way=way_of(step.by))
        save_documents(
            application=self.instance, there=data.get("there", []), only_company=data.get("only_company", []),
            note=data.get("note"), by=self.actor(step.by), now=clock.now(), submission=submission,
        )  # fmt: skip

    @classmethod
    def knows(cls, path: Workflow) -> set[str]:
        """Its transitions, and the one form that is kept by itself."""
        return {START, *path.transitions, DOCUMENTS}


def _before(start: Any, end: Any) -> list[Step]:
    """What a case has behind it when its plan is agreed."""

    def step(do: str, by: Who = "mentor", **data: Any) -> Step:
        return Step(0, today(), do, by, data)

    offers = [
        step(
            "add_offer",
            title=f"Kurs {letter}",
            provider=f"Bildungshaus {letter}",
            starts_on=start,
            ends_on=end,
        )
        for letter in "AB"
    ]
    return [
        step(START),
        step("reachability", channel="email", email="privat@post.example"),
        step("request_consent"),
        step("give_consent", "mentee", case_work=True, contact_channel=True),
        step(
            "complete_intake", concern=["advance"], highest_qualification="vocational", goal="Ein Abschluss",
            company_may_know="nothing",
        ),
        step("complete_needs_assessment", target_competence="Ein neuer Beruf", gap="Der Abschluss fehlt"),
        *offers,
        step("choose_offer", offer=1),
        step("check_funding"),
        step("agree_plan", goal="Ein Abschluss", measure="Kurs A", funding="sgb3_82_qcg",
             working_time_rule="own_time", next_steps="Antrag", place="Kantine"),
    ]  # fmt: skip
