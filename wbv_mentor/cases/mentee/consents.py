"""The mentee's consents one by one, and how she may be reached."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions, consent
from wbv_mentor.cases.mentee.consent import reach_data
from wbv_mentor.cases.mentee.forms import GoodTimesForm
from wbv_mentor.cases.mentee.page import answer, bp, fired_by, in_advice, own_statement, page_of, shown
from wbv_mentor.cases.mentee.views import page
from wbv_mentor.cases.mentee.words import consent_words
from wbv_mentor.cases.models import Case, Consent
from wbv_mentor.errors import NotFound, WbvError
from wbv_mentor.web.access import current_actor, find, public
from wbv_mentor.web.forms import Form, form_page


@bp.route("/<token>/erreichbarkeit", methods=["GET", "POST"])
@public
def reachability(token: str) -> ResponseReturnValue:
    """How the mentee may be reached; saving it is the consent to this way."""
    case = in_advice(token)
    form = GoodTimesForm()

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        return form_page(
            "cases/mentee/reach.html", form=shown(sent, case), error=error, case=case, token=token
        )

    def do() -> None:
        number, now, by = form.submission_id, clock.now(), current_actor()
        data = reach_data(case.mentee, form, agreed=True)
        alive = consent.alive(case, "contact_channel")
        actions.change_reachability(case=case, data=data, by=by, now=now, submission=number)
        channel = str(data["channel"])
        if alive is not None and alive.recipient != channel:
            way = str(own_statement(case)["way"])
            actions.withdraw_consent(consent=alive, way=way, by=by, now=now, submission=f"{number}:old")
            alive = None
        if alive is None:
            actions.give_consent(
                case=case,
                purpose="contact_channel",
                recipient=channel,
                by=by,
                now=now,
                submission=f"{number}:new",
                **own_statement(case),
            )

    if not form.is_submitted():
        form.show(case.mentee)
        return again(form, None)
    return answer(
        form, do, case=case, again=again, done=page_of(token), said=_("Gespeichert. So erreichen wir Sie.")
    )


@bp.post("/<token>/einwilligungen/<int:number>/zurueckziehen")
@public
def withdraw_one(token: str, number: int) -> ResponseReturnValue:
    """Switch one consent off. The one to the advice itself has a page of its own."""
    case = in_advice(token)
    row = find(Consent, Consent.id == number, Consent.case_id == case.id)
    if row.purpose == "case_work":
        raise NotFound()
    form = Form()

    def do() -> None:
        now, by = clock.now(), current_actor()
        way = str(own_statement(case)["way"])
        same = [one for one in consent.all_alive(case, row.purpose) if one.recipient == row.recipient]
        for place, one in enumerate(same):  # a spoken consent and what confirmed it
            number = f"{form.submission_id}:{place}" if place else form.submission_id
            actions.withdraw_consent(consent=one, way=way, by=by, now=now, submission=number)
        if row.purpose == "handover" and case.state == "handover":
            again = {**fired_by(form, case, "cancel_handover"), "submission": f"{form.submission_id}:cancel"}
            actions.fire(**again)
        if row.purpose == "contact_channel":
            actions.change_reachability(
                case=case, data=only_in_person(case), by=by, now=now, submission=f"{form.submission_id}:reach"
            )

    return _switched(form, do, case, token, _("Einwilligung zurückgezogen."))


@bp.post("/<token>/einwilligungen/mitlesen")
@public
def allow_supervision(token: str) -> ResponseReturnValue:
    """Let a trainer read along without the name, while the mentor is still learning."""
    case = in_advice(token)
    if not consent_words(case).supervised:
        raise NotFound()
    form = Form()

    def do() -> None:
        actions.give_consent(
            case=case,
            purpose="supervision_without_name",
            recipient=None,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
            **own_statement(case),
        )

    return _switched(form, do, case, token, _("Einwilligung gespeichert."))


@bp.post("/<token>/einwilligungen/<int:number>/bestaetigen")
@public
def confirm_spoken(token: str, number: int) -> ResponseReturnValue:
    """What was said aloud and entered by somebody else: yes, that is so."""
    case = in_advice(token)
    row = find(Consent, Consent.id == number, Consent.case_id == case.id)
    form = Form()

    def do() -> None:
        actions.confirm_spoken_consent(
            consent=row,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
            **own_statement(case),
        )

    return _switched(form, do, case, token, _("Danke. Ihre Einwilligung ist bestätigt."))


@bp.post("/<token>/trotzdem")
@public
def accept_conflict(token: str) -> ResponseReturnValue:
    """The mentee wants this mentor although they stand close."""
    case = in_advice(token)
    form = Form()

    def do() -> None:
        actions.accept_conflict(case=case, by=current_actor(), now=clock.now(), submission=form.submission_id)

    return _switched(form, do, case, token, _("Danke. Das ist gespeichert."))


def only_in_person(case: Case) -> dict[str, object]:
    """What stays known about reaching the mentee when no way is allowed any more."""
    mentee = case.mentee
    return {
        "channel": "in_person",
        "no_calls_at_work": mentee.no_calls_at_work,
        "first_name": mentee.first_name,
        "last_name": mentee.last_name,
    }


def _switched(form: Form, do: Callable[[], object], case: Case, token: str, said: str) -> ResponseReturnValue:
    return answer(
        form,
        do,
        case=case,
        again=lambda sent, error: page(case, token, sent, error),
        done=page_of(token),
        said=said,
    )
