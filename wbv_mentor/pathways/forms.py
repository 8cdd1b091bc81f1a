"""A path's forms as web forms: fields, labels and choices come from the definition, widgets from web.

A web form is built for one request, so that its labels are in the reader's language and its choices
are those of this moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import Field, HiddenField
from wtforms.form import BaseForm

from wbv_mentor.engine import types
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.people.addresses import check_address
from wbv_mentor.web import fields
from wbv_mentor.web.formatting import label, say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import SometimesNeeded, refuse

MOST_RADIOS = 8  # more answers than this are a list
DECLARED = "declared_fields"


class PathForm(Form):
    """A form that can be kept as a draft; `draft_mark` says which draft its page showed."""

    draft_mark = HiddenField()

    @property
    def shown_draft(self) -> str | None:
        """The mark of the draft that was shown with the form, or None if the page did not say."""
        return None if self.draft_mark.data is None else str(self.draft_mark.data)

    def show_draft(self, mark: str) -> None:
        """Put the present mark into the form (when shown, and again after a Stale)."""
        self.draft_mark.data, self.draft_mark.raw_data = mark, None


def build_form(
    definition: types.Form,
    *,
    role: str | None = None,
    private_addresses: bool = True,
    files: bool = False,
    extra: Mapping[str, Any] | None = None,
) -> type[PathForm]:
    """A WTForms class for a definition's form, in its order; `extra` fields come behind.

    With a role, only what that role may see is asked, and what is required. Mail addresses are
    checked as private ones unless `private_addresses` is off. Files are asked for only by a room
    that says it keeps them (`files`). Raises ValueError for a field whose name a form needs itself.
    """
    asked = [
        field
        for field in definition.fields
        if (role is None or field.required or role in field.visible_to) and (files or field.type != "file")
    ]
    taken = [field.name for field in asked if hasattr(PathForm, field.name) or field.name == "reasons"]
    if taken:
        raise ValueError(f"a field must not be called {taken[0]}")
    members: dict[str, Any] = {field.name: _field(field, private_addresses) for field in asked}
    members |= dict(extra or {})
    members[DECLARED] = tuple(field.name for field in asked)
    return type("PathForm", (PathForm,), members)


def values_of(form: Form) -> dict[str, Any]:
    """What was answered, in Python types, as `advance` and `records` take it; empty answers are left out.

    A reference is the text that its source gave as value (an id as "12"). Files: `uploads_of`.
    """
    answers = {
        name: _python(form[name]) for name in getattr(form, DECLARED) if form[name].type != "UploadField"
    }
    return {name: value for name, value in answers.items() if value not in (None, "", [], ())}


def uploads_of(form: Form) -> dict[str, fields.Upload]:
    """The files that were sent, by the names of their fields."""
    return {name: form[name].data for name in getattr(form, DECLARED) if _is_upload(form[name])}


def draft_of(form: Form) -> dict[str, Any]:
    """What can be kept of an unfinished form: fields left empty are no mistake.

    Afterwards `form.failed` says whether something was typed that cannot be kept.
    """
    form.validate()
    for name in getattr(form, DECLARED):
        if form[name].errors and not _was_typed(form[name]):
            form[name].errors = []
    return {name: value for name, value in values_of(form).items() if not form[name].errors}


def fill(form: Form, data: Mapping[str, Any]) -> None:
    """Show kept values in a form that was not sent yet; names the form does not ask for are left out."""
    for name in getattr(form, DECLARED):
        if name in data and form[name].raw_data is None:
            form[name].process_data(data[name])


def _python(field: Field) -> Any:
    """The field's value; a form that was never validated still holds "yes" for True."""
    return (
        {"yes": True, "no": False}.get(field.data, field.data) if field.type == "YesNoField" else field.data
    )


def _is_upload(field: Field) -> bool:
    return field.type == "UploadField" and field.data is not None


def _was_typed(field: Field) -> bool:
    return any(str(value).strip() for value in field.raw_data or ())


def _field(field: types.FormField, private_addresses: bool) -> Any:
    """The unbound field of the web room for a field of a definition."""
    common: dict[str, Any] = {"required": field.required}
    if field.hint is not None:
        common["hint"] = label(field.hint)
    if field.sometimes_needed:
        common["validators"] = [SometimesNeeded()]
    text = label(field.label)
    if field.type in ("choice", "multi_choice", "reference"):
        return _choosing(field, text, common)
    if field.type in ("text", "long_text", "email") and field.max_length is not None:
        common["max_length"] = field.max_length
    if field.type == "email" and private_addresses:
        common["validators"] = [*common.get("validators", ()), _private_address]
    return PLAIN[field.type](text, **common)


def _choosing(field: types.FormField, text: str, common: dict[str, Any]) -> Any:
    offered = [(choice.value, label(choice.label)) for choice in field.choices]
    if field.source is not None:
        offered += [(value, label(name)) for value, name in VOCABULARY.choices[field.source]()]
    if field.type == "multi_choice":
        return fields.MultiChoiceField(text, choices=offered, **common)
    long = field.source is not None or len(offered) > MOST_RADIOS
    return (fields.SelectField if long else fields.ChoiceField)(text, choices=offered, **common)


def _private_address(form: BaseForm, field: Field) -> None:
    """Refuse an address at which somebody in the company could read along (texts.md, 12)."""
    objection = check_address(field.data or "")
    if objection is not None:
        raise refuse(say(objection))


PLAIN: dict[str, Callable[..., Any]] = {
    "text": fields.TextField,
    "long_text": fields.LongTextField,
    "date": fields.DateField,
    "integer": fields.IntegerField,
    "decimal": fields.DecimalField,
    "money_eur": fields.MoneyField,
    "yes_no": fields.YesNoField,
    "email": fields.EmailField,
    "phone": fields.PhoneField,
    "file": fields.UploadField,
}
