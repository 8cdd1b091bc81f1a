"""A key is taken once, whatever happens at the same time; nothing survives a rollback."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.sample_mail import WHY, install, put, row
from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.types import Label
from wbv_mentor.errors import say
from wbv_mentor.outbox.actions import KEPT_AFTER_SENDING, cancel, empty_old, enqueue, note_skipped
from wbv_mentor.outbox.models import CANCELLED, PENDING, SENT, OutboxMessage
from wbv_mentor.outbox.queries import count_sent, sent_because_of
from wbv_mentor.outbox.reasons import freeze, thaw


@pytest.fixture(autouse=True)
def _with_sample(app: Flask) -> None:
    install(app)


def test_a_key_is_taken_once() -> None:
    assert put("a:1") is True
    assert put("a:1", recipient="sample:2") is False
    assert row("a:1").recipient == "sample:1"


def test_twenty_at_once_make_one_row(app: Flask) -> None:
    start = threading.Barrier(20)
    results: list[bool] = []

    def work() -> None:
        with app.app_context():
            start.wait()
            results.append(put("a:1"))

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 19 + [True]
    assert session.query(OutboxMessage).count() == 1


def test_a_sent_or_cancelled_mail_still_holds_its_key() -> None:
    put("a:1")
    with unit_of_work():
        assert cancel(key_prefix="a:", now=clock.now()) == 1
    assert put("a:1") is False
    assert row("a:1").state == CANCELLED


def test_a_refused_unit_of_work_leaves_no_mail() -> None:
    def fail_after_enqueue() -> None:
        with unit_of_work():
            _enqueue("a:1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_enqueue()
    assert session.query(OutboxMessage).count() == 0


@pytest.mark.parametrize(
    "context",
    [{"name": "Anna Beispiel"}, {"mail": "a@post.example"}, {"x": {"deep": 1}}, {"x": ["a b"]}, {"x": 1.5}],
)
def test_a_context_holds_ids_and_codes_only(context: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="ids, codes and dates only"):
        put("a:1", context=context)


@pytest.mark.parametrize("recipient", ["anna@post.example", "account", "account:", "Account:1", "account:1 "])
def test_a_recipient_is_a_kind_and_an_id(recipient: str) -> None:
    with pytest.raises(ValueError, match="kind:id"):
        put("a:1", recipient=recipient)


def test_a_key_that_a_database_would_cut_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        put("k" * 301)


def test_cancels_by_cause_and_by_beginning_without_wildcards() -> None:
    put("a_1:x", cause=7)
    put("ab1:x", cause=8)
    with unit_of_work():
        assert cancel(key_prefix="a_1", now=clock.now()) == 1  # the underscore is no wildcard
        assert cancel(cause=8, now=clock.now()) == 1
        assert cancel(cause=8, now=clock.now()) == 0


def test_cancel_needs_one_way_to_choose() -> None:
    with unit_of_work(), pytest.raises(ValueError, match="by cause or by key_prefix"):
        cancel(now=clock.now())


def test_what_was_sent_is_not_cancelled_but_can_be_found_again() -> None:
    put("a:1", cause=7)
    _mark_sent("a:1", clock.now())
    with unit_of_work():
        assert cancel(cause=7, now=clock.now()) == 0
    assert [found.key for found in sent_because_of(7)] == ["a:1"]
    assert count_sent(key_prefix="a:") == 1


def test_a_skipped_mail_keeps_its_key_and_says_why() -> None:
    with unit_of_work():
        assert note_skipped(
            key="a:1", template="sample", recipient="sample:1", context={"number": 1}, reason=WHY,
            why="obsolete: overtaken", now=clock.now(),
        )  # fmt: skip
    assert put("a:1") is False
    assert (row("a:1").state, row("a:1").last_error) == (CANCELLED, "obsolete: overtaken")


def test_contexts_are_emptied_thirty_days_after_sending() -> None:
    at = datetime(2026, 3, 1, 7, tzinfo=UTC)
    for key in ("sent", "waiting", "cancelled"):
        put(key, now=at)
    _mark_sent("sent", at)
    with unit_of_work():
        cancel(key_prefix="cancelled", now=at)
    with unit_of_work():
        assert empty_old(now=at + KEPT_AFTER_SENDING) == 0
    with unit_of_work():
        assert empty_old(now=at + KEPT_AFTER_SENDING + timedelta(seconds=1)) == 2
    assert (row("sent").context, row("sent").reason, row("sent").state) == ({}, {}, SENT)
    assert (row("waiting").context, row("waiting").state) == ({"number": 1}, PENDING)


def test_a_reason_comes_back_as_it_went_in() -> None:
    label = Label(de="Antrag vor Kursbeginn", en="Application before the course")
    reason = {
        "rule": say("Frist „%(label)s“.", label=label),
        "fact": say("Beginn: %(day)s.", day=date(2026, 12, 8)),
    }
    assert thaw(freeze(reason)) == reason


@pytest.mark.parametrize("reason", [{}, {"fact": "x"}, {"rule": "x", "why": "y"}])
def test_a_reason_names_its_rule(reason: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="rule, fact and role"):
        freeze(reason)


def _enqueue(key: str) -> None:
    assert enqueue(
        key=key,
        template="sample",
        recipient="sample:1",
        context={"number": 1},
        reason=WHY,
        now=clock.now(),
    )


def _mark_sent(key: str, at: datetime) -> None:
    with unit_of_work() as current:
        found = current.query(OutboxMessage).filter_by(key=key).one()
        found.state, found.sent_at = SENT, at
