"""A file from the person's device: PDF, JPG or PNG, told by its first bytes and not by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from wbv_mentor.web.cleaning import CONTROL, tidy
from wbv_mentor.web.questions import asked, refuse

MOST_BYTES = 10 * 1024 * 1024
SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclass(frozen=True)
class Upload:
    """What was sent: a harmless name, the type found in the bytes, the bytes."""

    name: str
    media_type: str
    content: bytes


class UploadField(FileField):
    """One file of at most 10 MB; data is an Upload."""

    kind = "file"
    missing: Any = _l("Wählen Sie eine Datei aus.")
    unfit: Any = _l(
        "Die Datei ist kein PDF und kein Bild. Bitte nehmen Sie PDF, JPG oder PNG, höchstens 10 MB."
    )
    accept = ".pdf,.jpg,.jpeg,.png"

    def __init__(
        self,
        label: Any = None,
        *,
        required: bool = True,
        hint: Any = _l("PDF, JPG oder PNG, höchstens 10 MB"),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **asked(required, hint, (), kwargs))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        sent = next((value for value in valuelist if isinstance(value, FileStorage) and value.filename), None)
        if sent is None:
            return
        content = sent.stream.read(MOST_BYTES + 1)
        media_type = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
        if media_type is None or len(content) > MOST_BYTES:
            raise refuse(self.unfit)
        self.data = Upload(_name(sent.filename or ""), media_type, content)


def _name(name: str) -> str:
    """The last part of the name without control characters, at most 120 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return CONTROL.sub("", tidy(last))[-120:] or "Datei"
