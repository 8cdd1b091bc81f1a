"""What happens in a case of the demo, one use case an act, as a mentor, a mentee or the AK does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case, Handover, Offer, Task
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.demo.accounts import Cast
from wbv_mentor.demo.personas import Persona
from wbv_mentor.engine.actors import Actor
from wbv_mentor.funding import catalogue
from wbv_mentor.funding.actions import plan_application, save_documents
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways.advance import advance


@dataclass
class Life:
    """One case on its way: who accompanies whom, and the ids of what was made so far."""

    cast: Cast
    number: int
    mentor: int
    persona: Persona
    case_id: int = 0
    step: int = 0

    @property
    def by(self) -> Actor:
        """The mentor who accompanies."""
        return self.cast.mentor(self.mentor)

    @property
    def mentee(self) -> Actor:
        """The mentee, who acts by the own link."""
        return Actor("mentee", self.case.mentee_id)

    @property
    def case(self) -> Case:
        """The case, read anew."""
        return session.get_one(Case, self.case_id)

    @property
    def submission(self) -> str:
        """A submission id of its own for each step."""
        self.step += 1
        return f"demo:{self.number}:{self.step}"

    def fire(self, trigger: str, by: Actor | None = None, **data: Any) -> None:
        """Fire a transition of the case."""
        with unit_of_work():
            actions.fire(
                case=self.case, trigger=trigger, by=by or self.by, now=clock.now(),
                submission=self.submission, data=data,
            )  # fmt: skip

    def fire_application(self, number: int, trigger: str, **data: Any) -> None:
        """Fire a transition of the case's application of that number."""
        with unit_of_work():
            advance(
                instance=self.application(number), trigger=trigger, by=self.by, now=clock.now(),
                submission=self.submission, data=data,
            )  # fmt: skip

    def application(self, number: int) -> FundingApplication:
        """The case's application of that number."""
        query = session.query(FundingApplication)
        found: FundingApplication = query.filter_by(case_id=self.case_id, number=number).one()
        return found

    def save(self, form: str, **data: Any) -> None:
        """Complete a form of the case."""
        with unit_of_work():
            actions.save_form(
                case=self.case, form=form, data=data, by=self.by, now=clock.now(), submission=self.submission
            )


def today() -> date:
    """The demo's present day."""
    return clock.today()


def open_case(life: Life) -> None:
    """The first contact: an alias is enough."""
    with unit_of_work():
        life.case_id = actions.open_case(
            alias=life.persona.alias, way=life.persona.way, relation=life.persona.relation,
            by=life.by, now=clock.now(), submission=life.submission,
        ).id  # fmt: skip


def ask_consent(life: Life) -> None:
    """The mentor shows the QR code."""
    life.fire("request_consent")


def consent(life: Life) -> None:
    """The mentee says yes on the own phone, and how to be reached."""
    life.fire(
        "give_consent", by=life.mentee, case_work=True, contact_channel=True,
        conflict_accepted=life.persona.relation == "relative_or_friend" or None,
        way="qr", given_on=today(), text_version=TEXT_VERSION,
    )  # fmt: skip
    first, last = life.persona.name
    life.save(
        "reachability", channel=life.persona.channel, email=life.persona.email, phone=life.persona.phone,
        no_calls_at_work=True, good_times="ab 17 Uhr", first_name=first, last_name=last,
    )  # fmt: skip


def concern(life: Life) -> None:
    """What it is about."""
    life.save(
        "concern", concern=life.persona.concern, next_step="Erstgespräch führen",
        next_step_by=today() + timedelta(days=10),
    )  # fmt: skip


def clear_tasks(life: Life) -> None:
    """Whatever is still to do was done."""
    with unit_of_work():
        for task in session.query(Task).filter_by(case_id=life.case_id, done_at=None, owner="mentor"):
            actions.complete_task(
                task=task, outcome="Erledigt und besprochen.", by=life.by, now=clock.now(),
                submission=life.submission,
            )  # fmt: skip


def talk(life: Life, minutes: int = 30, keywords: str = "", next_step: str = "", days: int = 14) -> None:
    """A talk is recorded: what was to do is done, the next step becomes a task."""
    clear_tasks(life)
    data: dict[str, Any] = {"held_on": today(), "kind": "in_person", "minutes": str(minutes)}
    if keywords:
        data["keywords"] = keywords
    if next_step:
        data |= {"next_step": next_step, "next_step_by": today() + timedelta(days=days)}
    life.save("talk", **data)


