"""Names that the room keeps in tables of its own must be names of the path."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wbv_mentor.cases import consent, events
from wbv_mentor.cases.letters import sentences
from wbv_mentor.cases.models import CHANNELS, PURPOSES, WAYS, Case, Mentee
from wbv_mentor.cases.path.anchors import FOLLOW_UPS
from wbv_mentor.cases.path.guards_plan import dates_in_order
from wbv_mentor.cases.path.keeping import WITH_MENTOR
from wbv_mentor.cases.path.standing import TRIES
from wbv_mentor.cases.queries.due import PLACES
from wbv_mentor.cases.queries.progress import FORMS_OF_STATE, MAIN_WAYS
from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import load_folder

PATH = load_folder(ROOT / "workflows" / "mentee_case" / "1")
APPLICATION = load_folder(ROOT / "workflows" / "funding_application" / "1")


@pytest.mark.parametrize(("path", "told"), [(PATH, sentences.CASE), (APPLICATION, sentences.APPLICATION)])
def test_the_history_tells_every_transition(path: object, told: dict[str, object]) -> None:
    transitions = set(getattr(path, "transitions", {}))

    assert set(told) - {"start"} == transitions


def test_no_event_is_called_like_a_transition() -> None:
    assert set(events.EVENTS) & set(PATH.transitions) == set()


def test_the_way_on_leads_on_from_its_state() -> None:
    for state, trigger in MAIN_WAYS.items():
        assert state in PATH.transitions[trigger].source


def test_forms_and_places_are_those_of_the_path() -> None:
    assert {form for forms in FORMS_OF_STATE.values() for form in forms} <= set(PATH.forms)
    assert set(PLACES) <= set(PATH.deadlines)
    assert set(FOLLOW_UPS) <= set(PATH.forms) & set(PATH.deadlines)
    for place in PLACES.values():
        kind, _, name = place.partition("/")
        assert kind not in ("forms", "transitions") or name in {*PATH.forms, *PATH.transitions}


def test_every_state_with_a_mentor_can_lose_one_or_is_before_it() -> None:
    losing = set(PATH.transitions["lose_mentor"].source)

    assert set(WITH_MENTOR) == losing | {"contact", "consent_pending", "handover"}


def test_every_purpose_way_and_channel_has_its_words() -> None:
    assert set(consent.PURPOSE_LABELS) == set(PURPOSES)
    assert set(consent.WAY_LABELS) == set(WAYS)
    assert set(TRIES.values()) == set(CHANNELS)
    assert set(TRIES) <= set(events.EVENTS)


@pytest.mark.parametrize(
    ("way", "scan", "original", "days"),
    [
        ("link", False, False, None),
        ("qr", False, True, None),
        ("spoken", True, False, 14),
        ("paper", False, False, 21),
        ("paper", False, True, 21),
        ("paper", True, True, 21),
        ("paper", True, False, None),
    ],
)
def test_how_long_an_original_may_take(way: str, scan: bool, original: bool, days: int | None) -> None:
    day = date(2026, 11, 22)
    due = None if days is None else day + timedelta(days=days)

    assert consent.original_due(way, day, scan=scan, original=original) == due


@pytest.mark.parametrize(
    ("first", "last", "alias", "initials"),
    [
        ("Ada", "Lovelace", "x", "A.L."),
        (None, None, "aylin", "A."),
        (None, None, "Ada aus der Frühschicht", "A.A."),
        (None, None, None, "–"),
    ],
)
def test_lists_show_initials(first: str | None, last: str | None, alias: str | None, initials: str) -> None:
    assert Mentee(first_name=first, last_name=last, alias=alias).initials == initials


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        (date(2027, 3, 10), date(2027, 3, 3), True),
        (date(2027, 3, 10), date(2027, 3, 10), False),
        (date(2027, 3, 10), None, False),
        (None, date(2027, 3, 3), False),
    ],
)
def test_a_course_does_not_end_before_it_begins(start: date | None, end: date | None, wrong: bool) -> None:
    reason = dates_in_order(start, end)

    assert (reason is not None) == wrong
    if reason is not None:
        assert "3.3.2027" in str(reason)
        assert "10.3.2027" in str(reason)


def test_a_case_knows_its_own_columns_only() -> None:
    assert {"course_start", "course_end", "exam_result_on"} <= set(Case.__table__.columns.keys())
