"""Numbers in addresses that no row can have are missing pages, never defects."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.accounts import add_account, csrf_of, sign_in
from tests.case_visits import enter
from tests.conftest import MakeSettings
from tests.factories import a_mentor, case_at
from tests.mentee_visits import address_of
from tests.strict_client import StrictClient
from wbv_mentor.config import Settings

TOO_LARGE = (2**31, 2**63, 10**30)  # beyond what PostgreSQL keeps, what SQLite keeps, what anybody keeps


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    """A demo, so that the mails can be read."""
    return make_settings(demo=True)


@pytest.mark.parametrize("number", TOO_LARGE)
def test_a_number_that_no_row_can_have_is_a_missing_page(
    app: Flask, client: StrictClient, number: int
) -> None:
    add_account("coordinator", "Kim Kern")
    sign_in(client, "Kim Kern")

    for address in (f"/companies/{number}", f"/mentors/{number}", f"/mail/{number}"):
        assert client.get(address).status_code == 404, address
    assert client.get(f"/mail?before={number}").status_code == 200
    assert client.get(f"/mail?before=-{number}").status_code == 200


def test_a_nul_in_an_address_is_no_defect(app: Flask, client: StrictClient) -> None:
    add_account("coordinator", "Kim Kern")
    sign_in(client, "Kim Kern")

    for address in ("/cases/a%00b", "/companies?q=a%00b", "/mentors?q=a%00b", "/cases?q=a%00b"):
        assert client.get(address).status_code == 400, address


def test_a_nul_in_a_submission_is_no_defect(app: Flask, client: StrictClient) -> None:
    case = case_at("offers")
    mentor = enter(app, a_mentor())

    page = mentor.post(f"/cases/{case.reference}/talks/new", data={"submission": "a\0b"} | csrf(mentor))

    assert page.status_code == 404
    own = client.post(address_of(case, "/plan"), data={"submission": "a\0b"} | csrf(client))
    assert own.status_code in (303, 409, 422)


def csrf(client: StrictClient) -> dict[str, str]:
    """The token of this browser's session."""
    return {"csrf_token": csrf_of(client.get("/barriere-melden").text)}
