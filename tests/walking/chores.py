"""What is done in a case besides moving it on, and what a step needs before it can be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from tests.factories import mentee_of
from tests.walking.answers import Answers, on_behalf, sensible, spoiled
from tests.walking.walk import Act, Walk, drawn
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.actions import OfferData
from wbv_mentor.cases.consent import ON_BEHALF_WAYS, OWN_WAYS, TEXT_VERSION, all_alive
from wbv_mentor.cases.models import CHANNELS, PURPOSES, Case, Offer, Task
from wbv_mentor.cases.path.anchors import FOLLOW_UPS
from wbv_mentor.companies.models import Contact
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.funding.actions import plan_application, save_documents
from wbv_mentor.funding.catalogue import active_instruments, instrument
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.qualification.queries import enrolment_of

FORMS = (
    "reachability", "concern", "intake", "needs_assessment", "offers", "attendance", *FOLLOW_UPS, "talk",
    "referral", "course_dates", "course_dates", "course_dates", "employer",
)  # fmt: skip
WANTED = ("sgb3_82_qcg", "afbg", "afbg", "sbfg", "sbfg", "kdw_saarland", "aufstiegsbonus_saarland")
Chore = Callable[[Walk, Case, Random], object]


def fill_in(walk: Walk, instance: Instance, form: str, chance: Random, *, faulty: float = 0.15) -> Answers:
    """Answers to a form of an instance, now and then spoiled."""
    asked = workflow_of(instance).forms[form]
    given = sensible(asked, walk.today, chance, walk.word(instance), walk.who.offered)
    given = on_behalf(given, asked, chance)
    return spoiled(asked, given, walk.today, chance) if chance.random() < faulty else given


def mentor_of(walk: Walk, case: Case) -> Actor:
    """Who accompanies the case; where nobody does, somebody of the coordination tries."""
    return Actor("mentor", case.mentor_id) if case.mentor_id is not None else walk.who.coordinator


def save(walk: Walk, case: Case, form: str, chance: Random) -> bool:
    """Complete a form."""
    data = fill_in(walk, case, form, chance)
    if form == "reachability":
        data |= {"channel": "email", "email": f"{walk.word(case)}@privat.example"}
    if form == "referral":
        data["referred_on"] = walk.today
    return walk.act(_by(actions.save_form, mentor_of(walk, case), case=case, form=form, data=data), chance)


def any_form(walk: Walk, case: Case, chance: Random) -> None:
    """Some form of the case."""
    save(walk, case, chance.choice(FORMS), chance)


def draft(walk: Walk, case: Case, chance: Random) -> None:
    """Keep half a form."""
    form = chance.choice((*FORMS, "plan", "book_course", "finish_course", "pause", "hand_over"))
    data, by = fill_in(walk, case, form, chance), mentor_of(walk, case)

    def keep(_submission: str) -> None:
        actions.save_draft(case=case, form=form, data=data, by=by, now=clock.now())

    walk.act(keep, chance, twice=False)  # it would be kept twice, at another moment


def confirm_plan(walk: Walk, case: Case, chance: Random) -> None:
    """The mentee reads the plan and says yes; or accepts what only she can accept."""
    action = chance.choice((actions.confirm_plan, actions.accept_risk, actions.accept_conflict))
    walk.act(_by(action, mentee_of(case), case=case), chance)


def offers(walk: Walk, case: Case, chance: Random) -> None:
    """One more offer; perhaps one is chosen, or removed."""
    mentor, start = mentor_of(walk, case), walk.today + timedelta(days=chance.choice((-20, 30, 90)))
    title, end = f"{walk.word(case)} Kurs", start + timedelta(days=60)
    data = OfferData(title, chance.choice(("Bildungshaus", "Lernzentrum")), starts_on=start, ends_on=end)
    walk.act(_by(actions.add_offer, mentor, case=case, data=data), chance)
    known = session.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id)).all()
    if known and chance.random() < 0.5:
        action = chance.choice((actions.choose_offer, actions.choose_offer, actions.remove_offer))
        offer, number = chance.choice(known), chance.random()
        if action is actions.choose_offer or number < 0.5:
            walk.act(_by(action, mentor, offer=offer), chance, twice=action is actions.choose_offer)


def funding_check(walk: Walk, case: Case, chance: Random) -> None:
    """A result with a reason for every instrument."""
    word, found = walk.word(case), ("yes", "no", "unknown")
    results = {one.id: (chance.choice(found), word) for one in active_instruments()}
    walk.act(_by(actions.save_funding_check, mentor_of(walk, case), case=case, results=results), chance)


def apply(walk: Walk, case: Case, chance: Random) -> None:
    """Plan an application."""
    data = {"instrument": chance.choice(WANTED), "collective": chance.random() < 0.3}
    walk.act(_by(plan_application, mentor_of(walk, case), case=case, data=data), chance)


def papers(walk: Walk, case: Case, chance: Random) -> None:
    """Tick which papers of an application are there."""
    rows = [child for child in case.children if isinstance(child, FundingApplication)]
    if rows:
        row = chance.choice(rows)
        known = [paper.id for paper in instrument(row.instrument).documents]
        there = [paper for paper in known if chance.random() < 0.5]
        action = _by(
            save_documents, mentor_of(walk, case), application=row, there=there, only_company=[],
            note=walk.word(case),
        )  # fmt: skip
        walk.act(action, chance)


def consents(walk: Walk, case: Case, chance: Random) -> None:
    """One more yes, one withdrawn, an original that arrived, or a spoken yes confirmed."""
    known = [one for one in all_alive(case) if one.purpose != "case_work"]
    first = [one for one in all_alive(case) if one.purpose == "case_work"]
    mentee, said = mentee_of(case), {"given_on": walk.today, "text_version": TEXT_VERSION}
    kind = chance.choice(("give", "withdraw", "arrived", "confirm", "confirm"))
    if kind == "give":
        by, way = chance.choice(((mentee, OWN_WAYS), (mentor_of(walk, case), ON_BEHALF_WAYS)))
        recipient = chance.choice((None, "authority", f"account:{walk.who.mentors[0].id}"))
        more = {"purpose": chance.choice(PURPOSES), "recipient": recipient, "way": chance.choice(way)}
        walk.act(_by(actions.give_consent, by, case=case, place="Kantine", **more, **said), chance)
    elif kind == "withdraw" and known:
        walk.act(_by(actions.withdraw_consent, mentee, consent=chance.choice(known), way="link"), chance)
    elif kind == "arrived" and first:
        day = walk.today
        action = _by(actions.note_original_arrived, walk.who.coordinator, consent=first[-1], arrived_on=day)
        walk.act(action, chance)
    elif kind == "confirm" and first:
        walk.act(_by(actions.confirm_spoken_consent, mentee, consent=first[-1], way="link", **said), chance)


def tasks(walk: Walk, case: Case, chance: Random) -> None:
    """Something to do, or something done."""
    mentor, word = mentor_of(walk, case), walk.word(case)
    walk.act(_by(actions.add_task, mentor, case=case, title=word, due_on=walk.today), chance)
    left = session.scalars(select(Task).where(Task.case_id == case.id, Task.done_at.is_(None))).all()
    if left:
        walk.act(_by(actions.complete_task, mentor, task=chance.choice(left), outcome=word), chance)


def course(walk: Walk, case: Case, chance: Random) -> None:
    """The exam's result, the release, the feedback on a referral."""
    mentor, day = mentor_of(walk, case), walk.today
    kind = chance.choice(("exam", "release", "feedback"))
    if kind == "exam":
        walk.act(_by(actions.record_exam_result, mentor, case=case, exam_result_on=day), chance)
    elif kind == "release":
        why = {"release": "waived", "reason": walk.word(case)}
        walk.act(_by(actions.settle_release, mentor, case=case, **why), chance)
    else:
        walk.act(_by(actions.note_referral_feedback, mentor, case=case), chance)


