"""Whatever is done to sealed entries is found, and named."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from flask import Flask
from sqlalchemy import Connection

from tests.tampering.journal import fill
from tests.tampering.ways import WAYS, tamper
from wbv_mentor.db import db, is_sqlite, session
from wbv_mentor.pathways.audit import verify

TIMES_EACH = 6  # script/torture audit does a thousand


@pytest.fixture
def connection(app: Flask) -> Iterator[Connection]:
    """A connection to a sealed journal, in a transaction that is never committed."""
    fill(Random(7))
    session.remove()
    with db.engine.connect() as connection:
        if is_sqlite(db.engine):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def test_what_nobody_touched_is_sound(connection: Connection) -> None:
    audited = verify(connection)
    assert audited.findings == []
    assert audited.seen.seals == 4
    assert 0 < audited.seen.unsealed < audited.seen.entries


def test_every_tamper_is_found_and_named(connection: Connection) -> None:
    chance = Random(2026)
    for way in WAYS:
        for _ in range(TIMES_EACH):
            begun = connection.begin_nested()
            named = tamper(connection, way, chance)
            found = verify(connection).findings
            begun.rollback()
            assert any(named.by(one) for one in found), (way.__name__, named, [one.text for one in found])
    assert verify(connection).findings == []
