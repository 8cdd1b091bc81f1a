"""How a form about passwords answers when it is refused."""

from __future__ import annotations

from typing import Any

from flask import make_response
from flask.typing import ResponseReturnValue

from wbv_mentor.errors import WbvError
from wbv_mentor.people.limits import TooMany
from wbv_mentor.web.forms import Form, form_page


def refusal(template: str, *, form: Form, error: WbvError, **context: Any) -> ResponseReturnValue:
    """The form with the refusal above it; after too many tries also when to come back."""
    response = make_response(form_page(template, form=form, error=error, **context))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response
