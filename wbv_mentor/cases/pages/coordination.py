"""What the coordination does with a case: look into it with a reason, and find it a mentor."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.pages.base import address_of, answer, bp, crumbs_of, find_case
from wbv_mentor.cases.pages.forms import HoldForm, LookIntoForm, TryForm
from wbv_mentor.web.access import allow, current_actor


@bp.route("/cases/<ref>/look-into", methods=["GET", "POST"])
@allow("coordinator")
def look_into(ref: str) -> ResponseReturnValue:
    """State a reason; the content is open until midnight, and the mentee sees who looked and why."""
    case = find_case(ref)
    if queries.reading_role(case=case, actor=current_actor(), now=clock.now()) == "mentor":
        return redirect(address_of(case), 303)
    form = LookIntoForm()
    return answer(
        form,
        lambda: actions.look_into(
            case=case,
            reason=form.reason.data,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=_("Der Inhalt ist heute bis Mitternacht für Sie offen. Ihr Grund ist vermerkt."),
        title=_("Inhalt ansehen"),
        note=_(
            "Sie sehen danach auch, was die Person erzählt hat. "
            "Sie erfährt, dass die AK-Koordination hineingeschaut hat, wann und warum."
        ),
        button=_("Inhalt ansehen"),
        back=address_of(case),
        crumbs=crumbs_of(case, (_("Inhalt ansehen"), None)),
    )


@bp.route("/cases/<ref>/tries", methods=["GET", "POST"])
@allow("coordinator")
def tries(ref: str) -> ResponseReturnValue:
    """Note a try to reach the mentee of a case that waits for a mentor."""
    case = find_case(ref)
    form = TryForm()
    return answer(
        form,
        lambda: actions.record_try(
            case=case, channel=form.channel.data, by=current_actor(), now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=_("Versuch vermerkt."),
        title=_("Kontaktversuch vermerken"),
        note=_("Nach zwei Versuchen auf zwei Wegen kann der Fall ohne Kurs abgeschlossen werden."),
        button=_("Vermerken"),
        back=address_of(case),
        crumbs=crumbs_of(case, (_("Kontaktversuch"), None)),
    )  # fmt: skip


@bp.route("/cases/<ref>/hold", methods=["GET", "POST"])
@allow("coordinator")
def legal_hold(ref: str) -> ResponseReturnValue:
    """Keep a case from being erased while a court or an authority needs it, or end that.

    The form says which of the two was asked for: two people who order it at once must not undo each other.
    """
    case = find_case(ref)
    form = HoldForm()
    if request.method == "GET":
        form.hold.data = "end" if case.legal_hold else "begin"
    ends = form.hold.data == "end"
    return answer(
        form,
        lambda: actions.set_legal_hold(
            case=case, hold=form.wanted, by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=_("Die Aufbewahrung ist beendet.") if ends else _("Die Aufbewahrung ist angeordnet."),
        title=_("Aufbewahrung beenden") if ends else _("Aufbewahrung anordnen"),
        note=_("Die Angaben können danach wieder gelöscht werden.")
        if ends
        else _("Die Angaben werden nicht gelöscht, solange ein Gericht oder eine Behörde sie braucht."),
        button=_("Aufbewahrung beenden") if ends else _("Aufbewahrung anordnen"),
        back=address_of(case),
        crumbs=crumbs_of(case, (_("Aufbewahrung"), None)),
    )
