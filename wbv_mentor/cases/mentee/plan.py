"""What the mentee decides on the way: the plan, the risk of booking early, answers after the course."""

from __future__ import annotations

from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.mentee import wishes
from wbv_mentor.cases.mentee.forms import NotYetForm, PlanForm
from wbv_mentor.cases.mentee.overview import follow_up_due, follow_up_form
from wbv_mentor.cases.mentee.page import answer, bp, in_advice, page_of, sent_before, shown
from wbv_mentor.cases.mentee.views import page
from wbv_mentor.errors import Stale, WbvError, say
from wbv_mentor.pathways.forms import values_of
from wbv_mentor.web.access import current_actor, public
from wbv_mentor.web.forms import Form, form_page


@bp.post("/<token>/plan")
@public
def confirm_plan(token: str) -> ResponseReturnValue:
    """ "Ja, so machen wir es": the plan as it is shown."""
    case = in_advice(token)
    form = PlanForm()
    return answer(
        form,
        lambda: actions.confirm_plan(case=case, shown=form.plan.data or "", **_now(form)),
        case=case,
        again=lambda sent, error: page(case, token, sent, error),
        done=page_of(token),
        said=_("Danke. Sie haben dem Plan zugestimmt."),
    )


@bp.route("/<token>/plan/noch-nicht", methods=["GET", "POST"])
@public
def plan_not_yet(token: str) -> ResponseReturnValue:
    """Not this plan: the mentor hears that it has to be talked over again."""
    case = in_advice(token)
    form = NotYetForm()

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        return form_page(
            "cases/mentee/not_yet.html", form=shown(sent, case), error=error, case=case, token=token
        )

    if not form.is_submitted():
        return again(form, None)
    return answer(
        form,
        lambda: wishes.wish_plan_change(case=case, text=form.text.data, **_now(form)),
        case=case,
        again=again,
        done=page_of(token),
        said=_("Danke. Ihre Begleitung spricht noch einmal mit Ihnen über den Plan."),
    )


@bp.post("/<token>/risiko")
@public
def accept_risk(token: str) -> ResponseReturnValue:
    """Book although an application is still open: only the mentee can decide this."""
    case = in_advice(token)
    form = Form()
    return answer(
        form,
        lambda: actions.accept_risk(case=case, **_now(form)),
        case=case,
        again=lambda sent, error: page(case, token, sent, error),
        done=page_of(token),
        said=_("Ihre Entscheidung ist gespeichert."),
    )


@bp.route("/<token>/nachfrage", methods=["GET", "POST"])
@public
def follow_up(token: str) -> ResponseReturnValue:
    """Three short questions after the course; each answer is voluntary."""
    case = in_advice(token)
    name = follow_up_due(case)
    if name is None and sent_before(case):
        return redirect(page_of(token), 303)
    if name is None:
        raise Stale(say("Gerade ist keine Nachfrage offen. Danke, Sie müssen nichts weiter tun."))
    form = follow_up_form(case, name)

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        return form_page(
            "cases/mentee/follow_up.html", form=shown(sent, case), error=error, case=case, token=token
        )

    if not form.is_submitted():
        return again(form, None)
    return answer(
        form,
        lambda: actions.save_form(
            case=case, form=name, data={"reached": True, **values_of(form)}, **_now(form)
        ),
        case=case,
        again=again,
        done=page_of(token),
        said=_("Danke für Ihre Antworten."),
    )


@bp.post("/<token>/wieder-oeffnen")
@public
def wish_to_go_on(token: str) -> ResponseReturnValue:
    """Somebody whose case is closed wants advice again; the mentor is told and reopens it."""
    case = in_advice(token)
    form = Form()
    return answer(
        form,
        lambda: wishes.wish_to_go_on(case=case, **_now(form)),
        case=case,
        again=lambda sent, error: page(case, token, sent, error),
        done=page_of(token),
        said=_("Danke. Wir melden uns bei Ihnen."),
    )


def _now(form: Form) -> dict[str, Any]:
    return {"by": current_actor(), "now": clock.now(), "submission": form.submission_id}
