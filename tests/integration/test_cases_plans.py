"""Lists of cases are read along their indexes: no plan looks through every row."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from tests.factories import a_coordinator, today
from wbv_mentor.cases import queries
from wbv_mentor.db import db, is_sqlite, session

ASKED = [{"order": order, "which": which} for order in ("due", "new", "contact") for which in ("open", "all")]


@pytest.mark.parametrize("wanted", [*ASKED, {"stage": "funding"}, {"state": "closed", "which": "all"},
                                    {"search": "2026-"}], ids=str)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_coordinations_list_is_read_along_an_index(app: Flask, wanted: dict[str, Any]) -> None:
    coordinator = a_coordinator()
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        sent.append((statement, values))

    assert is_sqlite(db.engine)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        queries.case_list(actor=coordinator, today=today(), **wanted)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

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
