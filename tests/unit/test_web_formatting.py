"""How dates, amounts and sentences look in German and in English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.small_shell import small_shell
from wbv_mentor.errors import say
from wbv_mentor.web import formatting as f

DAY = date(2026, 12, 4)


@pytest.fixture
def shell() -> Flask:
    return small_shell()


@pytest.fixture
def german(shell: Flask) -> Iterator[None]:
    with shell.test_request_context("/"):
        yield


@pytest.fixture
def english(shell: Flask) -> Iterator[None]:
    with shell.test_request_context("/", headers={"Cookie": "language=en"}):
        yield


@pytest.mark.usefixtures("german")
def test_german_dates() -> None:
    assert f.date_long(DAY) == "Freitag, 4. Dezember 2026"
    assert f.date_medium(DAY) == "4. Dezember 2026"
    assert f.date_brief(DAY) == "4. Dez. 2026"
    assert f.date_short(DAY) == "4.12.2026"
    assert f.month_short(DAY) == "Dez"


@pytest.mark.usefixtures("german")
@time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=UTC))
def test_dates_in_narrow_places_stay_on_one_line_and_leave_out_this_year() -> None:
    assert f.date_near(DAY) == "4.\xa0Dez."
    assert f.date_near(date(2027, 1, 15)) == "15.\xa0Jan.\xa02027"
    assert f.date_near(None) == ""
    note = say("%(state)s, Frist %(day)s", state=say("Läuft"), day=DAY)
    assert f.say(note, day=f.date_near) == "Läuft, Frist 4.\xa0Dez."
    assert f.say(note) == "Läuft, Frist 4. Dezember 2026"


@pytest.mark.usefixtures("english")
def test_english_dates() -> None:
    assert f.date_long(DAY) == "Friday, 4 December 2026"
    assert f.date_brief(DAY) == "4 Dec 2026"


@pytest.mark.usefixtures("german")
def test_moments_are_berlin_time_in_summer_and_winter() -> None:
    assert f.moment(datetime(2026, 11, 22, 13, 32, tzinfo=UTC)) == "22. November 2026, 14:32 Uhr"
    assert f.moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2. Juli 2026, 00:30 Uhr"
    assert f.date_short(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2.7.2026"


@pytest.mark.usefixtures("german")
def test_amounts_and_numbers() -> None:
    assert f.money(Decimal("2480")) == "2.480,00\xa0€"
    assert f.money("12.5") == "12,50\xa0€"
    assert f.number(Decimal("1234.5")) == "1.234,5"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("day", "text", "kind"),
    [
        (date(2026, 12, 13), "in 9 Tagen", ""),
        (date(2026, 12, 11), "in 7 Tagen", "info"),
        (date(2026, 12, 7), "in 3 Tagen", "warning"),
        (date(2026, 12, 5), "morgen", "warning"),
        (date(2026, 12, 4), "heute", "warning"),
        (date(2026, 12, 3), "seit 1 Tag", "danger"),
        (date(2026, 12, 2), "seit 2 Tagen", "danger"),
    ],
)
def test_days_from_today_are_berlin_days(day: date, text: str, kind: str) -> None:
    with time_machine.travel(datetime(2026, 12, 3, 23, 30, tzinfo=UTC)):  # half past midnight in Berlin
        assert (f.relative_days(day), f.urgency(day)) == (text, kind)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("function", f.FILTERS)
def test_nothing_is_shown_for_nothing(function: Any) -> None:
    shown = function(None)

    assert (f.date_long(shown) if function is f.day_after else shown) == ""


@pytest.mark.usefixtures("german")
def test_a_sentence_writes_its_values_out() -> None:
    message = say("Bis %(day)s: %(what)s (%(sum)s Euro)", day=DAY, what=say("Antrag"), sum=Decimal("1.5"))

    assert f.say(message) == "Bis 4. Dezember 2026: Antrag (1,5 Euro)"
    assert f.say(say("100 % der Kosten")) == "100 % der Kosten"
    assert f.say("Text") == "Text"


@dataclass
class Label:
    de: str
    en: str


@pytest.mark.usefixtures("english")
def test_a_label_follows_the_language() -> None:
    assert f.label(Label("Fall", "Case")) == "Case"
    assert f.say(say("%(label)s", label=Label("Fall", "Case"))) == "Case"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("0681 4005-0", "+4968140050"),
        ("+49 681 1", "+496811"),
        ("(noch nicht eingetragen)", ""),
        ("110", "110"),
    ],
)
def test_telephone_links(number: str, address: str) -> None:
    assert f.tel(number) == address
