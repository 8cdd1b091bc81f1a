"""Addresses: one way of writing each, and checks that can be added."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wbv_mentor.errors import Message, Refused, say
from wbv_mentor.people import addresses
from wbv_mentor.people.addresses import check_address, normalise, register_address_check
from wbv_mentor.people.devices import device_name
from wbv_mentor.people.limits import network_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Mina.Marx@Post.Example", "mina.marx@post.example"),
        ("  mina@post.example ", "mina@post.example"),
        ("mina@MÜLLER.example", "mina@xn--mller-kva.example"),
        ("mina+wbv@post.example", "mina+wbv@post.example"),
    ],
)
def test_one_way_of_writing(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "mina", "mina@", "@post.example", "mina@post", "a b@post.example",
     "mina@post.example\nBcc: x@y.example", "müller@post.example", "🙂@post.example",
     "x" * 250 + "@post.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise(typed)
    assert refused.value.field == "email"


@pytest.fixture
def own_checks() -> Iterator[None]:
    """Checks registered by a test end with it; those of the rooms stay."""
    before = list(addresses._checks)
    addresses._checks.clear()
    yield
    addresses._checks[:] = before


def test_the_first_objection_counts(own_checks: None) -> None:
    def firm(email: str) -> Message | None:
        return (
            say("Diese E-Mail-Adresse gehört zu einem Betrieb.") if email.endswith("@firma.example") else None
        )

    assert check_address("mina@firma.example") is None
    register_address_check(firm)
    register_address_check(firm)

    assert str(check_address("mina@firma.example")) == "Diese E-Mail-Adresse gehört zu einem Betrieb."
    assert check_address("mina@post.example") is None


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            "Edge · Windows",
        ),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_gets_a_name_its_owner_knows(agent: str, name: str) -> None:
    assert device_name(agent) == name


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        (None, "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_one_connection_is_one_network(address: str | None, network: str) -> None:
    assert network_of(address) == network
