"""Times of the day as Germans write them: 8:30, 08.30 Uhr, 17 Uhr, 1730."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.widgets import TextInput

from wbv_mentor.web.questions import asked, refuse, typed

WRITTEN = re.compile(r"([0-9]{1,2})(?:\s*[:.,]\s*([0-9]{2}))?(?:\s*(?:Uhr|h))?", re.IGNORECASE)
DIGITS = re.compile(r"([0-9]{2})([0-9]{2})(?:\s*Uhr)?", re.IGNORECASE)


def read_time(text: str) -> time | None:
    """A time in German writing, or None if no clock shows it."""
    match = DIGITS.fullmatch(text.strip()) or WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeField(Field):
    """A time of the day; data is a `time`. Shown as 8:30."""

    kind = "time"
    widget = TextInput()
    inputmode = "decimal"
    autocomplete = "off"
    missing: Any = _l("Geben Sie eine Uhrzeit ein, zum Beispiel 8:30.")

    def __init__(
        self, label: Any = None, *, required: bool = True, hint: Any = _l("Zum Beispiel 8:30"), **kwargs: Any
    ) -> None:
        super().__init__(label, **asked(required, hint, (), kwargs))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        self.data = read_time(text)
        if self.data is None:
            raise refuse(self.missing)

    def _value(self) -> str:
        text = typed(self)
        if text is not None:
            return text
        return f"{self.data.hour}:{self.data.minute:02d}" if self.data else ""
