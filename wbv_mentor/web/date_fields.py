"""Dates as Germans write them: 4.12.2026, 04.12.26, 4. Dezember 2026; 2026-12-04 is read as well."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from babel.dates import get_month_names
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.widgets import TextInput

from wbv_mentor.web.formatting import date_medium
from wbv_mentor.web.questions import asked, refuse, typed

NUMBERS = re.compile(r"([0-9]{1,2})\s*[.,/ -]\s*([0-9]{1,2})\s*[.,/ -]\s*([0-9]{4}|[0-9]{2})")
DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")  # a telephone keypad has no dot
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
WORDS = re.compile(r"([0-9]{1,2})\.?\s+([^\W\d]+)\.?\s+([0-9]{4})")
WITHOUT_YEAR = re.compile(r"[0-9]{1,2}\.\s*[0-9]{1,2}\.?")
FIRST_YEAR, LAST_YEAR = 1900, 2199
PIVOT = 69  # as strptime: 68 is 2068, 69 is 1969

Bound = date | Callable[[], date]


def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for locale in ("de", "en"):
        for width in ("wide", "abbreviated"):
            for month, name in get_month_names(width, locale=locale).items():
                names[name.rstrip(".").lower()] = month
    return names | {"maerz": 3, "jänner": 1}


MONTHS = _months()


def _date(day: str, month: int, year: str) -> date | None:
    full = int(year)
    if len(year) == 2:
        full += 1900 if full >= PIVOT else 2000
    if not FIRST_YEAR <= full <= LAST_YEAR:
        return None
    try:
        return date(full, month, int(day))
    except ValueError:
        return None


def read_date(text: str) -> date | None:
    """A date in German writing, or None if it is not one that the calendar knows."""
    text = text.strip()
    if match := NUMBERS.fullmatch(text) or DIGITS.fullmatch(text):
        return _date(match[1], int(match[2]), match[3])
    if match := ISO.fullmatch(text):
        return _date(match[3], int(match[2]), match[1])
    if match := WORDS.fullmatch(text):
        month = MONTHS.get(match[2].lower())
        return _date(match[1], month, match[3]) if month else None
    return None


class DateField(Field):
    """A date; data is a `date`. Shown as 4.12.2026."""

    kind = "date"
    widget = TextInput()
    inputmode = "decimal"  # digits with comma or dot; both are read
    missing: Any = _l("Geben Sie ein Datum ein, zum Beispiel 4.12.2026.")

    def __init__(
        self,
        label: Any = None,
        *,
        required: bool = True,
        hint: Any = _l("Zum Beispiel 4.12.2026"),
        autocomplete: str = "off",
        **kwargs: Any,
    ) -> None:
        self.autocomplete = autocomplete
        super().__init__(label, **asked(required, hint, (), kwargs))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        self.data = read_date(text)
        if self.data is None:
            raise refuse(_unread(text, self.missing))

    def _value(self) -> str:
        text = typed(self)
        if text is not None:
            return text
        return f"{self.data.day}.{self.data.month}.{self.data.year}" if self.data else ""


def _unread(text: str, otherwise: Any) -> Any:
    if WITHOUT_YEAR.fullmatch(text):
        return _("Es fehlt das Jahr. Geben Sie das ganze Datum ein, zum Beispiel 4.12.2026.")
    if NUMBERS.fullmatch(text) or ISO.fullmatch(text):
        return _("Dieses Datum gibt es nicht. Bitte prüfen Sie Tag, Monat und Jahr, zum Beispiel 4.12.2026.")
    return otherwise


def _value_of(bound: Bound) -> date:
    return bound() if callable(bound) else bound


class NotBefore:
    """The date may not lie before a day (or what a function gives, such as clock.today)."""

    def __init__(self, bound: Bound) -> None:
        self.bound = bound

    def __call__(self, form: BaseForm, field: Field) -> None:
        first = _value_of(self.bound)
        if field.data < first:
            raise refuse(_("Geben Sie ein Datum ab dem %(first)s ein.", first=date_medium(first)))


class NotAfter:
    """The date may not lie after a day (or what a function gives)."""

    def __init__(self, bound: Bound) -> None:
        self.bound = bound

    def __call__(self, form: BaseForm, field: Field) -> None:
        last = _value_of(self.bound)
        if field.data > last:
            raise refuse(_("Geben Sie ein Datum bis zum %(last)s ein.", last=date_medium(last)))


class NotBeforeField:
    """The date may not lie before the one in another field of the form."""

    def __init__(self, other: str) -> None:
        self.other = other

    def __call__(self, form: BaseForm, field: Field) -> None:
        other = form[self.other]
        if isinstance(other.data, date) and field.data < other.data:
            raise refuse(
                _(
                    "Der %(later)s liegt vor „%(label)s“ (%(earlier)s). "
                    "Bitte ändern Sie eines der beiden Daten.",
                    later=date_medium(field.data),
                    label=other.label.text,
                    earlier=date_medium(other.data),
                )
            )
