"""Evidence: the trainers' queue at /cohorts/evidence, the person's own page at /qualifizierung."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import NotFound, Refused, Stale, say
from wbv_mentor.qualification.cohorts.views import crumbs_to
from wbv_mentor.qualification.learning.actions import IN_PRACTICE, give_back, hand_in, sign_off
from wbv_mentor.qualification.learning.done import done_of
from wbv_mentor.qualification.learning.forms import DecisionForm, LogForm, TransferForm
from wbv_mentor.qualification.learning.models import Evidence
from wbv_mentor.qualification.learning.queries import waiting_for_signature
from wbv_mentor.qualification.learning.requirements import (
    HANDED_IN,
    LOG,
    LOGS_NEEDED,
    evidence_label,
)
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.formatting import say as spoken
from wbv_mentor.web.forms import form_page

bp = Blueprint("evidence", __name__)
ONE, OWN = "qualification/cohorts/evidence_one.html", "qualification/hand_in.html"


@bp.get("/cohorts/evidence")
@allow("trainer", "coordinator")
def queue() -> ResponseReturnValue:
    """What waits for a signature, the oldest first."""
    rows = waiting_for_signature(scoped(Evidence))
    crumbs = [*crumbs_to(), (_("Freigaben"), None)]
    return render_template(
        "qualification/cohorts/evidence_queue.html", rows=rows, crumbs=crumbs, label_of=evidence_label
    )


@bp.route("/cohorts/evidence/<int:evidence_id>", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def decide(evidence_id: int) -> ResponseReturnValue:
    """Read one piece; sign it off or give it back with a hint; then the next one."""
    row, form = find(Evidence, Evidence.id == evidence_id), DecisionForm()
    if request.method == "GET":
        form.show_version(row.row_version)
    title = evidence_label(row.kind, row.number)
    shown: dict[str, Any] = {
        "row": row, "title_of": title,
        "crumbs": [*crumbs_to(), (_("Freigaben"), url_for(".queue")), (spoken(title), None)],
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page(ONE, form=form, **shown)
    try:
        with unit_of_work():
            _decide(row, form)
    except (Refused, Stale) as error:
        form.show_version(row.row_version)
        return form_page(ONE, form=form, error=error, **shown)
    flash(_("Gespeichert."), "success")
    waiting = waiting_for_signature(scoped(Evidence))
    address = url_for(".decide", evidence_id=waiting[0].id) if waiting else url_for(".queue")
    return redirect(address, 303)


def _decide(row: Evidence, form: DecisionForm) -> None:
    actor, decision = current_actor(), request.form.get("decision")
    if decision == "sign":
        sign_off(
            evidence=row, by=actor, now=clock.now(), submission=form.submission_id,
            expected_version=form.version,
        )  # fmt: skip
    elif decision == "return":
        if not form.hint.data:
            raise Refused(say("Schreiben Sie, was noch fehlt."), field="hint")
        give_back(
            evidence=row, hint=form.hint.data, by=actor, now=clock.now(), submission=form.submission_id,
            expected_version=form.version,
        )  # fmt: skip
    else:
        raise Refused(say("Wählen Sie „Abzeichnen“ oder „Zurückgeben“."))


def _piece(name: str) -> tuple[str, int]:
    """Kind and number of what stands in an address as `practice_log-2`; NotFound for anything else."""
    for kind in HANDED_IN:
        for number in range(1, (LOGS_NEEDED if kind == LOG else 1) + 1):
            if name == f"{kind}-{number}":
                return kind, number
    raise NotFound()


@bp.route("/qualifizierung/nachweise/<piece>", methods=["GET", "POST"])
@allow("mentor")
def own(piece: str) -> ResponseReturnValue:
    """Hand in a log or the transfer task, or see what became of it."""
    enrolment = find(Enrolment, Enrolment.account_id == current_actor().id)
    kind, number = _piece(piece)
    row = done_of(enrolment.id).evidence.get((kind, number))
    if row is None and enrolment.state not in IN_PRACTICE:
        raise NotFound()
    form: TransferForm = LogForm() if kind == LOG else TransferForm()
    if request.method == "GET":
        form.show_version(row.row_version if row is not None else 0)
    if request.method == "GET" and row is not None:
        form.text.data = row.text
        if isinstance(form, LogForm):
            form.talk_on.data = row.talk_on
    title = evidence_label(kind, number)
    shown: dict[str, Any] = {
        "row": row, "title_of": title,
        "crumbs": [(_("Start"), "/"), (_("Meine Qualifizierung"), url_for("qualification.own")),
                   (spoken(title), None)],
    }  # fmt: skip
    if not form.validate_on_submit():
        return form_page(OWN, form=form, **shown)
    try:
        with unit_of_work():
            hand_in(
                enrolment=enrolment, kind=kind, number=number, text=form.text.data or "",
                talk_on=form.talk_on.data if isinstance(form, LogForm) else None, by=current_actor(),
                now=clock.now(), submission=form.submission_id, expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(row.row_version if row is not None else 0)
        return form_page(OWN, form=form, error=error, **shown)
    flash(_("Abgegeben. Ihre AK-Trainer*in bekommt eine Nachricht."), "success")
    return redirect(url_for("qualification.own"), 303)
