"""Marks on views, the sign-in's way back, and what happens to a form sent too late."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.small_shell import small_shell, without_rooms
from wbv_mentor.config import PLACEHOLDER, Settings
from wbv_mentor.engine.actors import ROLES, Actor, Role
from wbv_mentor.web import access
from wbv_mentor.web.access import (
    UnmarkedEndpoint,
    act_as,
    allow,
    current_actor,
    public,
    register_actor_loader,
)
from wbv_mentor.web.local import local_path
from wbv_mentor.web.navigation import MOST_ITEMS, Person, register_item
from wbv_mentor.web.pages import placeholders
from wbv_mentor.web.shell import finish_shell

LONG = "Das hatte ich gerade alles aufgeschrieben."


@pytest.fixture(autouse=True)
def nobody_signed_in() -> Iterator[None]:
    """No room has told the shell anything."""
    with without_rooms():
        yield


@pytest.fixture
def shell() -> Flask:
    app = small_shell()

    @app.route("/cases/<ref>", methods=["GET", "POST"])
    @allow("mentor", "coordinator")
    def case(ref: str) -> str:
        return current_actor().role

    @app.get("/offen")
    @public
    def opened() -> str:
        act_as(Actor("mentee", 7))
        return f"{current_actor().role} {current_actor().id}"

    return app


def test_a_start_without_marks_is_refused(shell: Flask) -> None:
    finish_shell(shell)
    shell.add_url_rule("/vergessen", "forgotten", lambda: "")

    with pytest.raises(UnmarkedEndpoint, match="forgotten"):
        finish_shell(shell)


def test_an_unmarked_view_that_slipped_in_stays_shut(shell: Flask) -> None:
    shell.add_url_rule("/vergessen", "forgotten", lambda: "secret")

    answer = shell.test_client().get("/vergessen")

    assert answer.status_code == 500
    assert "secret" not in answer.text


@pytest.mark.parametrize("roles", [(), ("boss",), ("mentor", "nobody")])
def test_unknown_roles_cannot_be_allowed(roles: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="known roles"):
        allow(*roles)  # type: ignore[arg-type]


def test_anonymous_people_are_sent_to_sign_in_and_back(shell: Flask) -> None:
    answer = shell.test_client().get("/cases/2026-0147?tab=a&b=ä")

    assert answer.status_code == 303
    assert answer.location == "/login?next=%2Fcases%2F2026-0147%3Ftab%3Da%26b%3D%C3%A4"


def test_a_form_sent_after_the_session_ended_shows_what_was_typed(shell: Flask) -> None:
    answer = shell.test_client().post("/cases/2026-0147", data={"note": LONG + "<b>", "password": LONG[::-1]})

    assert answer.status_code == 401
    assert LONG + "&lt;b&gt;" in answer.text
    assert LONG[::-1] not in answer.text
    assert "/login?next=%2Fcases%2F2026-0147" in answer.text


def test_a_form_without_text_is_sent_to_sign_in(shell: Flask) -> None:
    answer = shell.test_client().post("/cases/2026-0147", data={"note": "kurz"})

    assert (answer.status_code, answer.location) == (303, "/login?next=%2Fcases%2F2026-0147")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_gets_in_or_is_told_why_not(shell: Flask, role: Role) -> None:
    register_actor_loader(lambda: Actor(role, 1))

    answer = shell.test_client().get("/cases/2026-0147")

    if role in {"mentor", "coordinator"}:
        assert (answer.status_code, answer.text) == (200, role)
    else:
        assert answer.status_code == 403
        assert "Diese Seite ist für Ihre Rolle nicht freigegeben." in answer.text


def test_a_link_makes_its_holder_the_actor(shell: Flask) -> None:
    assert shell.test_client().get("/offen").text == "mentee 7"


def test_a_public_view_without_actor_must_not_ask(shell: Flask) -> None:
    with shell.test_request_context("/"), pytest.raises(RuntimeError, match="nobody is signed in"):
        current_actor()


def test_a_model_without_scope_shows_nothing(shell: Flask) -> None:
    with shell.test_request_context("/"), pytest.raises(LookupError, match="no scope"):
        access.scoped(Person)
    assert not access.has_scope(Person)


@pytest.mark.parametrize("address", ["/", "/cases", "/cases?next=//x", "/bestaetigen/a-_b~", "/a%20b"])
def test_addresses_of_this_site_are_followed(address: str) -> None:
    assert local_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None, "", "cases", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)",
        "/a\\b", "/a\nb", "/\t/evil.example", " /cases", "/a b", "/" + "x" * 2000,
    ],
)  # fmt: skip
def test_other_addresses_are_not(address: str | None) -> None:
    assert local_path(address, "/start") == "/start"


def test_a_fifth_entry_does_not_fit() -> None:
    for number in range(MOST_ITEMS):
        register_item(["trainer"], "Seite", f"page{number}", "home")

    with pytest.raises(ValueError, match="trainer"):
        register_item(["trainer", "admin"], "Seite", "one_more", "home")


@pytest.mark.parametrize(
    ("name", "initials"), [("Sandra Becker", "SB"), ("Ada", "A"), ("", "?"), ("a b c", "AC")]
)
def test_initials(name: str, initials: str) -> None:
    assert Person(name, "mentor").initials == initials


def test_settings_that_nobody_filled_in_are_named() -> None:
    unset = Settings(operator_phone="0681 1", operator_address=PLACEHOLDER, privacy_contact=" ")

    assert placeholders(unset) == ["operator_address", "privacy_contact"]
