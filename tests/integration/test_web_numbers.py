"""Numbers in addresses that no row can have are missing pages, never defects."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.accounts import add_account, sign_in
from tests.conftest import MakeSettings
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
