"""A first consent that was spoken, where the operator allows it: provisional until the mentee confirms it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import MakeSettings
from tests.factories import case_at, days_later, fire, mentor_of, on_behalf, reachable, system_acts
from tests.mentee_visits import consents_of, press, state_of, visit
from tests.strict_client import StrictClient
from wbv_mentor.cases.models import Case
from wbv_mentor.config import Settings


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    """An operator who allows it."""
    return make_settings(spoken_consent=True)


@pytest.fixture
def case(app: Flask) -> Case:
    """A case whose consent was spoken; the person can be met only."""
    case = case_at("consent_pending")
    reachable(case, channel="in_person", email=None)
    fire(case, "give_consent", by=mentor_of(case), data={"case_work": True, **on_behalf("spoken")})
    return case


def test_a_click_confirms_it_for_good(case: Case, client: StrictClient) -> None:
    number = consents_of(case)["case_work"].id
    assert "Bitte bestätigen Sie" in visit(client, case).text

    page = press(client, case, f"/einwilligungen/{number}/bestaetigen")

    assert "Bitte bestätigen Sie" not in page.text
    assert page.text.count("Angaben für die Beratung speichern") == 1
    with days_later(20):
        system_acts()
        assert state_of(case) == "intake"


def test_without_it_the_case_closes_and_she_may_still_come_back(case: Case, client: StrictClient) -> None:
    with days_later(15):
        system_acts()
        assert state_of(case) == "locked"
        assert "nicht rechtzeitig bestätigt" in visit(client, case).text

        press(client, case, "/weitermachen")

        assert state_of(case) == "intake"
        assert consents_of(case)["case_work"].way == "qr"
