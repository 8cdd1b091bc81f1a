"""Fills an empty instance, and throws a demo away. Everything in it is invented."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, inspect, select

from wbv_mentor.clock import berlin_moment, standing_at
from wbv_mentor.config import Settings, SettingsError
from wbv_mentor.db import Base, db, is_sqlite, session
from wbv_mentor.demo.accounts import make_staff
from wbv_mentor.demo.cast import Cast
from wbv_mentor.demo.days import office_day_until
from wbv_mentor.demo.stories import stories
from wbv_mentor.demo.timeline import at, live_through
from wbv_mentor.pathways.models import Instance
from wbv_mentor.people.models import Account

BEGAN_DAYS_AGO = 548  # eighteen months
Counts = dict[str, dict[str, int]]
PASSWORDS = "demo-accounts.json"


def fill_demo(app: Flask, *, seed: int, today: date, on_day: Callable[[], object]) -> Counts:
    """Fill an empty, upgraded instance as it would stand on the morning of `today`.

    Writes `demo-accounts.json` into the instance folder; `on_day` is called for each day lived
    through. Answers how many instances of each path stand in which state. Raises SettingsError
    unless this is an empty demo instance.
    """
    settings: Settings = app.config["SETTINGS"]
    if not settings.demo:
        raise SettingsError("A demo needs WBV_DEMO=1: it must never mix with real cases.")
    if session.scalar(select(func.count()).select_from(Account)):
        raise SettingsError("This instance is not empty; use --fresh to make its demo anew.")
    session.rollback()
    _hurry()
    cast, begins = Cast(), office_day_until(today - timedelta(days=BEGAN_DAYS_AGO))
    with standing_at(at(begins, hour=8)):
        make_staff(cast)
    told = stories(cast, begins=begins, present=today, seed=seed)
    live_through(told, until=berlin_moment(today, hour=8), on_day=on_day)
    _keep_passwords(settings, cast.passwords)
    return count_states()


def _hurry() -> None:
    """A demo that a power cut spoils is made anew, so SQLite need not wait for the disk at each commit."""
    if is_sqlite(db.engine):
        session.connection().exec_driver_sql("PRAGMA synchronous=OFF")
        session.rollback()


def count_states() -> Counts:
    """How many instances of each path stand in which state."""
    counts: Counts = {}
    query = select(Instance.kind, Instance.state, func.count()).group_by(Instance.kind, Instance.state)
    for kind, state, number in session.execute(query.order_by(Instance.kind, Instance.state)):
        counts.setdefault(kind, {})[state] = number
    session.rollback()
    return counts


def forget_everything(app: Flask) -> None:
    """Drop every table of a demo instance. Raises SettingsError for any other."""
    if not app.config["SETTINGS"].demo:
        raise SettingsError("Only a demo is thrown away (WBV_DEMO=1).")
    if inspect(db.engine).has_table(Account.__tablename__) and is_real_database():
        raise SettingsError("This database is none of a demo: its accounts are those of real people.")
    session.remove()
    db.metadata.reflect(bind=db.engine)
    Base.metadata.drop_all(db.engine)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def is_demo_database() -> bool:
    """Whether the accounts are invented ones: their addresses end in .example, which nobody owns."""
    found: Any = session.scalar(select(Account.id).where(Account.email.like("%.example")).limit(1))
    session.rollback()
    return found is not None


def is_real_database() -> bool:
    """Whether there are accounts and not one of them is invented. Visitors of a demo may add any."""
    known = session.scalar(select(func.count()).select_from(Account))
    return bool(known) and not is_demo_database()


def check_demo(settings: Settings) -> None:
    """A demo shows every mail to everybody, and its accounts are known: it never mixes with real people.

    Raises SettingsError for a demo's instance without WBV_DEMO, and for a real database with it.
    """
    if settings.demo and is_real_database():
        raise SettingsError("WBV_DEMO=1 would show the mails of real people to everybody; unset it.")
    if not settings.demo and (settings.instance / PASSWORDS).exists():
        raise SettingsError(
            f"{settings.instance} holds a demo; set WBV_DEMO=1 or choose another WBV_INSTANCE."
        )


def _keep_passwords(settings: Settings, passwords: dict[str, dict[str, str]]) -> None:
    path = settings.instance / PASSWORDS
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, ensure_ascii=False, indent=2)
    current_app.logger.info("demo accounts written")
