"""Forms that are no part of a path: tasks, offers, consents entered on behalf, the coordination's entries."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from wbv_mentor import clock
from wbv_mentor.cases.words import BEHALF_WAYS, CHANNEL_LABELS, OFFER_MODES, purposes
from wbv_mentor.errors import Refused, say
from wbv_mentor.web.fields import (
    ChoiceField,
    DateField,
    IntegerField,
    LongTextField,
    MoneyField,
    NotAfter,
    NotBefore,
    NotBeforeField,
    SelectField,
    TextField,
    UploadField,
    YesNoField,
)
from wbv_mentor.web.forms import Form
from wbv_mentor.web.questions import SometimesNeeded


class TaskForm(Form):
    """Work to do: what and until when."""

    title = TextField(_l("Was ist zu tun?"), hint=_l("Zum Beispiel: Kursangebot bei der IHK anfragen"))
    due_on = DateField(_l("Bis wann?"), validators=[NotBefore(clock.today)])


class TaskDoneForm(Form):
    """A task is done by recording what happened."""

    outcome = LongTextField(
        _l("Was ist geschehen?"),
        max_length=1000,
        hint=_l("Ein Satz reicht. Bitte keine Angaben zur Gesundheit."),
    )


class OfferForm(Form):
    """A course that would fit. Title and provider are enough to begin with."""

    title = TextField(_l("Kurs"))
    provider = TextField(_l("Bildungsträger"))
    price_eur = MoneyField(_l("Kurskosten in Euro"), required=False, hint=_l("Zum Beispiel 2.480,00"))
    hours = IntegerField(_l("Unterrichtsstunden"), required=False, most=10_000)
    starts_on = DateField(_l("Kursbeginn"), required=False)
    ends_on = DateField(_l("Kursende"), required=False, validators=[NotBeforeField("starts_on")])
    mode = ChoiceField(_l("Wo findet der Kurs statt?"), required=False, choices=OFFER_MODES)
    provider_azav = YesNoField(_l("Ist der Bildungsträger nach AZAV zugelassen?"), required=False)
    measure_number = TextField(
        _l("Maßnahmenummer"),
        required=False,
        max_length=40,
        hint=_l("Steht auf dem Angebot des Bildungsträgers."),
    )


class ReleaseForm(Form):
    """No confirmation by the company: not needed or waived, each with a reason."""

    release = ChoiceField(
        _l("Freistellung durch den Betrieb"),
        choices=[("not_needed", _l("Nicht nötig")), ("waived", _l("Auf die Bestätigung wird verzichtet"))],
    )
    reason = TextField(
        _l("Warum?"), max_length=300, hint=_l("Zum Beispiel: Kurs in der eigenen Zeit oder im Urlaub.")
    )


class ExamResultForm(Form):
    """When the result of the exam was told."""

    exam_result_on = DateField(
        _l("Tag des Prüfungsergebnisses"),
        validators=[NotAfter(clock.today)],
        hint=_l("Ab diesem Tag läuft die Frist für den Aufstiegsbonus. Zum Beispiel 4.12.2026"),
    )


class ConsentForm(Form):
    """One purpose of consent, entered on behalf of the mentee."""

    purpose = SelectField(_l("Wofür?"), choices=purposes)
    recipient = TextField(
        _l("Für wen?"),
        required=False,
        hint=_l("Bei Weiterleitung, Übergabe, Vertretung und Betrieb: Wer genau?"),
        validators=[SometimesNeeded()],
    )
    way = ChoiceField(_l("Wie hat die Person das erklärt?"), choices=BEHALF_WAYS)
    given_on = DateField(_l("Wann?"), validators=[NotAfter(clock.today)])
    place = TextField(
        _l("Wo?"),
        required=False,
        max_length=100,
        hint=_l("Nur bei einer mündlichen Erklärung."),
        validators=[SometimesNeeded()],
    )
    proof = UploadField(_l("Foto oder Scan des Blattes"), required=False)


class WithdrawConsentForm(Form):
    """How the mentee took a consent back."""

    way = ChoiceField(_l("Wie hat die Person das erklärt?"), choices=BEHALF_WAYS)


class ConfirmSpokenForm(Form):
    """A spoken consent becomes a signed one."""

    given_on = DateField(_l("Unterschrieben am"), validators=[NotAfter(clock.today)])


class ArrivedForm(Form):
    """The original of a signed page has arrived."""

    arrived_on = DateField(_l("Angekommen am"), validators=[NotAfter(clock.today)])


class LookIntoForm(Form):
    """Why somebody of the coordination has to read the content."""

    reason = LongTextField(
        _l("Warum müssen Sie den Inhalt sehen?"),
        max_length=500,
        hint=_l("Die ratsuchende Person liest diesen Grund auf ihrer eigenen Seite."),
    )


class TryForm(Form):
    """One try to reach the mentee of a case without a mentor."""

    channel = ChoiceField(_l("Wie haben Sie es versucht?"), choices=CHANNEL_LABELS)


class HoldForm(Form):
    """Order that a case is kept, or end that: what its page offered, whatever happened meanwhile."""

    hold = HiddenField()

    @property
    def wanted(self) -> bool:
        """Whether it is to be kept. Refused if the page did not say."""
        if self.hold.data not in ("begin", "end"):
            raise Refused(
                say("Diese Seite war zu lange offen. Bitte öffnen Sie sie neu und senden Sie noch einmal.")
            )
        return bool(self.hold.data == "begin")
