"""Numbers as Germans write them: 2.480,00 and 2480,5; never "ca. 2500"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.widgets import TextInput

from wbv_mentor.web.formatting import number
from wbv_mentor.web.questions import asked, refuse, typed

# Thousands in groups of three (dot, space or narrow space) or none at all; then a comma.
NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?P<whole>[0-9]{1,3}(?:[. \u00a0\u202f][0-9]{3})+|[0-9]+)(?:,(?P<part>[0-9]+))?"
)
CURRENCY = re.compile(r"\s*(?:€|EUR|Euro)$", re.IGNORECASE)
MOST = 999_999_999


def read_number(text: str) -> Decimal | None:
    """A number in German writing, or None if it is not one."""
    match = NUMBER.fullmatch(text.strip())
    if match is None or len(text) > 40:
        return None
    whole = re.sub(r"[^0-9]", "", match["whole"])
    return Decimal(f"{'-' if match['sign'] else ''}{whole}.{match['part'] or '0'}")


class DecimalField(Field):
    """A number with at most `places` digits behind the comma; data is a Decimal."""

    kind = "decimal"
    widget = TextInput()
    inputmode = "decimal"
    autocomplete = "off"
    example = "12,5"
    missing: Any = _l("Geben Sie eine Zahl ein, zum Beispiel 12,5.")

    def __init__(
        self,
        label: Any = None,
        *,
        required: bool = True,
        hint: Any = "",
        least: Decimal | int = 0,
        most: Decimal | int = MOST,
        places: int = 2,
        **kwargs: Any,
    ) -> None:
        self.least, self.most, self.places = Decimal(least), Decimal(most), places
        super().__init__(label, **asked(required, hint, (), kwargs))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if text:
            self.data = self._read(text)

    def _read(self, text: str) -> Decimal | int:
        value = read_number(text)
        if value is None:
            raise refuse(self.missing)
        if not self.least <= value <= self.most:
            raise refuse(
                _(
                    "Geben Sie eine Zahl von %(least)s bis %(most)s ein.",
                    least=number(self.least),
                    most=number(self.most),
                )
            )
        if value != round(value, self.places):
            raise refuse(_("Bitte höchstens %(places)s Stellen nach dem Komma.", places=self.places))
        return value

    def _value(self) -> str:
        text = typed(self)
        if text is not None:
            return text
        return "" if self.data is None else self._written()

    def _written(self) -> str:
        return f"{Decimal(str(self.data)).normalize():f}".replace(".", ",")


class MoneyField(DecimalField):
    """An amount in euro with cents; a euro sign behind it is accepted."""

    kind = "money_eur"
    missing = _l("Geben Sie eine Zahl ein, zum Beispiel 2.480,00.")

    def _read(self, text: str) -> Decimal | int:
        return round(Decimal(super()._read(CURRENCY.sub("", text))), 2)

    def _written(self) -> str:
        digits = f"{Decimal(str(self.data)):,.2f}"
        return digits.translate(str.maketrans(",.", ".,"))


class IntegerField(DecimalField):
    """A whole number; data is an int."""

    kind = "integer"
    inputmode = "numeric"
    missing = _l("Geben Sie eine ganze Zahl ein, zum Beispiel 12.")

    def _read(self, text: str) -> Decimal | int:
        value = read_number(text)
        if value is not None and value != value.to_integral_value():
            raise refuse(self.missing)
        return int(super()._read(text))

    def _written(self) -> str:
        return str(int(self.data))
