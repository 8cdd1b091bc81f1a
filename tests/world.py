"""A small world for tests that call every address: two of everything, one's own and somebody else's.

Built through the real use cases, then copied, so that every call may start from the same rows.
Whoever holds a `World` keeps ids and addresses, never rows: these go when the copy is put back.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.engine import make_url

from tests import applicants, company_questions, factories
from tests.accounts import PASSWORD, add_account, browser, csrf_of, password_hash
from tests.certificate_steps import attended, issued
from tests.cohorts import a_cohort, a_member, path_of
from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.letters.links import current_link
from wbv_mentor.cases.models import Case, Consent, Handover, Offer, Task
from wbv_mentor.companies import deciding, links
from wbv_mentor.companies.actions import add_company
from wbv_mentor.companies.contacts import ContactData, add_contact
from wbv_mentor.companies.models import Company, Contact
from wbv_mentor.companies.talks import facts_of_talk
from wbv_mentor.db import Base, db, is_sqlite, session, unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.funding.catalogue import active_instruments
from wbv_mentor.people.actions import create_account
from wbv_mentor.people.invitations import RESET, change_password, invite, request_password_reset
from wbv_mentor.people.links import open_link, token_of
from wbv_mentor.people.models import Account, AccountSession
from wbv_mentor.qualification.cohorts.models import CohortSession
from wbv_mentor.qualification.learning.actions import hand_in
from wbv_mentor.qualification.learning.models import Evidence
from wbv_mentor.qualification.queries import enrolment_of
from wbv_mentor.reminders.calendar.feeds import new_feed

ROLES = ("mentor", "trainer", "coordinator", "admin")
# What opening a page may write: when a session was seen, and when a job ran.
NOTED_BY_THE_WAY = {"account_session", "job_run"}
HOST = "127.0.0.1"
WRITTEN = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (?:public\.)?\"?(\w+)", re.IGNORECASE)
MAIN = "funding"  # the state in which a case has offers, applications and papers

Rows = Mapping[str, tuple[int, int, str]]
Reset = Callable[[], None]


@dataclass
class Side:
    """One person's objects: what stands in an address behind each name ("offers" -> "17")."""

    mentor: Actor
    values: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)  # state -> reference
    links: dict[str, str] = field(default_factory=dict)  # state -> token of the mentee's page


@dataclass
class World:
    """Both sides, who is signed in, and the way back to how it was."""

    app: Flask
    own: Side
    foreign: Side
    actors: dict[str, Actor]
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    other_sessions: dict[str, str] = field(
        default_factory=dict
    )  # role -> a second session of the same person
    reset: Reset = lambda: None

    def client(self, role: str) -> StrictClient:
        """A fresh browser in which somebody of this role is signed in; anonymous and mentee are not."""
        client = browser(self.app)
        client.set_cookie("session", self.cookies[role], domain=HOST)
        return client


def world_of(app: Flask, *, states: tuple[str, ...] = (MAIN,)) -> World:
    """Build it on an empty database; `states` are those in which the mentor has a case."""
    employers = [company(f"Betrieb von {letter}") for letter in "ABC"]
    mentors = [
        add_mentor(f"Mentor{letter}", employer) for letter, employer in zip("ABC", employers, strict=True)
    ]
    actors = {"mentor": mentors[0]} | {role: add_account(role, f"Rolle {role.title()}") for role in ROLES[1:]}
    own = build_side(mentors[0], states, "Ada Eigen", employers[0])
    foreign = build_side(mentors[1], (MAIN,), "Bo Fremd", employers[1])
    foreign.values["applications"] = second_application(foreign)  # a number that the own case does not have
    for side, sender in ((own, actors["coordinator"]), (foreign, add_account("coordinator", "Kay Fremd"))):
        side.values["import"] = applicants.a_file(by=sender)
    own.values["handovers"] = asked_to_take_over(mentors[2], mentors[0])
    foreign.values["handovers"] = asked_to_take_over(mentors[2], mentors[1])
    look_into(own, actors["coordinator"])
    world = World(app, own, foreign, actors)
    for role in ("anonymous", "mentee", *ROLES):
        _sign_in(world, role)
    session.remove()
    world.reset = copied(app)
    return world


