"""A kept value stands in its new field as it is, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from wbv_mentor.engine.fitting import misfit, seen_by_more
from wbv_mentor.engine.types import FormField


def field(kind: str, **more: Any) -> FormField:
    told = {
        "name": "one", "type": kind, "label": {"de": "Eins", "en": "One"}, "category": "work",
        "retention": "case_content", "visible_to": ["mentor"],
    }  # fmt: skip
    return FormField.model_validate(told | more)


CHOICES = {"choices": [{"value": one, "label": {"de": one, "en": one}} for one in ("alpha", "beta")]}


@pytest.mark.parametrize(
    ("old", "new", "value", "fits"),
    [
        (field("text"), field("long_text"), "Meister", True),
        (field("long_text"), field("text"), "Meister", True),
        (field("long_text"), field("text"), "Meister\nTechniker", False),
        (field("text"), field("text", max_length=7), "Meister", True),
        (field("text"), field("text", max_length=6), "Meister", False),
        (field("text"), field("choice", **CHOICES), "alpha", True),
        (field("choice", **CHOICES), field("choice", choices=CHOICES["choices"][:1]), "beta", False),
        (field("choice", **CHOICES), field("choice", source="companies"), "gone", True),
        (field("choice", **CHOICES), field("multi_choice", **CHOICES), "alpha", False),
        (field("multi_choice", **CHOICES), field("multi_choice", **CHOICES), ["alpha", "beta"], True),
        (field("multi_choice", **CHOICES), field("multi_choice", **CHOICES), ["alpha", "gamma"], False),
        (field("text"), field("date"), "2026-11-02", True),
        (field("text"), field("date"), "bald", False),
        (field("integer"), field("decimal"), 3, True),
        (field("decimal"), field("money_eur"), "3.50", True),
        (field("decimal"), field("integer"), "3.50", False),
        (field("text"), field("decimal"), "NaN", False),
        (field("text"), field("decimal"), "drei", False),
        (field("yes_no"), field("integer"), True, False),
        (field("yes_no"), field("yes_no"), False, True),
        (field("integer"), field("yes_no"), 1, False),
        (field("email"), field("email"), "a@b.example", True),
        (field("text"), field("email"), "a@b.example", False),
        (field("email"), field("text"), "a@b.example", True),
        (field("file"), field("file"), {"name": "x"}, True),
    ],
)
def test_a_value_fits(old: FormField, new: FormField, value: Any, *, fits: bool) -> None:
    why = misfit(old, new, value)
    assert (why is None) == fits
    assert why is None or str(value) not in why  # it may be personal


def test_who_would_see_more() -> None:
    wider = field("text", visible_to=["mentor", "trainer", "coordinator"])
    assert seen_by_more(field("text"), wider) == ["coordinator", "trainer"]
    assert seen_by_more(wider, field("text")) == []
