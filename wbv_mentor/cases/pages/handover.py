"""A handover, as the mentor sees it who was asked: little about the case, and yes or no."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.models import Case, Handover
from wbv_mentor.cases.pages.base import bp, find_or_done, sent_before
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import NotFound, Refused, Stale, say
from wbv_mentor.pathways import records
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.forms import Form, form_page


@bp.get("/handovers")
@allow("mentor")
def handovers() -> ResponseReturnValue:
    """What this mentor was asked to take over."""
    return render_template("cases/handovers.html", requests=queries.handover_requests(actor=current_actor()))


@bp.route("/handovers/<int:number>", methods=["GET", "POST"])
@allow("mentor")
def handover(number: int) -> ResponseReturnValue:
    """Accept or refuse; before that only reference and step are shown."""
    found = find_or_done(Handover, Handover.id == number, done=url_for("home.start"))
    asked = next(
        (item for item in queries.handover_requests(actor=current_actor()) if item.id == number), None
    )
    if asked is None:
        if request.method == "POST" and sent_before(request.form.get("submission", "")):
            return redirect(url_for("cases.show", ref=found.case.reference), 303)
        raise NotFound()
    form = Form()
    said = request.form.get("answer")
    if request.method == "POST" and said not in ("accept", "refuse"):
        form.reasons.append(say("Bitte wählen Sie „Fall übernehmen“ oder „Ablehnen“."))
    if form.failed or not form.validate_on_submit():
        return form_page("cases/handover.html", form=form, asked=asked, note=_note(found))
    accept = said == "accept"
    try:
        with unit_of_work():
            actions.answer_handover(
                handover=found,
                accept=accept,
                by=current_actor(),
                now=clock.now(),
                submission=form.submission_id,
            )
    except (Refused, Stale) as error:
        return form_page("cases/handover.html", form=form, error=error, asked=asked, note=_note(found))
    if accept:
        flash(_("Sie begleiten diesen Fall jetzt."), "success")
        return redirect(url_for("cases.show", ref=asked.reference), 303)
    flash(_("Sie haben abgelehnt. Wer gefragt hat, bekommt eine Nachricht."), "success")
    return redirect(url_for("home.start"), 303)


def _note(handover: Handover) -> str:
    """The message to the new mentor, if the old one wrote one."""
    case = session.get_one(Case, handover.case_id)
    return str(records.read_record(case, "hand_over", "mentor").get("note_to_receiver", ""))
