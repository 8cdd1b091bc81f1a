"""Who accompanies the mentee: choosing somebody else, and what is next when nobody can."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.mentee.asking import ask, press, question_page
from wbv_mentor.cases.mentee.forms import FutureForm, HandOverForm
from wbv_mentor.cases.mentee.page import answer, bp, in_advice, own_statement, page_of
from wbv_mentor.cases.models import Case
from wbv_mentor.errors import Refused, WbvError, say
from wbv_mentor.web.access import current_actor, public
from wbv_mentor.web.forms import Form


@bp.route("/<token>/uebergeben", methods=["GET", "POST"])
@public
def hand_over(token: str) -> ResponseReturnValue:
    """Another mentor, chosen by the mentee; the choice is the consent to it."""
    case, form = in_advice(token), HandOverForm()
    choices = [
        (str(number), name) for number, name in queries.mentor_choices() if int(number) != case.mentor_id
    ]
    form.receiver.choices = choices
    return ask(
        form,
        "hand_over",
        lambda: {"receiver": form.receiver.data, **own_statement(case)},
        case=case,
        token=token,
        template="hand_over",
        said=_("Danke. Wir fragen diese Person. Sie hören von uns."),
        choices=choices,
    )


@bp.post("/<token>/uebergabe-abbrechen")
@public
def cancel_handover(token: str) -> ResponseReturnValue:
    """Everything stays as it is."""
    return press(token, in_advice(token), "cancel_handover", said=_("Die Übergabe ist abgebrochen."))


@bp.route("/<token>/wie-weiter", methods=["GET", "POST"])
@public
def choose_future(token: str) -> ResponseReturnValue:
    """The four choices of somebody whose mentor can no longer go on."""
    case, form = in_advice(token), FutureForm()

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        return question_page("future", sent, error, case, token)

    if not form.is_submitted():
        _must_stand_in(case, "awaiting_mentor")
        return again(form, None)
    if form.choice.data == "end_and_erase" and form.validate_on_submit():
        return redirect(url_for("mentee.withdraw", token=token), 303)  # her withdrawal, with its own page
    return answer(
        form,
        lambda: actions.choose_future(
            case=case,
            choice=str(form.choice.data),
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        again=again,
        done=page_of(token),
        said=_("Danke. Ihre Entscheidung ist angekommen."),
    )


def _must_stand_in(case: Case, state: str) -> None:
    if case.state != state:
        raise Refused(say("Ihre Begleitung ist geklärt. Sie müssen nichts weiter tun."))
