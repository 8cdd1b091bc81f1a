"""What trainers record about one person: each kind with its question and what keeps the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from wbv_mentor.engine.actors import Actor
from wbv_mentor.qualification.cohorts.moving import change_cohort
from wbv_mentor.qualification.cohorts.seats import open_choices
from wbv_mentor.qualification.learning import actions
from wbv_mentor.qualification.learning.forms import (
    ChangeCohortForm,
    CreditForm,
    RecordForm,
    SimulatedForm,
    TalkForm,
)
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form


@dataclass(frozen=True)
class Kind:
    """One thing to record."""

    title: Any
    about: Any
    form: Callable[[Enrolment], Form]
    keep: Callable[[Enrolment, Any, Actor, datetime], object]


def _credit_form(enrolment: Enrolment) -> Form:
    form = CreditForm()
    modules = enrolment.cohort.modules if enrolment.cohort is not None else []
    form.code.choices = [(one.code, f"{one.code} {label(one.label)}") for one in modules]
    return form


def _cohort_form(enrolment: Enrolment) -> Form:
    form = ChangeCohortForm()
    form.cohort.choices = [
        (value, label(name)) for value, name in open_choices() if value != str(enrolment.cohort_id)
    ]
    return form


def _evidence(enrolment: Enrolment, form: Any, by: Actor, now: datetime) -> None:
    actions.record_evidence(
        enrolment=enrolment, kind=form.kind.data, on=form.on.data, by=by, now=now,
        submission=form.submission_id,
    )  # fmt: skip


def _talk(enrolment: Enrolment, form: Any, by: Actor, now: datetime) -> None:
    actions.supervised_talk(
        enrolment=enrolment, on=form.talk_on.data, by=by, now=now, submission=form.submission_id
    )


def _simulated(enrolment: Enrolment, form: Any, by: Actor, now: datetime) -> None:
    actions.simulated_talk(
        enrolment=enrolment, reason=form.reason.data, on=form.on.data, by=by, now=now,
        submission=form.submission_id,
    )  # fmt: skip


def _credit(enrolment: Enrolment, form: Any, by: Actor, now: datetime) -> None:
    actions.credit_module(
        enrolment=enrolment, code=form.code.data, reason=form.reason.data, by=by, now=now,
        submission=form.submission_id,
    )  # fmt: skip


def _cohort(enrolment: Enrolment, form: Any, by: Actor, now: datetime) -> None:
    change_cohort(
        enrolment=enrolment, cohort_id=int(form.cohort.data), by=by, now=now, submission=form.submission_id
    )


RECORDS: dict[str, Kind] = {
    "evidence": Kind(
        _l("Nachweis eintragen"), _l("Was Sie gesehen haben. Ein neues Datum ersetzt das alte."),
        lambda _enrolment: RecordForm(), _evidence,
    ),
    "talk": Kind(
        _l("Begleitetes Gespräch eintragen"), _l("Das Protokoll ist sieben Tage danach fällig."),
        lambda _enrolment: TalkForm(), _talk,
    ),
    "simulated": Kind(
        _l("Simuliertes Gespräch anerkennen"), _l("Es ersetzt eines der beiden Protokolle."),
        lambda _enrolment: SimulatedForm(), _simulated,
    ),
    "credit": Kind(
        _l("Modul anrechnen"), _l("Das Modul zählt dann als ganz besucht."), _credit_form, _credit,
    ),
    "cohort": Kind(
        _l("Kohorte wechseln"),
        _l("Was die Person besucht hat, zählt auch dort. Sie bekommt eine Nachricht."), _cohort_form, _cohort,
    ),
}  # fmt: skip