def add_mentor(name: str, employer: str) -> Actor:
    """A mentor in the register who works in this company and can sign in."""
    actor = factories.a_mentor(company_id=int(employer))
    password = password_hash()
    with unit_of_work():
        account = session.get_one(Account, actor.id)
        account.last_name = name
        change_password(account=account, password_hash=password, by=actor, now=clock.now())
    return actor


def build_side(mentor: Actor, states: tuple[str, ...], alias: str, employer: str) -> Side:
    """A mentor's cases, one a state, and one of everything that has an address."""
    side = Side(mentor)
    for state in states:
        whose = factories.a_mentor() if state == "awaiting_mentor" else mentor  # that one is suspended
        keep_case(side, state, factories.case_at(state, mentor=whose, alias=alias))
    case = session.scalars(select(Case).where(Case.reference == side.cases[MAIN])).one()
    factories.do(
        actions.add_task, by=mentor, case=case, title="Anrufen", due_on=clock.today() + timedelta(days=3)
    )
    factories.do(
        actions.give_consent, by=mentor, case=case, purpose="substitute", recipient="Vera Vertretung",
        given_on=clock.today(), text_version=TEXT_VERSION, way="spoken", place="Kantine",
    )  # fmt: skip
    with unit_of_work():
        actions.save_draft(case=case, form="needs_assessment", data={}, by=mentor, now=clock.now())
    asked = contact(employer)
    side.values |= {
        "cases": str(case.reference), "offers": newest(Offer, case), "tasks": newest(Task, case),
        "consents": newest(Consent, case), "einwilligungen": newest(Consent, case),
        "applications": "1", "mentors": enrolment(mentor),
        "accounts": str(mentor.id), "companies": employer, "contacts": asked,
        "certificates": str(issued(mentor).id), "attendance-confirmations": str(attended(mentor).id),
        "meine-beratung": side.links[MAIN], **person_links(alias),
        **application(), **cohort_of(side), **questions(mentor, asked),
        **employer_request(case, asked), "calendar": feed_of(mentor),
    }  # fmt: skip
    return side


def cohort_of(side: Side) -> dict[str, str]:
    """A cohort with its first session."""
    number = a_cohort()
    first = session.scalars(
        select(CohortSession.id).where(CohortSession.cohort_id == number).order_by(CohortSession.id)
    ).first()
    member = a_member(number, state="in_practice")
    row = path_of(member)
    factories.do(hand_in, by=member, enrolment=row, kind="transfer_task", number=1, text="Ein Plan")
    task = session.scalars(
        select(Evidence.id).where(Evidence.enrolment_id == row.id, Evidence.kind == "transfer_task")
    ).one()
    return {
        "cohorts": str(number), "sessions": str(first), "people": str(row.id), "evidence": str(task),
    }  # fmt: skip


def keep_case(side: Side, state: str, case: Case) -> None:
    """Note a case under its state, with the mentee's link if she has one."""
    side.cases[state] = str(case.reference)
    link = current_link(case, now=clock.now())
    if link is not None:
        side.links[state] = token_of(link)


def newest(model: type[Offer] | type[Task] | type[Consent], case: Case) -> str:
    """The id of the case's newest row."""
    query = select(model.id).where(model.case_id == case.id).order_by(model.id.desc())
    return str(session.scalars(query).first())


def second_application(side: Side) -> str:
    """The number of one more application of the main case."""
    case = session.scalars(select(Case).where(Case.reference == side.cases[MAIN])).one()
    return str(factories.application(case, active_instruments()[1].id).number)


def enrolment(mentor: Actor) -> str:
    """The id of a mentor's own path."""
    found = enrolment_of(int(mentor.id or 0))
    assert found is not None
    return str(found.id)


