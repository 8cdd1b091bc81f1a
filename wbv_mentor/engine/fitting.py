"""Whether a kept value can stand in a field of another version as it is. Values are never converted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from wbv_mentor.engine.types import FormField

# What a field of these types holds was checked when it was entered, by rules that only its type knows.
CHECKED_ON_ENTRY = ("email", "phone", "file", "reference")


def misfit(old: FormField, new: FormField, value: Any) -> str | None:
    """Why a value of the old field, as JSON keeps it, cannot stand in the new one; None if it can.

    Says nothing about the value itself, which may be personal.
    """
    if new.type in CHECKED_ON_ENTRY:
        return None if old.type == new.type else f"a {old.type} is no {new.type}"
    if not FITS[new.type](new, value):
        return f"the value is no {new.type} of the new version"
    if new.max_length is not None and len(value) > new.max_length:
        return f"the value is longer than {new.max_length} characters"
    return None


def seen_by_more(old: FormField, new: FormField) -> list[str]:
    """The roles that could read in the new field what was entered in the old one without them."""
    return sorted(set(new.visible_to) - set(old.visible_to))


def _is_text(_field: FormField, value: Any) -> bool:
    return isinstance(value, str)


def _is_line(_field: FormField, value: Any) -> bool:
    return isinstance(value, str) and "\n" not in value


def _is_choice(field: FormField, value: Any) -> bool:
    """One of the choices; where a room registers them, what was chosen once may since have left the list."""
    known = field.source is not None or value in [choice.value for choice in field.choices]
    return isinstance(value, str) and known


def _are_choices(field: FormField, value: Any) -> bool:
    return isinstance(value, list) and all(_is_choice(field, one) for one in value)


def _is_integer(_field: FormField, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_decimal(_field: FormField, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return False
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_date(_field: FormField, value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_yes_or_no(_field: FormField, value: Any) -> bool:
    return isinstance(value, bool)


FITS: dict[str, Callable[[FormField, Any], bool]] = {
    "text": _is_line,
    "long_text": _is_text,
    "choice": _is_choice,
    "multi_choice": _are_choices,
    "date": _is_date,
    "integer": _is_integer,
    "decimal": _is_decimal,
    "money_eur": _is_decimal,
    "yes_no": _is_yes_or_no,
}
