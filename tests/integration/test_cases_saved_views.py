"""Views of the list of cases: kept under a name by one person, found again, renamed, taken away."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.case_visits import enter, errors_of, see
from tests.factories import a_mentor, new_case
from wbv_mentor import clock
from wbv_mentor.cases.actions.saved_views import MOST_VIEWS, save_view
from wbv_mentor.cases.rows.models import SavedView
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused

LIST = "/cases?stage=intake&order=name"


def test_a_view_is_kept_found_renamed_and_taken_away(app: Flask) -> None:
    mentor = a_mentor()
    case, client = new_case(mentor=mentor, alias="Jürgen"), enter(app, mentor)
    new = f"/cases/views/new?{LIST.partition('?')[2]}"

    page = client.submit(see(client, new), name="Anfänge & mehr")

    assert page.status_code == 303
    number = session.scalars(select(SavedView.id)).one()
    shown = see(client, LIST).text
    assert "Anfänge &amp; mehr" in shown
    assert str(case.reference) in shown
    assert "Anfänge &amp; mehr" not in see(enter(app, a_mentor()), "/cases").text
    assert "gibt es schon" in errors_of(
        client.submit(see(client, "/cases/views/new?q=x"), name="Anfänge & mehr")
    )
    client.submit(see(client, f"/cases/views/rename?view={number}"), name="Beginn")
    assert "Beginn" in see(client, "/cases/views").text
    client.submit(
        see(client, f"/cases/views/remove?view={number}"), form=f"/cases/views/remove?view={number}"
    )
    assert session.scalars(select(SavedView.id)).all() == []


def test_a_view_keeps_its_filters_after_a_mistake_and_never_the_words_searched_for(app: Flask) -> None:
    """An empty name comes back with the form; a name of a person would outlive the erasure of the case."""
    client = enter(app, a_mentor())

    page = client.submit(see(client, "/cases/views/new?which=all&order=new&q=Kanarienvogel"), name="")
    again = client.submit(page, name="Neueste")

    assert (page.status_code, again.status_code) == (422, 303)
    assert session.scalars(select(SavedView.query)).one() == "which=all&order=new"
    number = session.scalars(select(SavedView.id)).one()
    page = client.submit(see(client, f"/cases/views/rename?view={number}"), name="")
    assert client.submit(page, name="Neue").status_code == 303


def test_a_foreign_view_is_not_there(app: Flask) -> None:
    mentor = a_mentor()
    with unit_of_work():
        save_view(name="Meine", query="", by=mentor, now=clock.now())
    number = session.scalars(select(SavedView.id)).one()
    client = enter(app, a_mentor())
    for place in ("rename", "remove"):
        assert client.get(f"/cases/views/{place}?view={number}").status_code == 404


def test_there_is_an_end_to_views(app: Flask) -> None:
    mentor = a_mentor()
    with unit_of_work():
        for number in range(MOST_VIEWS):
            save_view(name=f"V{number}", query=f"q={number}", by=mentor, now=clock.now())
        save_view(name="V0", query="q=0", by=mentor, now=clock.now())  # sent twice
    with pytest.raises(Refused, match="löschen Sie erst eine"), unit_of_work():
        save_view(name="Noch eine", query="q=x", by=mentor, now=clock.now())