def application() -> dict[str, str]:
    """Somebody who is interested: the number of the application and the token of its page."""
    interested = applicants.interested()
    token = applicants.address_of(interested).rpartition("/")[2]
    return {"applicants": str(interested.id), "mentor-werden": token}


def company(name: str) -> str:
    """The id of a new company."""
    with unit_of_work():
        return str(add_company(name=name, size="10_to_49", domains=[], by=SYSTEM, now=clock.now()).id)


def contact(employer: str) -> str:
    """The id of a new contact of a company."""
    with unit_of_work():
        data = ContactData(name="Kim Klein", function="Personal", email=f"kim@betrieb{employer}.example")
        asked = session.get_one(Company, int(employer))
        return str(add_contact(company=asked, data=data, by=SYSTEM, now=clock.now()).id)


def employer_request(case: Case, asked: str) -> dict[str, str]:
    """A question to the employer about the person of the case, drafted; the mentee has not answered."""
    mentor = factories.mentor_of(case)
    contact = session.get_one(Contact, int(asked))
    factories.reachable(case, first_name="Vera", last_name="Vogel")
    offer = session.scalars(select(Offer).where(Offer.case_id == case.id)).first()
    factories.do(actions.choose_offer, by=mentor, offer=offer)
    factories.do(
        actions.change_employer, by=mentor, case=case, employer=None, workplace=None,
        company_id=contact.company_id,
    )  # fmt: skip
    made = factories.do(actions.prepare_request, by=mentor, case=case, contact=contact, times=None)
    return {"requests": str(made.id), "anfragen": str(made.id)}


def questions(mentor: Actor, asked: str) -> dict[str, str]:
    """A talk with the company, a question about it that is open, and the receipt of an answered one."""
    company = session.get_one(Contact, int(asked)).company_id
    talk = company_questions.a_talk(company, mentor)
    facts = facts_of_talk(talk)
    answered = company_questions.ask("C2", int(asked), facts, by=mentor, talk=talk)
    with unit_of_work():
        link = links.current_link(answered, now=clock.now())
        assert link is not None
        deciding.answer(
            confirmation=answered, link=link, trigger="confirm", data=company_questions.SIGNED,
            by=Actor("company", int(asked)), now=clock.now(), submission=factories.fresh(),
        )  # fmt: skip
        receipt = token_of(links.receipt_link(answered, now=clock.now()))
    question = company_questions.ask("C2", int(asked), facts, by=mentor, talk=talk)
    return {
        "talks": str(talk.id), "confirmations": str(question.id), "antwort": receipt,
        "bestaetigen": company_questions.token_for(question),
    }  # fmt: skip


def person_links(alias: str) -> dict[str, str]:
    """Tokens of an invitation and of a forgotten password."""
    name = alias.split()[0].lower()
    with unit_of_work():
        invited = create_account(
            email=f"{name}@neu.example", first_name="Neu", last_name=alias, role="trainer", by=SYSTEM,
            now=clock.now(),
        )  # fmt: skip
        token = token_of(invite(account=invited, by=SYSTEM, now=clock.now()))
    forgetful = add_account("trainer", f"Vergesslich {alias.split()[0]}")
    with unit_of_work():
        request_password_reset(email=session.get_one(Account, forgetful.id).email, now=clock.now())
        link = open_link(purpose=RESET, subject_id=int(forgetful.id or 0), now=clock.now())
        assert link is not None
        return {"einladung": token, "passwort": token_of(link)}


def feed_of(mentor: Actor) -> str:
    """The token of a mentor's calendar."""
    with unit_of_work():
        return token_of(new_feed(by=mentor, now=clock.now()))


def look_into(side: Side, coordinator: Actor) -> None:
    """The coordination states why it has to read these cases; it may until midnight."""
    for case in session.scalars(select(Case).where(Case.reference == side.cases[MAIN])).all():
        factories.do(actions.look_into, by=coordinator, case=case, reason="Eine Beschwerde der Person")


