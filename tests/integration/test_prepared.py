"""Prepared statements: types, errors and events as everywhere, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from wbv_mentor.db import db, session, unit_of_work
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.prepared import Prepared

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ROW: dict[str, Any] = {
    "key": "one", "template": "t", "recipient": "account:1", "context": {"a": [1]}, "reason": {},
    "state": "pending",
    "not_before": NOW, "attempts": 0, "delivered_to": [], "message_id": "m1", "created_at": NOW,
}  # fmt: skip
COLUMNS = (OutboxMessage.id, OutboxMessage.context, OutboxMessage.not_before, OutboxMessage.cause)
ADD = Prepared(
    insert(OutboxMessage.__table__)  # type: ignore[arg-type]
    .values({name: bindparam(name) for name in ROW})
    .returning(OutboxMessage.id)
)
READ = Prepared(select(*COLUMNS).where(OutboxMessage.key == bindparam("key")))
CHANGE = Prepared(
    update(OutboxMessage.__table__)  # type: ignore[arg-type]
    .where(OutboxMessage.id == bindparam("number"))
    .values(cause=bindparam("why"), last_error=None)
)


def test_values_keep_their_types(app: Flask) -> None:
    with unit_of_work():
        number = ADD.rows(**ROW)[0][0]
        assert READ.first(key="one") == (number, {"a": [1]}, NOW, None)
        assert READ.first(key="two") is None
        assert CHANGE.write([{"number": number, "why": 7}]) == 1
        assert CHANGE.write([{"number": number, "why": 8}, {"number": 99, "why": 8}]) == 1
    assert session.get_one(OutboxMessage, number).cause == 8


def test_an_error_is_that_of_sqlalchemy_and_says_no_value(app: Flask) -> None:
    with pytest.raises(IntegrityError) as caught, unit_of_work():
        ADD.rows(**ROW)
        ADD.rows(**ROW | {"message_id": "geheim"})
    assert "geheim" not in str(caught.value)
    assert session.query(OutboxMessage).count() == 0


def test_whoever_listens_to_statements_hears_of_them(app: Flask) -> None:
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        with unit_of_work():
            READ.first(key="one")
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    assert any("outbox_message" in statement for statement in heard)


def test_a_savepoint_takes_back_what_was_written_in_it(app: Flask) -> None:
    with unit_of_work():
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            ADD.rows(**ROW)
            raise ZeroDivisionError
        assert READ.first(key="one") is None
