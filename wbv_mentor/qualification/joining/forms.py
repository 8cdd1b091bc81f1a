"""The forms of people who want to become mentors."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.form import BaseForm

from wbv_mentor import clock
from wbv_mentor.engine import types
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import build_form
from wbv_mentor.people.addresses import check_address
from wbv_mentor.people.words import FUNCTION_LABELS
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.joining.actions import Person
from wbv_mentor.qualification.joining.queries import cohorts_to_wish_for
from wbv_mentor.qualification.joining.recording import Signed
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.web.fields import (
    ChoiceField,
    DateField,
    EmailField,
    PhoneField,
    SelectField,
    TextField,
    YesNoField,
)
from wbv_mentor.web.formatting import date_medium, say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.languages import LANGUAGES, language
from wbv_mentor.web.questions import SometimesNeeded, refuse

NAME = 100


def cohort_name(cohort: Cohort) -> str:
    """A cohort as people choose it: name and first day."""
    return str(_("%(name)s, ab %(day)s", name=cohort.name, day=date_medium(cohort.starts_on)))


def _cohorts() -> list[tuple[str, str]]:
    return [(str(one.id), cohort_name(one)) for one in cohorts_to_wish_for(clock.today())]


def _functions() -> list[tuple[str, str]]:
    return [(value, say(name)) for value, name in FUNCTION_LABELS.items()]


def _private(form: BaseForm, field: Field) -> None:
    """An address at which somebody in the company could read along is refused (texts.md, 12)."""
    objection = check_address(field.data or "")
    if objection is not None:
        raise refuse(say(objection))


class InterestForm(Form):
    """Who is interested: as little as possible until the address is confirmed."""

    first_name = TextField(_l("Vorname"), max_length=NAME, autocomplete="given-name")
    last_name = TextField(_l("Nachname"), max_length=NAME, autocomplete="family-name")
    email = EmailField(
        _l("Private E-Mail-Adresse"),
        max_length=254,
        hint=_l("Keine Adresse vom Betrieb. So kann im Betrieb niemand mitlesen."),
        validators=[_private],
    )
    phone = PhoneField(_l("Telefon"), required=False)
    company = TextField(_l("Betrieb"), required=False, autocomplete="organization")
    wanted_cohort = SelectField(
        _l("Wunschtermin"),
        choices=_cohorts,
        required=False,
        hint=_l("Ist dort kein Platz mehr frei, gibt es eine Warteliste."),
    )
    language = ChoiceField(_l("Sprache Ihrer E-Mails"), choices=list(LANGUAGES.items()), default=language)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not list(self.wanted_cohort.iter_choices()):
            del self.wanted_cohort

    @property
    def person(self) -> Person:
        """What was answered."""
        wish = self.wanted_cohort.data if "wanted_cohort" in self else None
        return Person(
            first_name=str(self.first_name.data), last_name=str(self.last_name.data),
            email=str(self.email.data), phone=self.phone.data, company=self.company.data,
            language=str(self.language.data), wanted_cohort_id=int(wish) if wish else None,
        )  # fmt: skip


class PaperForm(InterestForm):
    """Somebody who has filled in the form on paper; without a signature the person is asked by mail."""

    signed_on = DateField(_l("Unterschrieben am"), required=False)
    proof = TextField(
        _l("Wo liegt das unterschriebene Formular?"), required=False, max_length=300,
        validators=[SometimesNeeded()],
    )  # fmt: skip
    works_in_saarland = YesNoField(_l("Arbeit im Saarland"), required=False, validators=[SometimesNeeded()])
    function_in_company = ChoiceField(
        _l("Funktion im Betrieb"), choices=_functions, required=False, validators=[SometimesNeeded()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email", "phone", "company"):
            self[name].autocomplete = "off"  # it is somebody else's

    def validate(self, extra_validators: Any = None) -> bool:
        """A signed form says where it is, and what an application needs."""
        fine: bool = super().validate(extra_validators)
        if not self.signed_on.data:
            return fine
        for name in ("proof", "works_in_saarland", "function_in_company"):
            if self[name].data in (None, "") and not self[name].errors:
                self[name].errors = [_("Bei einem unterschriebenen Formular ist das nötig.")]
                fine = False
        return fine

    @property
    def signed(self) -> Signed | None:
        """The signed form, if there is one."""
        if self.signed_on.data is None:
            return None
        says = {
            "works_in_saarland": self.works_in_saarland.data,
            "function_in_company": self.function_in_company.data,
        }
        return Signed(self.signed_on.data, str(self.proof.data), says)


def application_form(enrolment: Enrolment) -> Form:
    """The questions of the application that the person answers."""
    declared = workflow_of(enrolment).forms["apply"]
    own = tuple(field for field in declared.fields if "applicant" in field.visible_to)
    asked: types.Form = declared.model_copy(update={"fields": own})
    form: Form = build_form(asked, role="applicant")()
    return form
