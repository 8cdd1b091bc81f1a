"""From what a script says to what forms and use cases take: types of fields, names of people, defaults."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, get_type_hints

from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.clock import today
from wbv_mentor.engine.types import Form, FormField
from wbv_mentor.errors import Refused, say
from wbv_mentor.simulation.house import House

DECIMALS = ("decimal", "money_eur")
UNKNOWN = say("Diese Angabe gibt es hier nicht: %(name)s. Möglich sind: %(known)s.")


def form_data(form: Form | None, data: Mapping[str, Any], house: House, *, way: str) -> dict[str, Any]:
    """The data of a form in the types of its fields. How a consent is given has a default: `way`, today,
    in today's words. Refused for a field that the form does not have."""
    known = {field.name: field for field in form.fields} if form is not None else {}
    _refuse_unknown(data, known)
    given = {name: _value(known[name], value, house) for name, value in data.items()}
    usual = {"way": way, "given_on": today(), "text_version": TEXT_VERSION}
    if {"given_on", "text_version"} <= set(known):  # a form by which somebody says yes
        given = {name: value for name, value in usual.items() if name in known} | given
    return given


def _value(field: FormField, value: Any, house: House) -> Any:
    if field.type in DECIMALS and isinstance(value, int | float | str):
        return Decimal(str(value))
    if field.type == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if field.type == "reference":
        return house.names.get(str(value), str(value))
    return value


def arguments(use_case: Callable[..., Any], data: Mapping[str, Any], house: House) -> dict[str, Any]:
    """The arguments of a use case from a script's data. One that takes `data` gets it whole, as its own
    class where it has one. Refused for an argument that it does not take."""
    parameters = inspect.signature(use_case).parameters
    named = {name: house.names.get(value, value) if isinstance(value, str) else value
             for name, value in data.items()}  # fmt: skip
    if "data" not in parameters:
        _refuse_unknown(named, parameters)
        return named | {name: None for name in _left_empty(use_case) if name not in named}
    kind = get_type_hints(use_case)["data"]
    if not hasattr(kind, "__dataclass_fields__"):
        return {"data": named}
    known = {field.name: field for field in fields(kind)}
    _refuse_unknown(named, known)
    return {"data": kind(**{name: _number(value) for name, value in named.items()})}


def _left_empty(use_case: Callable[..., Any]) -> list[str]:
    """What must be named but may be empty."""
    hints = get_type_hints(use_case)
    return [
        name
        for name, parameter in inspect.signature(use_case).parameters.items()
        if parameter.default is parameter.empty and type(None) in getattr(hints.get(name), "__args__", ())
    ]


def _number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


def _refuse_unknown(data: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    for name in data:
        if name not in known:
            raise Refused(say(UNKNOWN.text, name=name, known=", ".join(known) or "–"))
