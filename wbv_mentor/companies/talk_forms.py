"""Forms for talks with a company and for asking its contacts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from wbv_mentor import clock
from wbv_mentor.companies.models import Company, Contact
from wbv_mentor.companies.sizes import TALK_KIND_LABELS, TOPIC_LABELS
from wbv_mentor.companies.talks import SMALL, TalkData
from wbv_mentor.web.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    LongTextField,
    MoneyField,
    MultiChoiceField,
    NotAfter,
    NotBeforeField,
    SelectField,
    TextField,
)
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import SometimesNeeded, refuse

AREA_LINE = re.compile(r"(?P<name>.{1,100}?)\s*[:,;]\s*(?P<persons>\d{1,6})")


class TalkForm(Form):
    """A talk with a company: when, how, about what. No person."""

    held_on = DateField(_l("Wann war das Gespräch?"), validators=[NotAfter(clock.today)])
    kind = ChoiceField(
        _l("Wo fand es statt?"),
        choices=lambda: [(value, say(label)) for value, label in TALK_KIND_LABELS.items()],
    )
    place = TextField(_l("Ort"), required=False, hint=_l("Zum Beispiel Völklingen."))
    minutes = IntegerField(_l("Dauer in Minuten"), most=600)
    functions = TextField(
        _l("Wer war dabei?"),
        hint=_l("Nur Funktionen, keine Namen. Zum Beispiel Geschäftsführung, Betriebsrat."),
    )
    topics = MultiChoiceField(
        _l("Themen"), required=False,
        choices=lambda: [(value, say(label)) for value, label in TOPIC_LABELS.items()],
        validators=[SometimesNeeded()],
    )  # fmt: skip
    other_topics = TextField(_l("Weitere Themen"), required=False, validators=[SometimesNeeded()])
    areas = LongTextField(
        _l("Bereiche mit Bedarf"), required=False, max_length=2000, rows=3,
        hint=_l("Einer in jeder Zeile, mit Anzahl der Personen, mindestens 5: Fertigung: 12"),
    )  # fmt: skip
    next_step = TextField(_l("Nächster Schritt"), required=False, hint=_l("Bitte keine Namen."))

    def for_company(self, company: Company) -> TalkForm:
        """A company with fewer than ten employees has no areas in which nobody could be recognised."""
        if company.size == SMALL:
            del self.areas
        return self

    def validate_areas(self, field: Field) -> None:
        """Each line a name and a number."""
        for line in _lines(field.data):
            if AREA_LINE.fullmatch(line) is None:
                raise refuse(
                    _(
                        "„%(line)s“: Schreiben Sie Bereich und Anzahl, zum Beispiel Fertigung: 12",
                        line=line[:60],
                    )
                )

    @property
    def talk_data(self) -> TalkData:
        """What was entered; of a form that was validated."""
        lines = _lines(self.areas.data) if "areas" in self else []
        found = [match for line in lines if (match := AREA_LINE.fullmatch(line))]
        return TalkData(
            held_on=self.held_on.data, kind=self.kind.data or "", minutes=self.minutes.data or 0,
            functions=self.functions.data or "", topics=self.topics.data or (), place=self.place.data,
            other_topics=self.other_topics.data, next_step=self.next_step.data,
            areas={match["name"]: int(match["persons"]) for match in found},
        )  # fmt: skip


class AskForm(Form):
    """Whom to ask."""

    contact = SelectField(_l("Ansprechperson"))

    def offer(self, contacts: list[Contact]) -> AskForm:
        """Only these contacts."""
        self.contact.choices = [
            (str(one.id), f"{one.name} ({one.function})" + ("" if one.email else " – " + _("ohne E-Mail")))
            for one in contacts
        ]
        return self

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the company is told beside what the directory knows: what this form asks for."""
        return {
            field.name: field.data
            for field in self.shown_fields()
            if field.name != "contact" and field.data not in (None, "")
        }


class MentorNamedForm(AskForm):
    """C1: which mentor, for how many hours a month, trained when."""

    mentor = TextField(_l("Weiterbildungsmentor*in"), hint=_l("Vorname und Name."))
    hours_a_month = IntegerField(_l("Stunden im Monat"), most=200)
    cohort_start = DateField(_l("Beginn der Qualifizierung"), required=False)
    cohort_end = DateField(
        _l("Ende der Qualifizierung"), required=False, validators=[NotBeforeField("cohort_start")]
    )


class JointCourseForm(AskForm):
    """C3: the course, the seats, the price, until when one may cancel."""

    course = TextField(_l("Kurs"))
    starts_on = DateField(_l("Beginn"), required=False)
    ends_on = DateField(_l("Ende"), required=False, validators=[NotBeforeField("starts_on")])
    seats = IntegerField(_l("Plätze"), most=1000)
    price_eur = MoneyField(_l("Preis je Platz"), required=False)
    cancel_until = DateField(_l("Absagen möglich bis"), required=False)


class WorksCouncilForm(AskForm):
    """C7: the course and how many persons it is for."""

    course = TextField(_l("Kurs"))
    persons = IntegerField(_l("Anzahl Personen"), most=10_000)


FORMS: dict[str, type[AskForm]] = {
    "C0": AskForm, "C1": MentorNamedForm, "C2": AskForm, "C3": JointCourseForm, "C7": WorksCouncilForm,
}  # fmt: skip


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
