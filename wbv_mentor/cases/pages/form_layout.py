"""How a long form is laid out: what is needed first, the rest behind a click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from wbv_mentor.engine.types import Form as Definition
from wbv_mentor.engine.types import FormField
from wbv_mentor.web.forms import Form

FEW = 6  # so many optional questions still stand openly
ONLY_IF_WANTED = "Nur, wenn die Person es möchte"


@dataclass(frozen=True)
class Group:
    """Questions that stand together; a group with a title opens on click, or by itself if it is needed."""

    title: str
    open: bool
    fields: list[Any]


def groups_of(form: Form, definition: Definition) -> list[Group]:
    """The questions in their order: required ones, voluntary ones, those only the person may raise."""
    asked = [field for field in definition.fields if field.name in form]
    rest = [field for field in asked if not field.required and not _if_wanted(field)]
    first = [field for field in asked if field.required or (len(rest) <= FEW and not _if_wanted(field))]
    later = [field for field in rest if field not in first]
    wanted = [field for field in asked if _if_wanted(field) and not field.required]
    return [
        _group(form, "", first),
        *([_group(form, _("Weitere Angaben (freiwillig)"), later)] if later else []),
        *([_group(form, _("Nur, wenn die Person es möchte"), wanted)] if wanted else []),
    ]


def _if_wanted(field: FormField) -> bool:
    return field.hint is not None and field.hint.de.startswith(ONLY_IF_WANTED)


def _group(form: Form, title: str, fields: list[FormField]) -> Group:
    shown = [form[field.name] for field in fields]
    return Group(title, any(field.errors for field in shown), shown)
