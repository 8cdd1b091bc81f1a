"""Forms of attendance and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.qualification.cohorts.models import CohortSession
from wbv_mentor.qualification.learning.attendance import Line, Mark
from wbv_mentor.qualification.learning.requirements import EVIDENCE_LABELS, RECORDED
from wbv_mentor.web.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    LongTextField,
    NotAfter,
    SelectField,
    TextField,
)
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import SometimesNeeded

STATUS = [
    ("present", _l("anwesend")), ("partly", _l("teilweise")), ("excused", _l("entschuldigt")),
    ("absent", _l("gefehlt")),
]  # fmt: skip
EVERYBODY = "everybody"


class AttendanceForm(Form):
    """A question a person; made for one list by `attendance_form`."""

    people: Sequence[int] = ()

    def marks(self, *, everybody: bool) -> dict[int, Mark]:
        """What was answered; with `everybody` all are present, whatever is ticked."""
        if everybody:
            return {number: Mark("present") for number in self.people}
        return {
            number: Mark(str(self[f"status_{number}"].data), self[f"units_{number}"].data)
            for number in self.people
        }


def attendance_form(meeting: CohortSession, lines: Sequence[Line]) -> AttendanceForm:
    """The form of one list: as it was kept, else everybody present, so that only exceptions are ticked."""
    fields: dict[str, Any] = {"people": [line.person.id for line in lines if line.present]}
    for line in lines:
        if line.present:
            number, kept = line.person.id, line.recorded
            fields[f"status_{number}"] = ChoiceField(
                line.person.display_name, choices=STATUS, default=kept.status if kept else "present"
            )
            fields[f"units_{number}"] = IntegerField(
                _l("Einheiten, wenn teilweise"), required=False, least=1, most=max(1, meeting.units - 1),
                default=kept.units if kept and kept.status == "partly" else None,
                validators=[SometimesNeeded()],
            )  # fmt: skip
    made: AttendanceForm = type("AttendanceForm", (AttendanceForm,), fields)()
    return made


class RecordForm(Form):
    """What a trainer has seen."""

    kind = ChoiceField(_l("Was?"), choices=lambda: [(kind, say(EVIDENCE_LABELS[kind])) for kind in RECORDED])
    on = DateField(_l("Am"), validators=[NotAfter(clock.today)])


class TalkForm(Form):
    """A supervised talk."""

    talk_on = DateField(_l("Tag des Gesprächs"), validators=[NotAfter(clock.today)])


class SimulatedForm(Form):
    """A simulated talk in place of a log."""

    on = DateField(_l("Am"), validators=[NotAfter(clock.today)])
    reason = TextField(_l("Grund"), max_length=300, hint=_l("Warum kein zweites Gespräch möglich war."))


class CreditForm(Form):
    """A module that counts as attended."""

    code = SelectField(_l("Modul"))
    reason = TextField(
        _l("Grund"), max_length=300, hint=_l("Zum Beispiel: in der Kohorte Frühling 2025 besucht.")
    )


class ChangeCohortForm(Form):
    """Another cohort for one person."""

    cohort = SelectField(_l("Neue Kohorte"))


class DecisionForm(Form):
    """Sign off or give back."""

    hint = TextField(
        _l("Hinweis, wenn Sie den Nachweis zurückgeben"), required=False, max_length=500,
        hint=_l("Was fehlt noch? Die Person liest das."), validators=[SometimesNeeded()],
    )  # fmt: skip


class TransferForm(Form):
    """The transfer task."""

    text = LongTextField(
        _l("Text"), max_length=8000,
        hint=_l("Keine Namen und nichts, woran man eine Person oder einen Betrieb erkennt."),
    )  # fmt: skip


class LogForm(TransferForm):
    """The log of a supervised talk."""

    talk_on = DateField(_l("Tag des Gesprächs"), validators=[NotAfter(clock.today)])
