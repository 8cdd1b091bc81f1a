"""The forms of the mentee's own page: few questions, in the first person, nothing asked twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.form import BaseForm

from wbv_mentor import clock
from wbv_mentor.cases.mentee.words import FUTURES, ConsentWords
from wbv_mentor.cases.models import Mentee
from wbv_mentor.people.addresses import check_address
from wbv_mentor.web.date_fields import DateField, NotBefore
from wbv_mentor.web.fields import CheckField, ChoiceField, EmailField, PhoneField, SelectField, TextField
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import SometimesNeeded, refuse

CHANNELS: list[tuple[str, Any]] = [
    ("email", _l("Private E-Mail")),
    ("phone", _l("Telefon")),
    ("letter", _l("Brief")),
    ("in_person", _l("Nur persönlich")),
]
DETAIL_OF = {"email": "email", "phone": "phone", "letter": "postal_address"}
DETAILS = tuple(DETAIL_OF.values())


def _futures() -> list[tuple[str, str]]:
    return [(value, say(text)) for value, text in FUTURES.items()]


def _private(form: BaseForm, field: Field) -> None:
    """An address at which somebody in the company could read along is refused (texts.md, 12)."""
    objection = check_address(field.data or "")
    if objection is not None:
        raise refuse(say(objection))


class ReachForm(Form):
    """How the mentee may be reached: one way, and what is needed for it."""

    channel = ChoiceField(_l("Wie dürfen wir Sie erreichen?"), choices=CHANNELS)
    email = EmailField(
        _l("Private E-Mail-Adresse"),
        required=False,
        max_length=254,
        hint=_l("Keine Adresse vom Betrieb. So kann im Betrieb niemand mitlesen."),
        validators=[_private],
    )
    phone = PhoneField(_l("Private Telefonnummer"), required=False)
    postal_address = TextField(_l("Anschrift"), required=False, autocomplete="street-address")
    no_calls_at_work = CheckField(_l("Nicht am Arbeitsplatz anrufen"), default=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DETAILS:
            self[name].flags.sometimes_needed = True  # it is only seen when its way was chosen

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """The chosen way needs its address or number."""
        fine: bool = super().validate(extra_validators)
        return self._detail_given() and fine

    def _detail_given(self) -> bool:
        name = DETAIL_OF.get(self.channel.data or "")
        if name is None or self[name].data or self[name].errors:
            return True
        self[name].errors = [str(self[name].missing)]
        return False

    def show(self, mentee: Mentee) -> None:
        """Begin with what is known."""
        self.channel.process_data(mentee.channel)
        for name in (*DETAILS, "no_calls_at_work"):
            self[name].process_data(getattr(mentee, name))


class GoodTimesForm(ReachForm):
    """The same once the advice has begun, with the times that suit."""

    good_times = TextField(
        _l("Gute Zeiten"), required=False, max_length=100, hint=_l("Zum Beispiel: montags ab 17 Uhr")
    )

    def show(self, mentee: Mentee) -> None:
        """Begin with what is known."""
        super().show(mentee)
        self.good_times.process_data(mentee.good_times)


class ConsentForm(ReachForm):
    """The first consent. Ticks that this case does not need are taken out by `for_case`."""

    conflict_accepted = CheckField(_l("Ja, ich möchte trotzdem diese Begleitung."), required=True)
    case_work = CheckField(required=True)
    contact_channel = CheckField(_l("Ja, Sie dürfen mich so erreichen:"))
    channel = ChoiceField(
        _l("So erreichen Sie mich am besten"),
        required=False,
        choices=CHANNELS,
        validators=[SometimesNeeded()],
    )
    supervision_without_name = CheckField(
        _l("Ja, eine AK-Trainerin oder ein AK-Trainer darf mitlesen – ohne meinen Namen."),
        hint=_l("freiwillig"),
    )

    def for_case(self, words: ConsentWords) -> ConsentForm:
        """Ask only what this case needs, in the words of texts.md 3."""
        self.case_work.label.text = _(
            "Ja, %(mentor)s darf meine Angaben für die Beratung speichern.", mentor=words.mentor
        )
        self.case_work.description = _("nötig")
        if not words.conflict:
            del self.conflict_accepted
        if not words.supervised:
            del self.supervision_without_name
        return self

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """A tick at "so erreichen" needs a way."""
        fine: bool = super().validate(extra_validators)
        if self.contact_channel.data and not self.channel.data and not self.channel.errors:
            self.channel.errors = [_("Wählen Sie, wie wir Sie erreichen dürfen.")]
            return False
        return fine

    def _detail_given(self) -> bool:
        return not self.contact_channel.data or super()._detail_given()

    def shown_fields(self) -> list[Any]:
        """In the order of the page: first whether, then how."""
        first = [
            name for name in ("case_work", "conflict_accepted", "supervision_without_name") if name in self
        ]
        order = [*first, "contact_channel", "channel", *DETAILS, "no_calls_at_work"]
        return [self[name] for name in order]

    def ticked(self) -> dict[str, bool]:
        """The answers under the names of the path's form."""
        names = ("case_work", "contact_channel", "supervision_without_name", "conflict_accepted")
        return {name: True for name in names if name in self and self[name].data}


class OtherMentorForm(ReachForm):
    """Somebody else shall accompany the mentee: how the coordination reaches her, who must be able to."""

    channel = ChoiceField(_l("Wie darf die Arbeitskammer Sie erreichen?"), choices=CHANNELS[:3])


class PauseForm(Form):
    """Until when the advice rests."""

    return_on = DateField(
        _l("Bis wann soll die Pause dauern?"),
        hint=_l("Höchstens sechs Monate. Zum Beispiel 4.12.2026"),
        validators=[NotBefore(lambda: clock.today() + timedelta(days=1))],
    )


class EndForm(Form):
    """Why the advice ends; each answer is fine."""

    outcome_code = ChoiceField(
        _l("Warum möchten Sie aufhören?"),
        choices=[
            ("informed", _l("Ich weiß jetzt genug und brauche keinen Kurs.")),
            ("declined", _l("Ich möchte keinen Kurs machen.")),
            ("referred", _l("Ich lasse mich woanders beraten.")),
            ("other_help", _l("Ich habe andere Hilfe gefunden.")),
            ("job_lost", _l("Ich habe meine Arbeit verloren.")),
            ("moved", _l("Ich bin weggezogen.")),
        ],
    )


class HandOverForm(Form):
    """Who shall accompany the mentee from now on; the choices are given by the view."""

    receiver = SelectField(_l("Wer soll Sie begleiten?"), choices=[])


class TimesForm(Form):
    """Other times of the company are accepted as they are shown: the mark says which answer that was."""

    shown = HiddenField()


class PlanForm(Form):
    """Yes to the plan; the mark says which wording of it the page showed."""

    plan = HiddenField()


class NotYetForm(Form):
    """The plan is not right yet."""

    text = TextField(_l("Was soll anders werden?"), required=False, max_length=150)


class FutureForm(Form):
    """The four choices of a case without a mentor."""

    choice = ChoiceField(_l("Wie soll es weitergehen?"), choices=_futures)
