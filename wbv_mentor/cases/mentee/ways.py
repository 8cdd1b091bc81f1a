"""What the mentee can do at any time: pause, stop, take everything back."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor.cases.mentee.asking import ask, press
from wbv_mentor.cases.mentee.forms import EndForm, PauseForm
from wbv_mentor.cases.mentee.page import bp, case_of_link, in_advice, own_statement
from wbv_mentor.web.access import public
from wbv_mentor.web.forms import Form


@bp.route("/<token>/pause", methods=["GET", "POST"])
@public
def pause(token: str) -> ResponseReturnValue:
    """A pause with a date; legal deadlines go on."""
    case, form = in_advice(token), PauseForm()
    return ask(
        form,
        "pause",
        lambda: {"return_on": form.return_on.data},
        case=case,
        token=token,
        template="pause",
        said=_("Ihre Beratung macht jetzt Pause."),
    )


@bp.post("/<token>/pause-beenden")
@public
def resume(token: str) -> ResponseReturnValue:
    """Go on where the pause began."""
    return press(token, in_advice(token), "resume", said=_("Die Pause ist zu Ende. Es geht weiter."))


@bp.route("/<token>/beenden", methods=["GET", "POST"])
@public
def end(token: str) -> ResponseReturnValue:
    """Stop without a course. Deadlines of applications stay the mentee's own."""
    case, form = in_advice(token), EndForm()
    return ask(
        form,
        "close_without_course",
        lambda: {"outcome_code": form.outcome_code.data},
        case=case,
        token=token,
        template="end",
        said=_("Ihre Beratung ist beendet."),
    )


@bp.route("/<token>/zurueckziehen", methods=["GET", "POST"])
@public
def withdraw(token: str) -> ResponseReturnValue:
    """Take everything back: closed at once, erased in seven days (texts.md, 15)."""
    case, form = in_advice(token), Form()
    return ask(
        form,
        "withdraw_consent",
        lambda: own_statement(case),
        case=case,
        token=token,
        template="withdraw",
        said=_("Ihre Einwilligung ist zurückgezogen."),
    )


@bp.post("/<token>/weitermachen")
@public
def undo_withdrawal(token: str) -> ResponseReturnValue:
    """ "Doch weitermachen", within seven days."""
    case = case_of_link(token)
    said = _("Schön, dass Sie weitermachen. Alles ist wie vorher.")
    return press(token, case, "undo_withdrawal", said=said, data=own_statement(case))
