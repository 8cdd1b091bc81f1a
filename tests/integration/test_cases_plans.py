"""Lists and the page of a case are read along indexes: no plan looks through every row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from tests.case_visits import enter
from tests.factories import a_coordinator, case_at, mentor_of, today
from wbv_mentor.cases import queries
from wbv_mentor.db import db, is_sqlite, session

NOT_SMALL = (
    "journal_entry",
    "step_record",
    "deadline",
    "talk",
    "task",
    "consent",
    "listed_case",
    "case_word",
)
ASKED = [{"order": order, "which": which} for order in ("due", "new", "contact") for which in ("open", "all")]


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database until the block ends, with its values."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        sent.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_case_page_looks_through_no_table_that_grows(app: Flask) -> None:
    case = case_at("funding")
    client = enter(app, mentor_of(case))
    with statements() as sent:
        assert client.get(f"/cases/{case.reference}").status_code == 200

    assert len(sent) > 10
    for statement, values in sent:
        if statement.startswith("SELECT"):
            rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            through = [
                row[3] for row in rows if row[3].startswith(tuple(f"SCAN {name}" for name in NOT_SMALL))
            ]
            assert through == [], statement


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_an_entry_caused_is_found_by_the_beginning_of_submissions(app: Flask) -> None:
    """In a small table PostgreSQL reads everything anyway; told not to, it has to have an index for it."""
    session.execute(text("SET LOCAL enable_seqscan = off"))
    query = "EXPLAIN SELECT id FROM journal_entry WHERE submission LIKE '12:' || '%' ESCAPE '/'"
    plan = "\n".join(session.scalars(text(query)))
    assert re.search(r"Index Cond: .*submission.*~>=~", plan), plan


@pytest.mark.parametrize("wanted", [*ASKED, {"stage": "funding"}, {"state": "closed", "which": "all"},
                                    {"search": "2026-"}], ids=str)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_coordinations_list_is_read_along_an_index(app: Flask, wanted: dict[str, Any]) -> None:
    coordinator = a_coordinator()
    assert is_sqlite(db.engine)
    with statements() as sent:
        queries.case_list(actor=coordinator, today=today(), **wanted)

    about = [(statement, values) for statement, values in sent if "listed_case" in statement]
    assert about
    for statement, values in about:
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        plan = "\n".join(str(row[3]) for row in rows)
        by_number = wanted.get("order") == "new" or "count(" in statement  # its own order, LIMIT
        if not by_number:
            assert not re.search(r"SCAN (listed_case|case_word)(?! USING (COVERING )?INDEX)", plan), plan
        if "search" not in wanted and "UNION" not in statement:
            assert "TEMP B-TREE" not in plan, plan
