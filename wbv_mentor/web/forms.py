"""Base of every form: a submission id against doing things twice, the row version against
overwriting, and errors that a page can list."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import HiddenField

from wbv_mentor.errors import Refused, Stale, WbvError
from wbv_mentor.web.formatting import say

HIDDEN = {"HiddenField", "CSRFTokenField"}


def new_submission() -> str:
    """A fresh id for one sending of one form."""
    return str(uuid.uuid4())


def sent_submission() -> str:
    """The submission id that was posted with this request; empty without a usable one."""
    try:
        return str(uuid.UUID(request.form.get("submission", ""))) if request.method == "POST" else ""
    except ValueError:
        return ""


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with `submission` and `row_version`; subclasses add their fields."""

    submission = HiddenField(default=new_submission)
    row_version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons: list[Any] = []  # refusals that belong to no field

    def hidden_tag(self, *fields: Any) -> Markup:
        """The hidden fields without ids: several forms may stand on one page."""
        hidden = [self[name] for name in fields] or [field for field in self if field.type in HIDDEN]
        return Markup("").join(field(id=False) for field in hidden)

    @property
    def submission_id(self) -> str:
        """The id of this sending; a missing or broken one is replaced, so nothing is done twice by chance."""
        try:
            return str(uuid.UUID(str(self.submission.data)))
        except ValueError:
            return new_submission()

    @property
    def version(self) -> int | None:
        """The row version that was shown with the form, or None."""
        data = str(self.row_version.data or "")
        return int(data) if data.isascii() and data.isdigit() and len(data) < 10 else None

    def show_version(self, version: int) -> None:
        """Put the current row version into the form (when shown, and again after a Stale)."""
        self.row_version.data = str(version)
        self.row_version.raw_data = None

    def take(self, error: WbvError) -> int:
        """Show a refusal within the form instead of on an error page; gives the status to answer with.

        A Refused that names a field appears at that field, everything else in the error list.
        """
        name = error.field if isinstance(error, Refused) else None
        if name and name in self:
            lead = f"{self[name].label.text}: "  # the error list names the field itself
            told = (say(message).removeprefix(lead) for message in error.messages)
            self[name].errors = [*self[name].errors, *told]
        else:
            self.reasons.extend(error.messages)
        return error.status

    @property
    def failed(self) -> bool:
        """Whether the page must begin with an error list."""
        return bool(self.reasons or any(field.errors for field in self))

    def shown_fields(self) -> list[Any]:
        """The fields a person sees, in their order."""
        return [field for field in self if field.type not in HIDDEN]


def form_page(
    template: str, *, form: Form, error: WbvError | None = None, **context: Any
) -> ResponseReturnValue:
    """The page of a form: 200 when fresh, 422 with an error list, 409 if the page was stale."""
    status = form.take(error) if error else (422 if form.failed else 200)
    page = render_template(template, form=form, stale=isinstance(error, Stale), **context)
    return page, status
