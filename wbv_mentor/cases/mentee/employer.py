"""Whether a question may be sent to the employer: the mentee sees its exact words and says yes or no."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.mentee.forms import TimesForm
from wbv_mentor.cases.mentee.page import answer, bp, in_advice, own_statement, page_of
from wbv_mentor.cases.mentee.views import page
from wbv_mentor.cases.models import EmployerRequest
from wbv_mentor.web.access import current_actor, find, public
from wbv_mentor.web.forms import Form


@bp.post("/<token>/anfragen/<int:number>/erlauben")
@public
def allow_request(token: str, number: int) -> ResponseReturnValue:
    """ "Einverstanden": this one question, to this one person."""
    case = in_advice(token)
    row = find(EmployerRequest, EmployerRequest.id == number, EmployerRequest.case_id == case.id)
    form = Form()
    return answer(
        form,
        lambda: actions.allow_request(
            request=row, by=current_actor(), now=clock.now(), submission=form.submission_id,
            **own_statement(case),
        ),
        case=case,
        again=lambda sent, error: page(case, token, sent, error),
        done=page_of(token),
        said=_("Danke. Ihre Begleitung schickt die Anfrage an den Betrieb."),
    )  # fmt: skip


@bp.post("/<token>/andere-zeiten")
@public
def accept_times(token: str) -> ResponseReturnValue:
    """ "Ja, das passt für mich": the times that the company named."""
    case = in_advice(token)
    form = TimesForm()
    return answer(
        form,
        lambda: actions.accept_times(
            case=case, shown=form.shown.data or "", by=current_actor(), now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        again=lambda sent, error: page(case, token, sent, error),
        done=page_of(token),
        said=_("Danke. Ihre Begleitung kann jetzt den Kurs buchen."),
    )  # fmt: skip


@bp.post("/<token>/anfragen/<int:number>/nicht-schicken")
@public
def decline_request(token: str, number: int) -> ResponseReturnValue:
    """ "Nein, nicht schicken": the company learns nothing."""
    case = in_advice(token)
    row = find(EmployerRequest, EmployerRequest.id == number, EmployerRequest.case_id == case.id)
    form = Form()
    return answer(
        form,
        lambda: actions.decline_request(
            request=row, by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case,
        again=lambda sent, error: page(case, token, sent, error),
        done=page_of(token),
        said=_("Gut. Das wird nicht geschickt. Ihr Betrieb erfährt nichts."),
    )
