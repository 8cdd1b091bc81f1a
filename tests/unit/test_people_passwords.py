"""What a good password is, table by table."""

from __future__ import annotations

import pytest

from wbv_mentor.people.models import Account
from wbv_mentor.people.passwords import LONGEST, SHORTEST, objection_to

ACCOUNT = Account(email="mina.marx@post.example", first_name="Mina", last_name="Marx")


@pytest.mark.parametrize(
    "password",
    [
        "vier Birnen fahren Tandem",
        "korrekt pferd batterie heftklammer",
        "ÄpfelöFen7!grüßt",
        "🙂🙃🙂🙃 Regen Tonne 77",
        "x" * 3 + "qLm9!vTr#eW2z@" + "k" * 3,
        "a1b2c3d4e5f6g7h8",
        "correct horse " + "z" * 100,
    ],
)
def test_long_and_unexpected_is_good(password: str) -> None:
    assert objection_to(password, ACCOUNT) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwortpasswort",
        "aaaaaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "Mina.Marx.Mina.Marx",
        "mina.marx@post.example",
        "Weiterbildung2026!!",
        "Arbeitskammer Saarland 2026",
        "abcabcabcabcabcabc",
        "Willkommen12345678!",
        "ababababababababab",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    objection = objection_to(password, ACCOUNT)
    assert objection is not None
    assert "leicht zu erraten" in str(objection)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "mindestens 15 Zeichen"),
        ("q" * (SHORTEST - 1), "mindestens 15 Zeichen"),
        ("vier Birnen fahren Tandem" * 6, "höchstens 128 Zeichen"),
    ],
)
def test_length_is_said_in_numbers(password: str, sentence: str) -> None:
    assert sentence in str(objection_to(password, ACCOUNT))


def test_the_limits_are_inclusive() -> None:
    fifteen = "vier Birnen fah"
    assert len(fifteen) == SHORTEST
    assert objection_to(fifteen, None) is None
    longest = ("vier Birnen fahren Tandem; " * 9)[:LONGEST]
    assert objection_to(longest, None) is None