def intake(life: Life, complete: bool = True) -> None:
    """The first talk's form; the case moves on if it is complete."""
    persona = life.persona
    life.save(
        "intake", concern=persona.concern, highest_qualification=persona.qualification,
        goal=persona.goal, company_may_know=persona.company_may_know, urgency="half_year",
    )  # fmt: skip
    if complete:
        life.fire("complete_intake")


def needs(life: Life) -> None:
    """The needs assessment."""
    life.save(
        "needs_assessment", target_competence=life.persona.goal, gap=life.persona.gap,
        informal_skills=life.persona.skills,
    )  # fmt: skip
    life.fire("complete_needs_assessment")


def offers(life: Life, start_in: int = 80, length: int = 90) -> None:
    """Two offers by different providers."""
    begin = today() + timedelta(days=start_in)
    end = begin + timedelta(days=length)
    with unit_of_work():
        for provider, price in life.persona.providers:
            offer = actions.OfferData(
                title=life.persona.course, provider=provider, hours=160, price_eur=Decimal(price),
                starts_on=begin, ends_on=end, mode="mixed", provider_azav=True,
            )  # fmt: skip
            actions.add_offer(
                case=life.case, data=offer, by=life.by, now=clock.now(), submission=life.submission
            )


def check_funding(life: Life) -> None:
    """A result with a reason for each instrument."""
    reason = {
        "yes": "Die Bedingungen sind nach den Angaben erfüllt.",
        "no": "Passt nicht zu diesem Kurs.",
        "unknown": "Es fehlt noch eine Angabe der Person.",
    }
    wanted = set(life.persona.instruments)
    results = {
        one.id: ("yes", reason["yes"]) if one.id in wanted else ("no", reason["no"])
        for one in catalogue.active_instruments()
    }
    with unit_of_work():
        actions.save_funding_check(
            case=life.case, results=results, by=life.by, now=clock.now(), submission=life.submission
        )


def plan(life: Life) -> None:
    """The plan, agreed by the mentee in a talk."""
    with unit_of_work():
        first = session.query(Offer).filter_by(case_id=life.case_id).order_by(Offer.id).first()
        if first is not None:
            actions.choose_offer(offer=first, by=life.by, now=clock.now(), submission=life.submission)
    life.fire(
        "agree_plan", goal=life.persona.goal, measure=life.persona.course,
        funding="Förderung beantragt, Rest in Raten", working_time_rule="mixed",
        next_steps="Anträge stellen, dann anmelden", way="spoken", given_on=today(),
        place="Pausenraum", text_version=TEXT_VERSION,
    )  # fmt: skip


def apply(life: Life) -> None:
    """One application for each instrument that fits; then the case waits for decisions."""
    for instrument in life.persona.instruments:
        with unit_of_work():
            plan_application(
                case=life.case, data={"instrument": instrument}, by=life.by, now=clock.now(),
                submission=life.submission,
            )  # fmt: skip
    life.fire("apply_for_funding")


def collect(life: Life, number: int = 1) -> None:
    """Papers are gathered and ticked."""
    life.fire_application(number, "collect_documents")
    papers = [paper.id for paper in catalogue.instrument(life.application(number).instrument).documents]
    with unit_of_work():
        save_documents(
            application=life.application(number), there=papers[:-1], only_company=[], note=None,
            by=life.by, now=clock.now(), submission=life.submission,
        )  # fmt: skip


def submit(life: Life, number: int = 1) -> None:
    """An application leaves, with proof of receipt."""
    life.fire_application(
        number, "submit", submitted_on=today(), way="in_person", arrived_on=today(),
        proof="Eingangsstempel auf der Kopie",
    )  # fmt: skip


def approve(life: Life, number: int = 1, amount: str = "1488.00") -> None:
    """The notice says yes."""
    life.fire_application(
        number, "approve", notice_sent_on=today() - timedelta(days=3), instruction="yes",
        amount=Decimal(amount),
    )  # fmt: skip


def finalise(life: Life, number: int = 1) -> None:
    """Everything was granted, so nobody will object."""
    life.fire_application(number, "finalise_approval")


def reject(life: Life, number: int = 1) -> None:
    """The notice says no."""
    life.fire_application(
        number, "reject", notice_sent_on=today() - timedelta(days=3), instruction="yes",
        reason="Die Maßnahme sei nicht notwendig.",
    )  # fmt: skip


def answer_handover(life: Life, receiver: int, accept: bool) -> None:
    """The receiving mentor answers."""
    with unit_of_work():
        row = session.query(Handover).filter_by(case_id=life.case_id, answer=None).one()
        actions.answer_handover(
            handover=row, accept=accept, by=life.cast.mentor(receiver), now=clock.now(),
            submission=life.submission,
        )  # fmt: skip