def coordination(walk: Walk, case: Case, chance: Random) -> None:
    """What the coordination does: tries to reach the person, looks into the case, keeps it from erasure."""
    by, kind = walk.who.coordinator, chance.choice(("try", "try", "try", "look", "hold", "release", "link"))
    if kind == "try":
        walk.act(_by(actions.record_try, by, case=case, channel=chance.choice(CHANNELS)), chance)
    elif kind == "look":
        walk.act(_by(actions.look_into, by, case=case, reason=walk.word(case)), chance)
    elif kind == "link":
        walk.act(_by(actions.renew_mentee_link, by, case=case), chance)
    else:
        walk.act(_by(actions.set_legal_hold, by, case=case, hold=kind == "hold"), chance)


def wish(walk: Walk, case: Case, chance: Random) -> None:
    """A mentee without a mentor says how to go on."""
    choice = chance.choice(("other_mentor_here", "ak_team"))
    walk.act(_by(actions.choose_future, mentee_of(case), case=case, choice=choice), chance)


def ask_company(walk: Walk, case: Case, chance: Random) -> None:
    """Ask the employer: who it is, a draft, the mentee's yes, the question itself."""
    mentor, contact = mentor_of(walk, case), session.get_one(Contact, walk.who.contact)
    data = {"employer": str(walk.who.company), "workplace": walk.word(case)}
    walk.act(_by(actions.save_form, mentor, case=case, form="employer", data=data), chance)
    names = {"first_name": walk.word(case), "last_name": "Person", "channel": "in_person"}
    walk.act(_by(actions.save_form, mentor, case=case, form="reachability", data=names), chance)
    made: list[Any] = []

    def prepare(submission: str) -> None:
        made.append(
            actions.prepare_request(
                case=case, contact=contact, times=None, by=mentor, now=clock.now(), submission=submission
            )
        )

    if walk.act(prepare, chance, twice=False):
        said = {"way": "link", "given_on": walk.today, "text_version": TEXT_VERSION}
        walk.act(_by(actions.allow_request, mentee_of(case), request=made[-1], **said), chance)
        walk.act(_by(actions.send_request, mentor, request=made[-1]), chance)


