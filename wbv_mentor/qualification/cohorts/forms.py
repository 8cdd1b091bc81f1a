"""Forms of cohorts and their sessions."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from wbv_mentor.qualification.cohorts.models import Cohort, CohortSession
from wbv_mentor.qualification.cohorts.queries import trainers
from wbv_mentor.qualification.cohorts.sessions import When
from wbv_mentor.web.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    SearchField,
    SelectField,
    TextField,
    TimeField,
)
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import SometimesNeeded

NAME = 100
MOST_SEATS = 40


def _trainers() -> list[tuple[str, str]]:
    return [(str(account.id), account.display_name) for account in trainers()]


class ParticularsForm(Form):
    """What may change later: name, place, seats, trainer."""

    name = TextField(_l("Name"), max_length=NAME, hint=_l("Zum Beispiel: Herbst 2026"))
    place = TextField(_l("Ort"), max_length=200, hint=_l("Wo die Präsenztage sind. Steht in den Terminen."))
    seats = IntegerField(_l("Plätze"), least=1, most=MOST_SEATS, hint=_l("Üblich sind 10 bis 16."))
    trainer = SelectField(_l("AK-Trainer*in"), choices=_trainers)

    def show(self, cohort: Cohort) -> None:
        """Show what stands there."""
        self.name.data, self.place.data, self.seats.data = cohort.name, cohort.place, cohort.seats
        self.trainer.data = str(cohort.trainer_id)
        self.show_version(cohort.row_version)


class CohortForm(Form):
    """A new cohort; the sessions follow from the curriculum and can be changed afterwards."""

    name = TextField(_l("Name"), max_length=NAME, hint=_l("Zum Beispiel: Herbst 2026"))
    starts_on = DateField(_l("Erster Tag"))
    ends_on = DateField(
        _l("Letzter Tag"), required=False, hint=_l("Bleibt das Feld leer, dauert die Kohorte 15 Wochen.")
    )
    place = TextField(_l("Ort"), max_length=200, hint=_l("Wo die Präsenztage sind. Steht in den Terminen."))
    seats = IntegerField(_l("Plätze"), least=1, most=MOST_SEATS, hint=_l("Üblich sind 10 bis 16."))
    trainer = SelectField(_l("AK-Trainer*in"), choices=_trainers)


class SessionForm(Form):
    """Day, time and place of a session."""

    held_on = DateField(_l("Tag"))
    begins = TimeField(_l("Beginn"))
    ends = TimeField(_l("Ende"))
    way = ChoiceField(_l("Wo?"), choices=[("place", _l("Vor Ort")), ("online", _l("Online"))])
    place = TextField(
        _l("Ort"), max_length=200, required=False, hint=_l("Nur, wenn der Termin vor Ort ist."),
        validators=[SometimesNeeded()],
    )  # fmt: skip

    def show(self, meeting: CohortSession) -> None:
        """Show the session as it stands."""
        self.held_on.data, self.begins.data, self.ends.data = meeting.held_on, meeting.begins, meeting.ends
        self.way.data = "online" if meeting.online else "place"
        self.place.data = meeting.place

    @property
    def when(self) -> When:
        """The answers, of a form that was validated."""
        online = self.way.data == "online"
        return When(
            self.held_on.data, self.begins.data, self.ends.data, online,
            None if online else self.place.data,
        )  # fmt: skip


class FurtherSessionForm(SessionForm):
    """A further session of a piece, for those who missed it."""

    piece = SelectField(_l("Was wird nachgeholt?"))

    def offer(self, cohort: Cohort) -> None:
        """Let the pieces of this cohort be chosen."""
        pieces = {(one.module.position, one.part): one for one in cohort.sessions}
        self.piece.choices = [
            (f"{one.module.code}.{one.part}", f"{one.module.code}, {label(one.module.label)} ({one.part})")
            for _place, one in sorted(pieces.items())
        ]

    @property
    def chosen(self) -> tuple[str, int]:
        """Code of the module and part, of a form that was validated."""
        code, _, part = str(self.piece.data).rpartition(".")
        return code, int(part)


class CohortSearchForm(Form):
    """A part of a name, number or place."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name, Nummer oder Ort"))


class SortField(SelectField):
    """The usual order is what nobody chose."""

    empty: Any = _l("Nächste Frist")


class BoardForm(Form):
    """What the board shows, and in which order."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name oder Betrieb"))
    sort = SortField(_l("Sortieren nach"), choices=[("name", _l("Name")), ("units", _l("Fortschritt"))])
