"""What a person had typed into a form that could not be taken: shown again, never lost."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

FEW_CHARACTERS = 15  # shorter answers are quicker typed again than read and copied
MACHINE_FIELDS = {"csrf_token", "submission", "row_version", "next", "language", "theme"}


def typed_texts() -> list[str]:
    """The longer texts of a posted form, without passwords and machine fields."""
    if request.method != "POST":
        return []
    try:
        form = request.form
    except RequestEntityTooLarge:  # too long to be read, so there is nothing to show
        return []
    return [
        value.strip()
        for name, values in form.lists()
        if name not in MACHINE_FIELDS and "password" not in name and "code" not in name
        for value in values
        if len(value.strip()) >= FEW_CHARACTERS
    ]