def follow_ups(walk: Walk, case: Case, chance: Random) -> None:
    """All three."""
    for form in FOLLOW_UPS:
        save(walk, case, form, chance)


def _offers_and_check(walk: Walk, case: Case, chance: Random) -> None:
    offers(walk, case, chance)
    offers(walk, case, chance)
    funding_check(walk, case, chance)


def _form(name: str) -> Chore:
    return lambda walk, case, chance: save(walk, case, name, chance)


# What a step needs before it can be taken.
BEFORE: Mapping[str, Chore] = {
    "request_consent": _form("reachability"),
    "complete_intake": _form("intake"),
    "complete_needs_assessment": _form("needs_assessment"),
    "agree_plan": _offers_and_check,
    "apply_for_funding": apply,
    "close_case": follow_ups,
}
CHORES: Mapping[Chore, int] = {
    any_form: 10, draft: 2, confirm_plan: 2, offers: 1, funding_check: 1, apply: 4, papers: 1, consents: 4,
    tasks: 1, course: 1, coordination: 2, wish: 1, ask_company: 1, follow_ups: 1,
}  # fmt: skip


OF_MENTORS = {"suspend": 6, "rest": 2, "retire": 1, "lift_suspension": 12, "reactivate": 6}


def trouble_with_mentor(walk: Walk, chance: Random) -> None:
    """A mentor is suspended, rests, leaves; or comes back."""
    enrolment = enrolment_of(int(chance.choice(walk.who.mentors).id or 0))
    if enrolment is None:
        return
    ways = {name: weight for name, weight in OF_MENTORS.items() if _leads(enrolment, name)}
    if ways:
        walk.act(fire(walk, enrolment, drawn(ways, chance), walk.who.coordinator, chance), chance)


def fire(walk: Walk, instance: Instance, trigger: str, by: Actor, chance: Random, **more: Any) -> Act:
    """Fire a transition with answers to its form."""
    way = workflow_of(instance).transitions[trigger]
    data = fill_in(walk, instance, way.form, chance) if way.form else {}
    data |= more.pop("data", {})
    note = walk.word(instance) if chance.random() < 0.2 else None
    if isinstance(instance, Case):
        return _by(actions.fire, by, case=instance, trigger=trigger, data=data, note=note, **more)
    return _by(advance, by, instance=instance, trigger=trigger, data=data, note=note, **more)


def _leads(instance: Instance, trigger: str) -> bool:
    return instance.state in workflow_of(instance).transitions[trigger].source


def _by(action: Callable[..., object], by: Actor, **wanted: Any) -> Act:
    return lambda submission: action(by=by, now=clock.now(), submission=submission, **wanted)
