"""Answers that a person might give to a form, found by what its fields look like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from tests.accounts import PASSWORD
from tests.found_forms import Field, FoundForm, Value
from wbv_mentor import clock

NEW_PASSWORD = "neun Igel singen im Regen"
DAYS = (0, 1, 20, 200, -20)  # what a form asks about lies behind, or ahead
ENDS = re.compile("end|by|arrived")
BY_KIND: dict[str, Value | None] = {
    "text": "Ein kurzer Satz", "long_text": "Ein langer Text\nmit zwei Zeilen", "email": "neu@privat.example",
    "phone": "0681 123456", "integer": "12", "decimal": "12,5", "money_eur": "2.480,00", "file": None,
}  # fmt: skip
BY_NAME: dict[str, Value] = {"areas": "Fertigung: 12"}


def plausible(form: FoundForm) -> Iterator[dict[str, Value | None]]:
    """Whole sets of answers; for most forms the first or second is taken."""
    for answered, days, place in product((True, False), DAYS, (0, -1)):
        day = clock.today() + timedelta(days=days)
        yield {
            field.name: answer_to(field, day, place) if answered or field.required else None
            for field in form.fields
        }


def answer_to(field: Field, day: date, place: int) -> Value | None:
    """An answer to one question: a date around this day, the first or the last of what is on offer."""
    if field.name in BY_NAME:
        return BY_NAME[field.name]
    if field.kind == "date":
        later = bool(ENDS.search(field.name)) and day > clock.today()
        return german(day + timedelta(days=1 if later else 0))
    if field.choices:
        chosen = field.choices[place]
        return [chosen] if field.kind == "multi_choice" else chosen
    if field.kind == "password":
        return PASSWORD if field.name == "current_password" else NEW_PASSWORD
    if field.kind == "time":
        return "18:30" if ENDS.search(field.name) else "17:00"
    return BY_KIND[field.kind]


def german(day: date) -> str:
    """A date as Germans write it."""
    return f"{day.day}.{day.month}.{day.year}"
