"""The company's forms: the answer with what it asks for, the code, a new link, somebody else in charge."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.companies.answers import Answer, answers_to, fields_of, words_of
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.web.fields import (
    ChoiceField,
    DateField,
    EmailField,
    IntegerField,
    LongTextField,
    NotBefore,
    NotBeforeField,
    SelectField,
    TextField,
    YesNoField,
)
from wbv_mentor.web.formatting import label, say
from wbv_mentor.web.forms import Form

GROUNDS = {"C5": ("operational", "small_company_share", "other"), "C6": ("operational", "other")}
SIGNED = ("signer_name", "signer_function")


class AnswerForm(Form):
    """Every question that any kind asks; `for_question` takes away what this one does not."""

    answer = ChoiceField(_l("Ihre Antwort"))
    correction = LongTextField(_l("Was stimmt nicht?"), required=False, max_length=500, rows=3)
    hours_a_month = IntegerField(_l("Stunden im Monat"), required=False, most=400)
    seats = IntegerField(_l("Anzahl Plätze"), required=False, most=1000)
    other_start = DateField(_l("Anderer Beginn"), required=False)
    other_end = DateField(_l("Anderes Ende"), required=False, validators=[NotBeforeField("other_start")])
    other_times = TextField(_l("Andere Zeiten"), required=False, max_length=300)
    ground = ChoiceField(_l("Grund"), required=False)
    need_until = DateField(
        _l("Wir brauchen noch Zeit bis"), required=False, validators=[NotBefore(clock.today)],
        hint=_l("Höchstens 14 Tage länger. Zum Beispiel 4.12.2026"),
    )  # fmt: skip
    question = LongTextField(_l("Ihre Frage"), required=False, max_length=500, rows=3)
    headcount = IntegerField(
        _l("Beschäftigte im Unternehmen"), required=False, most=1_000_000,
        hint=_l("Das ganze Unternehmen, mit Konzern."),
    )  # fmt: skip
    up_to_10_hours = IntegerField(_l("Davon bis 10 Stunden je Woche"), required=False, most=1_000_000)
    up_to_20_hours = IntegerField(_l("Davon bis 20 Stunden je Woche"), required=False, most=1_000_000)
    up_to_30_hours = IntegerField(_l("Davon bis 30 Stunden je Woche"), required=False, most=1_000_000)
    collective_agreement = YesNoField(
        _l("Tarifvertrag oder Betriebsvereinbarung zur Weiterbildung"), required=False
    )
    release = YesNoField(_l("Wir stellen für den Kurs frei"), required=False)
    signer_name = TextField(_l("Ihr Name"), hint=_l("Erscheint auf dem Nachweis."), autocomplete="name")
    signer_function = TextField(_l("Ihre Funktion im Betrieb"), autocomplete="organization-title")

    offered: tuple[Answer, ...] = ()

    def for_question(self, confirmation: Confirmation, *, changing: bool = False) -> AnswerForm:
        """Only the answers and questions of this kind, in its words."""
        code = confirmation.code
        self.offered = answers_to(code, changing=changing)
        self.answer.choices = [(one.value, _in_words(one, confirmation)) for one in self.offered]
        asked = fields_of(code, changing=changing)
        for field in list(self.shown_fields()):
            if field.name not in ("answer", *SIGNED) and field.name not in asked:
                del self[field.name]
        for name in {name for one in self.offered for name in one.needs}:
            self[name].flags.sometimes_needed = True  # with its answer
        if "ground" in self:
            self.ground.choices = _grounds(confirmation)
        return self

    @property
    def chosen(self) -> Answer | None:
        """The answer that was chosen."""
        return next((one for one in self.offered if one.value == self.answer.data), None)

    def validate(self, extra_validators: Any = None) -> bool:
        """What the chosen answer asks for must be there."""
        fine = bool(super().validate(extra_validators))
        chosen = self.chosen
        if chosen is None:
            return fine
        if chosen.needs and not any(self[name].data not in (None, "") for name in chosen.needs):
            field = self[chosen.needs[0]]
            if not field.errors:
                field.errors = [*field.errors, _("Bitte füllen Sie dieses Feld aus.")]
            fine = False
        return fine

    @property
    def data_of_answer(self) -> dict[str, Any]:
        """What is kept: the chosen answer's own fields, name and function; nothing else that was typed."""
        chosen = self.chosen
        assert chosen is not None
        names = [name for name in chosen.fields if self[name].data not in (None, "")]
        said = {name: self[name].data for name in (*names, *SIGNED)}
        return said | ({"declined": chosen.declined} if chosen.declined else {})


class CodeForm(Form):
    """The code from the mail."""

    code = TextField(_l("Code"), max_length=40, hint=_l("Er steht in der E-Mail, zum Beispiel 7K4Q-M2XD-91."))


class RenewForm(Form):
    """The address we wrote to."""

    email = EmailField(_l("E-Mail-Adresse, an die wir geschrieben haben"))


class PassOnForm(Form):
    """Who is in charge. Whom one may name depends on the question."""

    colleague = SelectField(_l("Zuständige Person"), required=False)
    colleague_name = TextField(_l("Oder jemand anders: Vorname und Name"), required=False)
    colleague_email = EmailField(
        _l("E-Mail-Adresse im Betrieb"), required=False, autocomplete="off",
        hint=_l("Nur Adressen, die zu Ihrem Betrieb gehören."),
    )  # fmt: skip
    signer_name = TextField(_l("Ihr Name"), autocomplete="name")
    signer_function = TextField(_l("Ihre Funktion im Betrieb"), autocomplete="organization-title")

    @property
    def data_of_answer(self) -> dict[str, Any]:
        """What was filled in."""
        return {field.name: field.data for field in self.shown_fields() if field.data not in (None, "")}


def _in_words(answer: Answer, confirmation: Confirmation) -> str:
    return say(words_of(answer, confirmation.statement))


def _grounds(confirmation: Confirmation) -> list[tuple[str, str]]:
    known = next(
        field for field in workflow_of(confirmation).forms["decline"].fields if field.name == "ground"
    )
    allowed = GROUNDS.get(confirmation.code, ())
    return [(one.value, label(one.label)) for one in known.choices if one.value in allowed]
