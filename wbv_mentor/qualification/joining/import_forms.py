"""The form that sends a file with people."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from wbv_mentor import clock
from wbv_mentor.qualification.joining.forms import cohort_name
from wbv_mentor.qualification.joining.queries import cohorts_to_wish_for
from wbv_mentor.web.fields import CheckField, SelectField, TextField, UploadField
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import SometimesNeeded, refuse

MOST_BYTES = 4 * 1024 * 1024  # 10,000 lines take about one


def _cohorts() -> list[tuple[str, str]]:
    return [(str(one.id), cohort_name(one)) for one in cohorts_to_wish_for(clock.today())]


class SheetField(UploadField):
    """A CSV file; data are its bytes. What it holds is looked at by csv_reading."""

    accept = ".csv,.txt,text/csv"
    too_big: Any = _l("Die Datei ist zu groß. Bitte höchstens 4 MB und 10.000 Zeilen.")

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        sent = next((value for value in valuelist if isinstance(value, FileStorage) and value.filename), None)
        if sent is None:
            return
        content = sent.stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise refuse(self.too_big)
        self.data = content or b"\n"  # an empty file is a file: csv_reading says what is wrong with it


class ImportForm(Form):
    """For which cohort, which file, and how far the people go."""

    cohort = SelectField(_l("Kohorte"), choices=_cohorts)
    file = SheetField(
        _l("CSV-Datei"), hint=_l("So, wie Excel sie speichert. Die erste Zeile nennt die Spalten.")
    )
    proof = TextField(
        _l("Wo liegen die unterschriebenen Formulare?"),
        required=False,
        max_length=300,
        hint=_l("Nur nötig, wenn die Spalte „Unterschrieben am“ ausgefüllt ist."),
        validators=[SometimesNeeded()],
    )
    admitting = CheckField(
        _l("Wer unterschrieben hat, wird gleich zugelassen. Ist kein Platz mehr frei: auf die Warteliste."),
        required=False,
    )
