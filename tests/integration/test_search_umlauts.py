"""Whoever is looked for is found, however the name is capitalised: umlauts too, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import a_coordinator, mentor_of, new_case
from wbv_mentor import clock
from wbv_mentor.cases.queries import case_list
from wbv_mentor.companies.actions import add_company
from wbv_mentor.companies.models import Company
from wbv_mentor.companies.queries import directory
from wbv_mentor.db import unit_of_work


@pytest.mark.parametrize("search", ["Özlem", "özlem", "ÖZLEM", "öz"])
def test_a_name_is_found_however_it_is_capitalised(app: Flask, search: str) -> None:
    case, by = new_case(alias="Özlem"), a_coordinator()
    with unit_of_work():
        add_company(name="Özlem Ofenbau GmbH", size="under_10", domains=(), by=by, now=clock.now())

    cases = case_list(actor=mentor_of(case), today=clock.today(), search=search)
    companies = directory(select(Company), search=search)

    assert [row.reference for row in cases.rows] == [case.reference]
    assert [company.name for company in companies.companies] == ["Özlem Ofenbau GmbH"]
