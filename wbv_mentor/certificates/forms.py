"""The forms about certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from wbv_mentor.certificates.names import MOST_LETTERS
from wbv_mentor.web.fields import LongTextField, TextField
from wbv_mentor.web.forms import Form


class ConfirmForm(Form):
    """How the name is written; the button that is pressed says the form of the title."""

    name = TextField(
        _l("Ihr Name auf dem Zertifikat"),
        max_length=MOST_LETTERS,
        autocomplete="name",
        hint=_l("Genau so wird er gedruckt. Mit Titel, wenn Sie möchten."),
    )


class ReasonForm(Form):
    """Why a certificate is taken back or corrected."""

    reason = LongTextField(
        _l("Grund"), max_length=300, hint=_l("Die Person und die Arbeitskammer lesen ihn, sonst niemand.")
    )


class CheckForm(Form):
    """Number and code of a certificate, as they are printed. Asked by address: nothing is changed by it."""

    class Meta:
        csrf = False

    number = TextField(
        _l("Nummer"), max_length=60, hint=_l("Zum Beispiel WBM-2026-03-007"),
    )  # fmt: skip
    code = TextField(
        _l("Prüfcode"), max_length=60, hint=_l("Zehn Zeichen, zum Beispiel 7K4Q-M2XD-95"),
    )  # fmt: skip


def chosen_numbers(values: list[str]) -> list[int]:
    """The ids that a list of ticked boxes names; anything else is left out."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]
