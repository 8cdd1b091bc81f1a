"""Mailed links: nothing that opens them is stored, a GET changes nothing, one use is one use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.people.links import (
    create_link,
    find_link,
    open_link,
    revoke_links,
    token_of,
    use_link,
    used_within,
)
from wbv_mentor.people.models import MailedLink

WEEK = timedelta(days=7)


def new_link(purpose: str = "invitation", subject_id: int = 7) -> tuple[int, str]:
    now = clock.now()
    with unit_of_work():
        link = create_link(purpose=purpose, subject_id=subject_id, expires_at=now + WEEK, now=now)
        return link.id, token_of(link)


def test_a_token_finds_its_link_for_its_purpose(app: Flask) -> None:
    number, token = new_link()

    found = find_link(token, "invitation", now=clock.now())

    assert found is not None
    assert found.id == number
    assert find_link(token, "password_reset", now=clock.now()) is None


def test_the_full_stop_of_a_copied_sentence_is_no_part_of_the_token(app: Flask) -> None:
    number, token = new_link()

    found = find_link(f"{token}.", "invitation", now=clock.now())

    assert found is not None
    assert found.id == number
    assert find_link(f".{token}", "invitation", now=clock.now()) is None


def test_anything_else_finds_nothing(app: Flask) -> None:
    new_link()
    for token in ("", "x", "A" * 43, "ü" * 43, "\x00" * 43, "A" * 10_000, "../../etc"):
        assert find_link(token, "invitation", now=clock.now()) is None


def test_a_copied_database_opens_nothing(app: Flask) -> None:
    _number, token = new_link()
    row = session.scalars(select(MailedLink)).one()
    stored = [str(getattr(row, column.name)) for column in MailedLink.__table__.columns]

    assert not any(token in value for value in stored)
    for value in stored:
        assert find_link(value, "invitation", now=clock.now()) is None
    app.config["SECRET_KEY"] = "the key of another installation"
    assert token_of(row) != token
    assert find_link(token, "invitation", now=clock.now()) is None


def test_two_links_never_share_a_token(app: Flask) -> None:
    assert new_link()[1] != new_link()[1]


def test_a_link_ends_at_its_moment(app: Flask) -> None:
    _number, token = new_link()
    created = session.scalars(select(MailedLink.created_at)).one()

    assert find_link(token, "invitation", now=created + WEEK - timedelta(seconds=1)) is not None
    assert find_link(token, "invitation", now=created + WEEK) is None


def test_a_used_link_is_over(app: Flask) -> None:
    number, token = new_link()
    now = clock.now()
    with unit_of_work():
        link = session.get_one(MailedLink, number)
        assert use_link(link, now=now)
        assert not use_link(link, now=now)

    assert find_link(token, "invitation", now=now) is None
    assert used_within(token, "invitation", timedelta(minutes=2), now=now + timedelta(minutes=2))
    assert not used_within(token, "invitation", timedelta(minutes=2), now=now + timedelta(minutes=3))


def test_an_expired_or_revoked_link_cannot_be_used(app: Flask) -> None:
    expired, _token = new_link()
    revoked, token = new_link(subject_id=8)
    now = clock.now()
    with unit_of_work():
        assert revoke_links(purpose="invitation", subject_id=8, now=now) == 1
        assert revoke_links(purpose="invitation", subject_id=8, now=now) == 0
        assert not use_link(session.get_one(MailedLink, revoked), now=now)
        assert not use_link(session.get_one(MailedLink, expired), now=now + WEEK)

    assert find_link(token, "invitation", now=now) is None


def test_the_newest_open_link_of_a_subject(app: Flask) -> None:
    new_link()
    number, _token = new_link()
    new_link(subject_id=8)
    new_link(purpose="password_reset")

    found = open_link(purpose="invitation", subject_id=7, now=clock.now())

    assert found is not None
    assert found.id == number
    assert open_link(purpose="invitation", subject_id=9, now=clock.now()) is None


def test_of_forty_at_once_exactly_one_uses_it(app: Flask) -> None:
    number, _token = new_link()

    def use(_turn: int) -> bool:
        with app.app_context(), unit_of_work():
            return use_link(session.get_one(MailedLink, number), now=clock.now())

    with ThreadPoolExecutor(8) as threads:
        used = list(threads.map(use, range(40)))

    assert used.count(True) == 1
