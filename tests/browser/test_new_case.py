"""A new case on a phone: few taps, the mentee's yes on a phone of her own; also without JavaScript."""

from __future__ import annotations

from tests.browser.case_steps import ask_for_consent, finish_new_case, say_yes
from tests.browser.conftest import Somebody
from tests.browser.funding_steps import add_offers, talk_and_assess
from tests.browser.live_server import LiveServer

MOST_TAPS = 12


def test_a_new_case_takes_at_most_twelve_taps_and_fields(somebody: Somebody, server: LiveServer) -> None:
    mentor, mentee = somebody("phone"), somebody("phone")
    mentor.sign_in(server.accounts["mentor"])

    say_yes(mentee, ask_for_consent(mentor, "Ada"))
    finish_new_case(mentor, server)

    assert mentor.taps <= MOST_TAPS


def test_from_contact_to_two_offers_without_javascript(somebody: Somebody, server: LiveServer) -> None:
    mentor, mentee = somebody("plain", looks=False), somebody("plain", looks=False)
    mentor.sign_in(server.accounts["mentor"])

    say_yes(mentee, ask_for_consent(mentor, "Ida"))
    case = finish_new_case(mentor, server)
    assert mentor.taps <= MOST_TAPS
    talk_and_assess(mentor)
    add_offers(mentor, server, case)
