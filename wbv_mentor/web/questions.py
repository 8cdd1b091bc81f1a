"""What all fields share: required or optional, a hint, what was typed shown again.

A field's error says what to do and leaves out the label; the error list puts it in front
("Kurskosten: Geben Sie eine Zahl ein, zum Beispiel 2.480,00.").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from wbv_mentor.web.cleaning import showable


class Required:
    """Refuses an empty answer with the field's own sentence."""

    field_flags = {"required": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.errors:  # what was typed could not be read: that sentence is enough
            raise StopValidation()
        if field.data in (None, "", [], ()):
            raise StopValidation(str(getattr(field, "missing", "")))


class Voluntary:
    """Ends the checks of an empty or unreadable answer."""

    field_flags = {"optional": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.errors or field.data in (None, "", [], ()):
            raise StopValidation()


class SometimesNeeded:
    """Checks nothing: says that the answer is needed in the cases which the hint names, so that nobody reads
    "voluntary". The rule itself stands with the form or with a guard."""

    field_flags = {"sometimes_needed": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        return None


def asked(required: bool, hint: Any, more: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments for a WTForms field: required or not, its hint, further checks."""
    kwargs["validators"] = [Required() if required else Voluntary(), *more, *kwargs.get("validators", ())]
    kwargs["description"] = hint
    return kwargs


def typed(field: Field) -> str | None:
    """What was typed into a single-line or multi-line field, safe to show; None if nothing was sent."""
    if field.raw_data:
        first = field.raw_data[0]
        return showable(first) if isinstance(first, str) else ""
    return None


def refuse(sentence: Any) -> ValidationError:
    """A refusal with a translated sentence."""
    return ValidationError(str(sentence))
