"""What a reminder says, to whom, and why; and what it never says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.sample_path import MISSING, PEOPLE, deadline, install, mails
from wbv_mentor import jobs
from wbv_mentor.clock import berlin_moment
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import say
from wbv_mentor.outbox.mails import Mail, render
from wbv_mentor.outbox.recipients import Mailbox
from wbv_mentor.pathways.models import Deadline

MONDAY = date(2026, 12, 7)
JORG = Mailbox("Jörg Ä.", "joerg@post.example")


@pytest.fixture(autouse=True)
def _with_sample(app: Flask) -> None:
    install(app)


def reminded(due_on: date, days_before: int, to: Mailbox = JORG, **more: Any) -> Mail | None:
    """The reminder as it reads that many days before the due day."""
    with time_machine.travel(berlin_moment(due_on - timedelta(days=days_before)), tick=False):
        deadline(due_on, seen=berlin_moment(due_on - timedelta(days=21)), **more)
        jobs.run("reminders")
        row = mails()[-1]
        return render(row.template, row.context, row.reason, to)


def text_of(mail: Mail | None) -> str:
    """Its text on one line."""
    assert mail is not None
    return " ".join(mail.body.split())


def test_says_what_until_when_and_why() -> None:
    MISSING[:] = [say("Kursangebot mit Maßnahmenummer"), say("Angaben des Betriebs")]
    mail = reminded(MONDAY, 10)
    assert mail is not None
    assert mail.subject == "Frist am Montag, 7. Dezember 2026 – Fall 2026-0147"
    text = text_of(mail)
    assert text.startswith(
        "Guten Tag Jörg Ä., in 10 Tagen endet eine Frist: Antrag vor Kursbeginn "
        "Spätestens Montag, 7. Dezember 2026. Das ist eine gesetzliche Frist."
    )
    assert "Das fehlt noch: - Kursangebot mit Maßnahmenummer - Angaben des Betriebs" in text
    assert "Zur Aufgabe: http://127.0.0.1:8000/cases/2026-0147" in text
    assert (
        "Warum bekomme ich das? Frist „Antrag vor Kursbeginn“ (§ 324 SGB III). "
        "So steht es seit: 7. Dezember 2026." in text
    )
    assert "besser bis" not in text


def test_a_due_day_that_is_no_working_day_says_better_by() -> None:
    assert "Spätestens Sonntag, 6. Dezember 2026, besser bis Freitag, 4. Dezember 2026." in text_of(
        reminded(date(2026, 12, 6), 10)
    )


@pytest.mark.parametrize("holiday", [date(2027, 5, 6), date(2026, 12, 25)])
def test_a_holiday_says_better_by_too(holiday: date) -> None:
    assert "besser bis" in text_of(reminded(holiday, 10))


def test_better_by_is_left_out_when_that_day_has_gone() -> None:
    assert "besser bis" not in text_of(reminded(date(2026, 12, 6), 1))


def test_a_recommended_day_is_named_while_it_is_ahead() -> None:
    early = text_of(reminded(MONDAY, 20, recommended_on=date(2026, 11, 20)))
    late = text_of(reminded(date(2026, 12, 6), 10, recommended_on=date(2026, 11, 20)))

    assert "Wir empfehlen: schon bis Freitag, 20. November 2026." in early
    assert "Wir empfehlen" not in late
    assert "besser bis Freitag, 4. Dezember 2026." in late


def test_a_day_on_which_something_begins_is_called_so() -> None:
    mail = reminded(date(2026, 12, 6), 6, rule="begins")

    assert mail is not None
    assert mail.subject == "Erinnerung – Fall 2026-0147"
    assert "Guten Tag Jörg Ä., am Montag, 7. Dezember 2026 beginnt etwas. Zur Aufgabe" in text_of(mail)


@pytest.mark.parametrize(
    ("days_before", "words"),
    [(1, "morgen endet eine Frist:"), (0, "heute endet eine Frist:"), (-3, "eine Frist ist vorbei:")],
)
def test_counts_the_days_when_it_is_read(days_before: int, words: str) -> None:
    assert words in text_of(reminded(MONDAY, days_before))


def test_english_readers_get_english_dates_and_labels() -> None:
    mail = reminded(MONDAY, 10, Mailbox("Ann", "ann@post.example", "en"))
    assert mail is not None
    assert "Monday, 7 December 2026" in mail.subject
    assert "Application before the course" in mail.body


def test_a_mentee_gets_a_neutral_subject() -> None:
    PEOPLE[:] = ["mentee:5"]
    mail = reminded(MONDAY, 10)
    assert mail is not None
    assert mail.subject == "Nachricht vom Weiterbildungsverbund Saarland"
    assert "Antrag vor Kursbeginn" in mail.body


def test_what_is_no_law_names_no_source() -> None:
    text = text_of(reminded(MONDAY, 0, rule="our_own"))
    assert "Warum bekomme ich das? Frist „Nachfragen“. So steht es seit" in text
    assert "gesetzliche" not in text


def test_what_was_done_before_it_is_sent_is_not_reminded() -> None:
    reminded(MONDAY, 10)
    row = mails()[-1]
    with unit_of_work() as current:
        current.get_one(Deadline, row.context["deadline"]).met_at = berlin_moment(MONDAY)
    assert render(row.template, row.context, row.reason, JORG) is None


def test_who_is_no_longer_in_charge_is_not_reminded() -> None:
    reminded(MONDAY, 10)
    row = mails()[-1]
    PEOPLE[:] = ["sample:2"]
    assert render(row.template, row.context, row.reason, JORG) is None
