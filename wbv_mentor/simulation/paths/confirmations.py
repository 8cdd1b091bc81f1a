"""What a company is asked, and what it answers by its link."""

from __future__ import annotations

from typing import Any

from wbv_mentor import clock
from wbv_mentor.clock import today
from wbv_mentor.companies import asking, deciding
from wbv_mentor.companies.links import current_link
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.companies.statement import FACTS
from wbv_mentor.companies.talks import TalkData, facts_of_talk, record_talk
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import NotFound, Refused, say
from wbv_mentor.pathways.models import Instance
from wbv_mentor.simulation.paths.base import Move, Subject
from wbv_mentor.simulation.script import Step

USUAL = "C2"  # a talk about needs, held with the company
ANSWERS = ("confirm", "correct", "dispute", "decline", "ask_for_time", "pass_on")
FROM_A_CASE = ("C4", "C5", "C6")


class ConfirmationSubject(Subject):
    """One question to a company: of kind C2 unless `start` says otherwise (`kind`, `contact`, facts)."""

    @property
    def instance(self) -> Confirmation:
        """The confirmation."""
        return session.get_one(Confirmation, self.instance_id)

    def begin(self, step: Step, submission: str) -> int:
        """Ask; facts are what pathways.md lets this kind say."""
        wanted = dict(step.data)
        kind, who = wanted.pop("kind", USUAL), wanted.pop("contact", "contact")
        if kind in FROM_A_CASE:
            raise Refused(say("Diese Anfrage kommt nur aus einem Fall."))
        by = self.actor(step.by)
        contact = session.get_one(Contact, int(self.house.names.get(who, who)))
        talk = self._talk(by, submission) if kind == USUAL else None
        facts: dict[str, Any] = facts_of_talk(talk) if talk is not None else {}
        facts |= {name: wanted.pop(name) for name in FACTS[kind] if name in wanted}
        if wanted:
            raise Refused(say("Das wird einem Betrieb nicht gesagt: %(names)s.", names=", ".join(wanted)))
        asked = asking.ask(
            code=kind, contact=contact, facts=facts, by=by, now=clock.now(), submission=submission, talk=talk
        )
        return asked.id

    def _talk(self, by: Actor, submission: str) -> Any:
        data = TalkData(
            held_on=today(),
            kind="on_site",
            minutes=45,
            functions="Geschäftsführung",
            topics=("new_technology",),
        )
        company = session.get_one(Company, int(self.house.names["company"]))
        return record_talk(
            company=company, data=data, by=by, now=clock.now(), submission=f"{submission}:talk"
        )

    def move(self, target: Instance, move: Move) -> None:
        """A company answers by the link that it got; everybody else moves it directly."""
        if move.by.role != "company" or move.trigger not in ANSWERS:
            super().move(target, move)
            return
        link = current_link(self.instance, now=clock.now())
        if link is None:
            raise Refused(say("Dieser Link öffnet nichts mehr."))
        deciding.answer(
            confirmation=self.instance, link=link, trigger=move.trigger, data=move.data, by=move.by,
            now=clock.now(), submission=move.submission,
        )  # fmt: skip

    def save(self, target: Instance, form: str, step: Step, submission: str) -> None:
        """There is no form that is kept by itself."""
        raise NotFound()
