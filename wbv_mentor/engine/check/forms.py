"""Forms and their fields."""

from __future__ import annotations

from collections.abc import Iterator

from wbv_mentor.engine.check.repeats import repeats
from wbv_mentor.engine.draft import Draft, Finding
from wbv_mentor.engine.types import FormField

CHOOSING = {"choice", "multi_choice"}
TYPED = {"text", "long_text", "email", "phone"}


def forms(draft: Draft) -> Iterator[Finding]:
    """What is wrong with each form."""
    for name, form in draft.workflow.forms.items():
        at = ("forms", name, "fields")
        if not form.fields:
            yield at, "a form needs a field"
        names = [field.name for field in form.fields]
        for index, field in enumerate(form.fields):
            if field.name in names[:index]:
                yield (*at, index, "name"), f"the field {field.name} stands there twice"
            yield from (((*at, index, *where), text) for where, text in _field(field))


def _field(field: FormField) -> Iterator[Finding]:
    if field.type in CHOOSING and not (field.choices or field.source):
        yield (), f"{field.name} has nothing to choose from"
    if field.type == "reference" and not field.source:
        yield (), f"{field.name} needs a source"
    if field.choices and field.type not in CHOOSING:
        yield ("choices",), f"{field.name} is a {field.type}, so nobody chooses"
    if field.source and field.type not in CHOOSING | {"reference"}:
        yield ("source",), f"{field.name} is a {field.type}, so nobody chooses"
    if field.max_length and field.type not in TYPED:
        yield ("max_length",), f"{field.name} is a {field.type}, so it has no length"
    if field.past and field.type != "date":
        yield ("past",), f"{field.name} is no date, so it lies nowhere"
    if not field.visible_to:
        yield ("visible_to",), f"nobody may read {field.name}"
    yield from repeats(("visible_to",), field.visible_to)
    yield from repeats(("choices",), [choice.value for choice in field.choices])
