"""Accounts for tests: made by the real use case, signed in through the real page."""

from __future__ import annotations

from functools import cache

from flask import Flask
from werkzeug.test import TestResponse

from tests.strict_client import StrictClient
from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.people.actions import create_with_password
from wbv_mentor.people.passwords import hashed

PASSWORD = "vier Birnen fahren Tandem"


@cache
def password_hash() -> str:
    """The hash of PASSWORD, made once: Argon2 is slow on purpose. Needs the application's context."""
    return hashed(PASSWORD)


def add_account(role: str = "mentor", name: str = "Mina Marx", *, email: str | None = None) -> Actor:
    """An account that can sign in with PASSWORD, as an actor."""
    first, _, last = name.partition(" ")
    password = password_hash()
    with unit_of_work():
        account = create_with_password(
            email=email or address_of(name),
            first_name=first,
            last_name=last,
            role=role,
            password_hash=password,
            function_in_company="colleague" if role == "mentor" else None,
            by=SYSTEM,
            now=clock.now(),
        )
        return account.actor


def address_of(name: str) -> str:
    """The address add_account gives to a name."""
    return name.lower().replace(" ", ".") + "@post.example"


def browser(app: Flask) -> StrictClient:
    """A further browser, with cookies of its own."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


def sign_in(
    client: StrictClient, name: str = "Mina Marx", password: str = PASSWORD, *, wanted: str | None = None
) -> TestResponse:
    """Open the sign-in page, fill it in, send it."""
    page = client.get("/login", query_string={"next": wanted} if wanted else None)
    return client.submit(page, form="/login", email=address_of(name), password=password)


def csrf_of(page: str) -> str:
    """The token of a page, for a request that no form of the page would send."""
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]
