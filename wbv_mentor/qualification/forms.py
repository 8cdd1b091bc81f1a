"""Forms of this room that no path declares."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field

from wbv_mentor import clock
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.people.addresses import check_address
from wbv_mentor.people.words import FUNCTION_LABELS
from wbv_mentor.web.fields import (
    ChoiceField,
    DateField,
    EmailField,
    NotAfter,
    SearchField,
    SelectField,
    TextField,
)
from wbv_mentor.web.formatting import label, say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import refuse

NAME = 100


def _companies() -> list[tuple[str, str]]:
    return [(value, label(name)) for value, name in VOCABULARY.choices["companies"]()]


class TrainedMentorForm(Form):
    """Somebody who was trained before this system."""

    first_name = TextField(_l("Vorname"), max_length=NAME)
    last_name = TextField(_l("Nachname"), max_length=NAME)
    email = EmailField(
        _l("Private E-Mail-Adresse"),
        max_length=254,
        autocomplete="off",
        hint=_l("Keine Adresse vom Betrieb. So kann im Betrieb niemand mitlesen."),
    )
    company = SelectField(
        _l("Betrieb"),
        choices=_companies,
        required=False,
        hint=_l("Fehlt der Betrieb in der Liste? Legen Sie ihn zuerst unter „Betriebe“ an."),
    )
    function_in_company = ChoiceField(
        _l("Funktion im Betrieb"),
        choices=lambda: [(value, say(name)) for value, name in FUNCTION_LABELS.items()],
        hint=_l("Ratsuchende sehen das, bevor sie zustimmen."),
    )
    trained_on = DateField(_l("Qualifizierung abgeschlossen am"), validators=[NotAfter(clock.today)])
    proof = TextField(
        _l("Nachweis"), max_length=300, hint=_l("Zum Beispiel: Zertifikat vom 4.12.2024, gesehen.")
    )

    def validate_email(self, field: Field) -> None:
        """No address at which somebody in the company could read along (texts.md, 12)."""
        objection = check_address(field.data or "")
        if objection is not None:
            raise refuse(say(objection))


class MentorSearchForm(Form):
    """A part of a name."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name"))
