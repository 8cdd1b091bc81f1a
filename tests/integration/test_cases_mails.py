"""Mails about cases: who gets which, that they can be written, and what they never say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.factories import (
    a_coordinator,
    application,
    booking,
    case_at,
    close_without_course,
    consented,
    days_later,
    do,
    fire,
    fresh,
    hand_over,
    mentee_of,
    mentor_of,
    new_case,
    on_behalf,
    paths_known,
    reachable,
    suspend,
    system_acts,
    today,
    withdraw,
)
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.actions.asking_for_advice import Asked, ask_for_advice
from wbv_mentor.cases.consent import alive
from wbv_mentor.cases.letters.recipients import mailboxes_of_mentee
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.path.standing import pending_handover
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.funding.actions import save_documents
from wbv_mentor.outbox.mails import Mail, registered_mails, render
from wbv_mentor.outbox.models import PENDING, OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox, mailboxes_of
from wbv_mentor.pathways.deadlines import open_deadlines

NAME = "Zoë Kanarienvogel"
Occasion = Callable[[], Case]


def sent(template: str) -> list[OutboxMessage]:
    """The rows of one mail, oldest first."""
    return list(session.query(OutboxMessage).filter_by(template=template).order_by(OutboxMessage.id))


def read(row: OutboxMessage, language: str = "de") -> Mail | None:
    """The mail as its reader gets it."""
    return render(row.template, row.context, row.reason, Mailbox("Kim", "kim@post.example", language))


def asked() -> Case:
    case = new_case(way="link", alias=NAME)
    reachable(case)
    fire(case, "request_consent", by=mentor_of(case))
    return case


def refused() -> Case:
    case = case_at("offers", alias=NAME)
    receiver = hand_over(case)
    fire(case, "refuse_handover", by=receiver)
    return case


def refused_to_the_mentee() -> Case:
    case = case_at("offers", alias=NAME)
    other = case_at("offers").mentor_id
    fire(case, "hand_over", by=mentee_of(case), data={"receiver": str(other)})
    receiver = Actor("mentor", other)
    do(actions.answer_handover, by=receiver, handover=pending_handover(case), accept=False)
    return case


def accepted() -> Case:
    case = case_at("offers", alias=NAME)
    receiver = hand_over(case)
    fire(case, "accept_handover", by=receiver)
    return case


def orphaned() -> Case:
    case = running()
    suspend(mentor_of(case))
    return case


def running() -> Case:
    """A case with a strict deadline that can still be kept: a course far ahead, leave not yet asked for."""
    case = case_at("plan_agreed", alias=NAME)
    application(case, "sbfg")
    data = booking(120, risk_accepted=True, **on_behalf("spoken"))
    fire(case, "book_course", by=mentor_of(case), data=data)
    return case


def closed_with_deadlines() -> Case:
    case = running()
    close_without_course(case)
    return case


def withdrawn() -> Case:
    case = running()
    withdraw(case)
    return case


def started_by_itself() -> Case:
    case = case_at("plan_agreed", alias=NAME)
    fire(case, "book_course", by=mentor_of(case), data=booking(5))
    with days_later(6):
        system_acts()
    session.refresh(case)
    return case


def sought() -> Case:
    a_coordinator()
    paths_known()
    asked_for = Asked(alias=NAME, channel="email", email="zoe@post.example", wish="Zeit für mich")
    with unit_of_work():
        return ask_for_advice(asked=asked_for, now=clock.now(), submission=fresh())


WRITTEN: dict[str, tuple[Occasion, str]] = {
    "case_asked": (sought, "mentee"),
    "case_asked_staff": (sought, "role"),
    "case_consent": (asked, "mentee"),
    "case_message": (refused_to_the_mentee, "mentee"),
    "case_new_mentor": (accepted, "mentee"),
    "case_choose": (orphaned, "mentee"),
    "case_deadlines": (closed_with_deadlines, "mentee"),
    "case_withdrawn": (withdrawn, "mentee"),
    "case_handover_request": (lambda: case_at("handover", alias=NAME), "account"),
    "case_handover_answer": (refused, "account"),
    "case_mentor_lost": (orphaned, "role"),
    "case_deadlines_staff": (orphaned, "role"),
    "case_automatic": (started_by_itself, "account"),
}


@pytest.mark.parametrize("template", WRITTEN)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_mail_is_written_and_names_nobody_in_its_subject(app: Flask, template: str, language: str) -> None:
    occasion, kind = WRITTEN[template]
    case = occasion()

    row = sent(template)[-1]
    mail = read(row, language)

    assert row.recipient.partition(":")[0] == kind
    assert mail is not None
    assert "Kanarienvogel" not in mail.subject + mail.body
    assert "{" not in mail.body
    if kind == "mentee":
        assert str(case.reference) not in mail.subject
        assert "/meine-beratung/" in mail.body
    else:
        assert str(case.reference) in mail.subject


def test_every_mail_of_the_room_is_tried_here() -> None:
    assert {name for name in registered_mails() if name.startswith("case_")} == set(WRITTEN)


def test_the_receipt_of_a_withdrawal_lists_what_still_runs(app: Flask) -> None:
    withdrawn()

    mail = read(sent("case_withdrawn")[0])

    assert mail is not None
    seventh = today() + timedelta(days=7)  # the last day; on the next one everything is erased
    assert f"{seventh.day}. " in mail.body.partition("Bis zum")[2].partition("können")[0]
    assert "Antrag auf Bildungsfreistellung" in mail.body
    assert "anders überlegen" in mail.body


def test_after_a_withdrawal_nothing_goes_to_anybody_else(app: Flask) -> None:
    case = running()
    withdraw(case)
    with days_later(6):
        system_acts()

    waiting = session.query(OutboxMessage).filter_by(state=PENDING)
    about = [row for row in waiting if row.key.startswith((f"case:{case.id}:", "reminder:"))]
    assert {row.recipient for row in about} == {f"mentee:{case.mentee_id}"}


@pytest.mark.parametrize(
    ("channel", "agreed", "reached"),
    [("email", True, True), ("email", False, False), ("phone", True, False)],
)
def test_a_mentee_is_written_to_only_as_agreed(app: Flask, channel: str, agreed: bool, reached: bool) -> None:
    case = new_case()
    reachable(case, channel=channel, phone="0681 12345")
    fire(case, "request_consent", by=mentor_of(case))
    data: dict[str, Any] = {"case_work": True, **({"contact_channel": True} if agreed else {})}
    fire(case, "give_consent", by=mentee_of(case), data=data)

    assert bool(mailboxes_of_mentee(str(case.mentee_id))) == reached


def test_before_the_consent_only_who_chose_the_link_gets_a_mail(app: Flask) -> None:
    by_link, by_code = asked(), case_at("consent_pending", way="qr")

    assert len(mailboxes_of(f"mentee:{by_link.mentee_id}")) == 1
    assert mailboxes_of(f"mentee:{by_code.mentee_id}") == []
    assert [row.recipient for row in sent("case_consent")] == [f"mentee:{by_link.mentee_id}"]


def test_who_takes_back_mail_alone_gets_none_even_about_the_withdrawal(app: Flask) -> None:
    case = case_at("intake")
    channel = alive(case, "contact_channel")
    do(actions.withdraw_consent, by=mentee_of(case), consent=channel, way="link")
    withdraw(case)

    assert mailboxes_of(f"mentee:{case.mentee_id}") == []
    assert sent("case_withdrawn") == []


def test_a_mail_whose_occasion_is_gone_is_not_written(app: Flask) -> None:
    case = asked()
    fire(case, "give_consent", by=mentee_of(case), data={"case_work": True})
    handed = case_at("handover")
    fire(handed, "cancel_handover", by=mentor_of(handed))

    assert read(sent("case_consent")[0]) is None
    assert read(sent("case_handover_request")[0]) is None


def test_reminders_go_to_the_owner(app: Flask) -> None:
    case = case_at("consent_pending")
    with days_later(7):
        system_acts()
    other = case_at("intake")
    receiver = hand_over(other)
    with days_later(4):
        system_acts()

    told = {row.recipient for row in session.query(OutboxMessage) if row.key.startswith("reminder:")}

    assert told == {f"account:{case.mentor_id}", f"account:{receiver.id}"}
    mail = read(next(row for row in sent("reminder") if row.recipient == f"account:{receiver.id}"))
    assert mail is not None
    assert "/handovers/" in mail.body


def test_strict_deadlines_of_an_orphan_go_to_mentee_and_coordination(app: Flask) -> None:
    case = orphaned()
    a_coordinator()

    with days_later(60):
        system_acts()

    told = {row.recipient for row in session.query(OutboxMessage) if row.key.startswith("reminder:")}
    assert {f"mentee:{case.mentee_id}", "role:coordinator"} <= told


def test_a_consented_case_says_who_accompanies(app: Flask) -> None:
    case = new_case()
    consented(case)

    assert mailboxes_of(f"mentee:{case.mentee_id}")[0].name == "Ada"


def test_a_reminder_to_file_lists_the_papers_that_are_missing(app: Flask) -> None:
    case = case_at("plan_agreed")
    fire(case, "book_course", by=mentor_of(case), data=booking(100))
    row = application(case, "sgb3_82_qcg")
    do(
        save_documents, by=mentor_of(case), application=row, there=["antrag"],
        only_company=["betriebsgroesse"], note=None,
    )  # fmt: skip
    deadline = next(one for one in open_deadlines(row) if one.rule == "sgb3_application")
    context = {"deadline": deadline.id, "recipient": f"account:{case.mentor_id}"}

    mail = render("reminder", context, {}, Mailbox("Mina", "mina@post.example"))

    assert mail is not None
    lacking = mail.body.partition("Das fehlt noch:")[2].partition("Zur Aufgabe")[0]
    assert "Kursangebot" in lacking
    assert "Antrag" not in lacking
