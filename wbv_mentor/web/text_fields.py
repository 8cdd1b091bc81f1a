"""Fields for words: one line, several lines, mail address, telephone number, password."""

from __future__ import annotations

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.form import BaseForm
from wtforms.widgets import EmailInput, PasswordInput, SearchInput, TelInput, TextArea

from wbv_mentor.web.cleaning import has_control, tidy
from wbv_mentor.web.questions import asked, refuse, typed

LINE = 200
PAGE = 4000
PHONE = re.compile(r"\+?[0-9][0-9 ()/.–-]{3,38}")


class TextField(StringField):
    """One line of text, at most `max_length` characters."""

    kind = "text"
    lines = False
    missing: Any = _l("Bitte füllen Sie dieses Feld aus.")

    def __init__(
        self,
        label: Any = None,
        *,
        required: bool = True,
        hint: Any = "",
        max_length: int = LINE,
        autocomplete: str = "off",
        **kwargs: Any,
    ) -> None:
        self.max_length = max_length
        self.autocomplete = autocomplete
        super().__init__(label, **asked(required, hint, [_fits, _has_no_control], kwargs))

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            text = valuelist[0] if isinstance(valuelist[0], str) else ""
            self.data = tidy(text, lines=self.lines) or None

    def _value(self) -> str:
        return typed(self) or "" if self.raw_data else str(self.data or "")


def _fits(form: BaseForm, field: Field) -> None:
    """Say the limit and how many characters were typed."""
    most = getattr(field, "max_length", LINE)
    count = len(field.data or "")
    if count > most:
        raise refuse(
            _("Bitte höchstens %(most)s Zeichen. Sie haben %(count)s eingegeben.", most=most, count=count)
        )


def _has_no_control(form: BaseForm, field: Field) -> None:
    if has_control(field.data or ""):
        raise refuse(
            _("Hier steht ein unsichtbares Zeichen, das wir nicht speichern. Bitte tippen Sie den Text neu.")
        )


class LongTextField(TextField):
    """Several lines of text, at most 4000 characters unless said otherwise."""

    kind = "long_text"
    lines = True
    widget = TextArea()

    def __init__(self, label: Any = None, *, max_length: int = PAGE, rows: int = 4, **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(label, max_length=max_length, **kwargs)


class EmailField(TextField):
    """A mail address; the domain is stored in small letters."""

    kind = "email"
    widget = EmailInput()
    missing = _l("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")

    def __init__(self, label: Any = None, *, autocomplete: str = "email", **kwargs: Any) -> None:
        super().__init__(label, autocomplete=autocomplete, **kwargs)

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if validation_stopped or self.errors:
            return
        try:
            self.data = validate_email(self.data or "", check_deliverability=False).normalized
        except EmailNotValidError:
            raise refuse(self.missing) from None


class PhoneField(TextField):
    """A telephone number as people write them; kept as it was written."""

    kind = "phone"
    widget = TelInput()
    missing = _l("Geben Sie eine Telefonnummer ein, zum Beispiel 0681 123456.")

    def __init__(self, label: Any = None, *, autocomplete: str = "tel", **kwargs: Any) -> None:
        super().__init__(label, max_length=40, autocomplete=autocomplete, **kwargs)

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if not validation_stopped and not PHONE.fullmatch(self.data or ""):
            raise refuse(self.missing)


class SearchField(TextField):
    """A search; never required."""

    kind = "search"
    widget = SearchInput()

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, required=False, **kwargs)


class PasswordField(TextField):
    """A password: kept exactly as typed, never shown again. Pasting is allowed."""

    kind = "password"
    widget = PasswordInput()
    missing = _l("Geben Sie Ihr Passwort ein.")

    def __init__(self, label: Any = None, *, autocomplete: str = "current-password", **kwargs: Any) -> None:
        super().__init__(label, autocomplete=autocomplete, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def _value(self) -> str:
        return ""
