"""The day's seal: made once, by whoever comes first, and sent to where nobody who runs the database is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.accounts import add_account
from tests.conftest import MakeSettings
from tests.unit import small_path
from wbv_mentor import clock
from wbv_mentor.config import Settings
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.outbox.envelope import compose
from wbv_mentor.outbox.mails import Mail, render
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.outbox.recipients import Mailbox, mailboxes_of
from wbv_mentor.pathways import definitions
from wbv_mentor.pathways.advance import advance, start
from wbv_mentor.pathways.audit import snapshot, verify
from wbv_mentor.pathways.models import Instance, JournalEntry, JournalSeal
from wbv_mentor.pathways.seal_file import SealFile
from wbv_mentor.pathways.sealing import seal_journal
from wbv_mentor.pathways.seals import newest_seal

BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MENTOR = Actor("mentor", 1)


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    return make_settings(privacy_contact="Frau Dr. Kaya <datenschutz@ak.example>, Tel. 0681 555 01 24")


@pytest.fixture
def moved(app: Flask, tmp_path: Path) -> Iterator[time_machine.Traveller]:
    """Two entries on the first day; the clock stands there."""
    small_path.write(tmp_path / "paths")
    with time_machine.travel(BEGIN, tick=False) as traveller:
        with unit_of_work():
            definitions.register(now=BEGIN, root=tmp_path / "paths")
            begun = start(model=Instance, workflow="small", by=MENTOR, now=BEGIN, submission="s1")
            advance(instance=begun, trigger="pause", by=MENTOR, now=BEGIN, submission="s2")
        yield traveller


def seals() -> list[JournalSeal]:
    session.rollback()
    return list(session.query(JournalSeal).order_by(JournalSeal.id))


def findings() -> list[str]:
    with snapshot() as connection:
        return [one.text for one in verify(connection).findings]


def test_once_a_berlin_day(moved: time_machine.Traveller) -> None:
    assert [seal_journal(), seal_journal()] == [1, 0]
    moved.move_to(datetime(2026, 11, 2, 22, 59, tzinfo=UTC))  # 23:59 in Berlin
    assert seal_journal() == 0
    moved.shift(timedelta(minutes=1))
    with unit_of_work():
        thing = session.query(Instance).one()
        advance(instance=thing, trigger="resume", by=MENTOR, now=clock.now(), submission="s3")
    assert seal_journal() == 1
    moved.move_to(BEGIN)  # a clock that was set back makes no second one
    assert seal_journal() == 0
    first, second = seals()
    assert [(first.id, first.entries, first.prev), (second.id, second.entries, second.prev)] == [
        (1, 2, ""),
        (2, 3, first.digest),
    ]
    assert second.last_entry_id == max(number for (number,) in session.query(JournalEntry.id))
    assert findings() == []


def test_a_day_without_entries_is_sealed_too(app: Flask) -> None:
    with time_machine.travel(BEGIN, tick=False) as traveller:
        assert seal_journal() == 1
        traveller.shift(timedelta(days=1))
        assert seal_journal() == 1
    assert [(seal.entries, seal.last_entry_id) for seal in seals()] == [(0, 0), (0, 0)]
    assert findings() == []


def test_of_many_at_once_one_makes_it(app: Flask, moved: time_machine.Traveller) -> None:
    made, together = [], threading.Barrier(4)

    def make() -> None:
        with app.app_context():
            together.wait()
            made.append(seal_journal())

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 0, 0, 1]
    assert len(seals()) == 1
    assert session.query(OutboxMessage).count() == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # on SQLite a unit of work is alone
def test_an_entry_that_is_being_written_is_waited_for(app: Flask, moved: time_machine.Traveller) -> None:
    """A number given out before the seal must not appear below it afterwards."""
    slow, done = threading.Event(), []

    def write_slowly() -> None:
        with app.app_context(), unit_of_work():
            thing = session.query(Instance).one()
            advance(instance=thing, trigger="resume", by=MENTOR, now=BEGIN, submission="slow")
            slow.set()
            threading.Event().wait(0.3)
            done.append("written")

    writer = threading.Thread(target=write_slowly)
    writer.start()
    slow.wait()
    assert seal_journal() == 1
    assert done == ["written"]
    writer.join()
    assert seals()[0].entries == 3


def mail_of(seal: JournalSeal, language: str = "de") -> Mail:
    row = session.query(OutboxMessage).filter_by(key=f"seal:{seal.id}").one()
    found = render(row.template, row.context, row.reason, Mailbox("", "x@post.example", language))
    assert found is not None
    return found


def test_it_leaves_by_mail_and_is_read_from_it(moved: time_machine.Traveller) -> None:
    seal_journal()
    (seal,) = seals()
    german, english = mail_of(seal), mail_of(seal, "en")
    assert german.subject == "Siegel vom 2. November 2026 über den Verlauf"
    assert "Zahl der Einträge bis jetzt: 2." in german.body
    assert "Warum bekomme ich das?" in german.body
    assert "Number of entries so far: 2." in english.body
    for mail in (german, english):
        assert SealFile.read(mail.body.encode()) == SealFile.of(seal)
        kept = compose(
            mail, to=Mailbox("", "x@post.example"), sender="a@b.example", message_id="1@b", at=BEGIN
        )
        assert SealFile.read(kept.as_bytes()) == SealFile.of(seal)
    row = session.query(OutboxMessage).one()
    assert mailboxes_of(row.recipient) == [Mailbox("", "datenschutz@ak.example")]


class TestWithoutAContact:
    @pytest.fixture
    def settings(self, make_settings: MakeSettings) -> Settings:
        return make_settings()

    def test_the_coordination_gets_it(self, moved: time_machine.Traveller) -> None:
        add_account("coordinator", "Karla Klein")
        add_account("admin", "Adam Adler")
        seal_journal()
        boxes = mailboxes_of(session.query(OutboxMessage).filter_by(template="seal").one().recipient)
        assert [box.name for box in boxes] == ["Karla Klein"]


def test_the_newest_one(moved: time_machine.Traveller) -> None:
    assert newest_seal() is None
    seal_journal()
    moved.shift(timedelta(days=1))
    seal_journal()
    found = newest_seal()
    assert found is not None
    assert found.id == 2
