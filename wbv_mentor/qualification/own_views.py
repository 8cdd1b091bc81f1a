"""/qualifizierung: a mentor's own standing and what the mentor can do about it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.certificates import words
from wbv_mentor.certificates.queries import attendance_confirmation_of, certificates_of
from wbv_mentor.pathways.pages import transition_page
from wbv_mentor.qualification.learning.actions import IN_PRACTICE
from wbv_mentor.qualification.learning.done import done_of
from wbv_mentor.qualification.learning.progress import progress_of
from wbv_mentor.qualification.learning.queries import visits_of
from wbv_mentor.qualification.learning.requirements import LOG, LOGS_NEEDED, TRANSFER
from wbv_mentor.qualification.models import Enrolment
from wbv_mentor.qualification.page import person_page
from wbv_mentor.qualification.queries import enrolment_of
from wbv_mentor.web.access import allow, current_actor, find

bp = Blueprint("qualification", __name__)
ENDS_ACCESS = ("retire",)  # afterwards the account is closed


@bp.get("/qualifizierung")
@allow("mentor")
def own() -> ResponseReturnValue:
    """Where I stand, until when, what comes next."""
    actor = current_actor()
    crumbs = [(_("Start"), "/"), (_("Meine Qualifizierung"), None)]
    if actor.id is None or enrolment_of(actor.id) is None:
        return render_template("qualification/own_none.html", crumbs=crumbs)
    enrolment = find(Enrolment, Enrolment.account_id == actor.id)
    page = person_page(enrolment=enrolment, by=actor, today=clock.today(), now=clock.now())
    ways = {option.name: url_for("qualification.transition", name=option.name) for option in page.options}
    return render_template(
        "qualification/own.html", page=page, ways=ways, crumbs=crumbs, words=words,
        certificates=certificates_of(actor.id), confirmation=attendance_confirmation_of(enrolment.id),
        **learnt(enrolment),
    )  # fmt: skip


def learnt(enrolment: Enrolment) -> dict[str, Any]:
    """What the person has done in a cohort so far; nothing for who was trained before this system."""
    cohort = enrolment.cohort
    if cohort is None:
        return {"cohort": None}
    done = done_of(enrolment.id)
    return {
        "cohort": cohort, "done": done, "visits": visits_of(enrolment), "to_hand_in": _to_hand_in(enrolment),
        "progress": progress_of(cohort, done, state=enrolment.state, today=clock.today()),
    }  # fmt: skip


def _to_hand_in(enrolment: Enrolment) -> list[tuple[str, int]]:
    """What the person may hand in now: the logs and the transfer task, while they are in the practice."""
    if enrolment.state not in IN_PRACTICE:
        return []
    done = done_of(enrolment.id)
    wanted = [*((LOG, number) for number in range(1, LOGS_NEEDED + 1)), (TRANSFER, 1)]
    return [(kind, number) for kind, number in wanted if not done.signed(kind, number)]


@bp.route("/qualifizierung/transitions/<name>", methods=["GET", "POST"])
@allow("mentor")
def transition(name: str) -> ResponseReturnValue:
    """Interrupt, drop out, rest or retire by oneself."""
    enrolment = find(Enrolment, Enrolment.account_id == current_actor().id)
    back = url_for("qualification.own")
    return transition_page(
        instance=enrolment, name=name, back=back, done="/" if name in ENDS_ACCESS else back,
        crumbs=[(_("Start"), "/"), (_("Meine Qualifizierung"), back)],
        template="qualification/own_transition.html",
    )  # fmt: skip