def asked_to_take_over(asking: Actor, receiver: Actor) -> str:
    """The id of a handover that waits for the receiver's answer."""
    case = factories.case_at("intake", mentor=asking)
    factories.hand_over(case, to=receiver)
    return str(session.scalars(select(Handover.id).where(Handover.case_id == case.id)).one())


def _sign_in(world: World, role: str) -> None:
    """Two browsers for a person, the second to be ended; a link's holder has opened her page."""
    client, address = browser(world.app), "/login"
    if role in world.actors:
        email = session.get_one(Account, world.actors[role].id).email
        for visitor in (browser(world.app), client):
            page = visitor.get("/login")
            assert visitor.submit(page, form="/login", email=email, password=PASSWORD).status_code == 303
        ids = select(AccountSession.id).where(AccountSession.account_id == world.actors[role].id)
        world.other_sessions[role] = str(session.scalars(ids.order_by(AccountSession.id)).first())
        address = "/konto"
    elif role == "mentee":
        address = f"/meine-beratung/{world.own.links[MAIN]}"
    page = client.get(address)
    assert page.status_code == 200, f"{role}: {page.status}"
    world.tokens[role] = csrf_of(page.text)
    cookie = client.get_cookie("session", domain=HOST)
    assert cookie is not None
    world.cookies[role] = cookie.value


def rows(leave_out: frozenset[str] | set[str] = frozenset(NOTED_BY_THE_WAY)) -> Rows:
    """For each table: how many rows, and a checksum over them, in the order of their keys."""
    found = {}
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in leave_out:
                continue
            lines = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            keys = [line[0] for line in lines if isinstance(line[0], int)]
            digest = sha256(repr([tuple(line) for line in lines]).encode()).hexdigest()
            found[table.name] = (len(lines), max(keys, default=0), digest)
    return found


def changed(before: Rows, after: Rows) -> list[str]:
    """The tables that are not as they were."""
    return [name for name in after if after[name] != before.get(name)]


def copied(app: Flask) -> Reset:
    """Copy the database now; gives the function that puts the copy back."""
    let_go()
    if is_sqlite(db.engine):
        return _copy_of_file(Path(str(make_url(app.config["SETTINGS"].database).database)))
    return _copy_of_rows()


def _copy_of_file(file: Path) -> Reset:
    kept = file.with_suffix(".copy")
    shutil.copy(file, kept)

    def reset() -> None:
        let_go()
        for beside in ("-wal", "-shm"):
            Path(f"{file}{beside}").unlink(missing_ok=True)
        shutil.copy(kept, file)

    return reset


def _copy_of_rows() -> Reset:
    """On PostgreSQL in a second schema: copying a database there takes a second, this takes milliseconds."""
    names = [table.name for table in Base.metadata.sorted_tables]
    _run(["CREATE SCHEMA kept", *(f"CREATE TABLE kept.{name} AS TABLE public.{name}" for name in names)])
    written: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if found := WRITTEN.match(statement):
            written.add(found[1])

    event.listen(db.engine, "before_cursor_execute", note)

    def reset() -> None:
        let_go()
        # Without triggers: neither foreign keys nor the journal's guards are asked.
        put_back = [
            statement
            for name in _with_dependents(written)
            for statement in (f"DELETE FROM public.{name}", f"INSERT INTO public.{name} TABLE kept.{name}")
        ]
        _run(["SET LOCAL session_replication_role = replica", *put_back])
        written.clear()

    return reset


def _with_dependents(written: set[str]) -> list[str]:
    """The written tables, and those whose rows the database removes or changes together with theirs."""
    found = set(written)
    for table in Base.metadata.sorted_tables:  # whoever depends on a table comes after it
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return sorted(found)


def _run(statements: list[str]) -> None:
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def let_go() -> None:
    """Close every connection to the database."""
    session.remove()
    db.engine.dispose()
