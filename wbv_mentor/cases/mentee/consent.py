"""The mentee's first yes or no, and asking for somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.mentee import wishes
from wbv_mentor.cases.mentee.forms import DETAIL_OF, DETAILS, ConsentForm, OtherMentorForm, ReachForm
from wbv_mentor.cases.mentee.page import (
    answer,
    bp,
    case_of_link,
    fired_by,
    own_statement,
    page_of,
    shown,
    was_sent_before,
)
from wbv_mentor.cases.mentee.words import consent_words
from wbv_mentor.cases.models import Case, Mentee
from wbv_mentor.errors import NotFound, WbvError
from wbv_mentor.web.access import current_actor, public
from wbv_mentor.web.forms import Form, form_page

KEPT = ("good_times", "first_name", "last_name")


def consent_page(
    case: Case, token: str, form: Form | None = None, error: WbvError | None = None
) -> ResponseReturnValue:
    """The text, the ticks, yes and no."""
    words = consent_words(case)
    if not isinstance(form, ConsentForm):
        form = ConsentForm(formdata=None).for_case(words)
        form.show(case.mentee)
        form.contact_channel.data = case.mentee.channel not in (None, "in_person")
    return form_page(
        "cases/mentee/consent.html",
        form=shown(form, case),
        error=error,
        case=case,
        token=token,
        words=words,
        no=shown(Form(formdata=None), case),
        wished=wishes.is_wished(case, wishes.OTHER_MENTOR),
    )


@bp.post("/<token>/einwilligung")
@public
def give_consent(token: str) -> ResponseReturnValue:
    """ "Ja, einverstanden": from here on something may be stored."""
    case = case_of_link(token)
    form = ConsentForm().for_case(consent_words(case))

    def do() -> None:
        _note_reachability(case, form, agreed=form.contact_channel.data)
        actions.fire(**fired_by(form, case, "give_consent", **form.ticked(), **own_statement(case)))

    return answer(
        form,
        do,
        case=case,
        again=lambda sent, error: consent_page(case, token, sent, error),
        done=page_of(token),
        said=_("Danke. Ihre Einwilligung ist angekommen."),
    )


@bp.post("/<token>/nein")
@public
def decline_consent(token: str) -> ResponseReturnValue:
    """ "Nein, danke": everything is erased at once, so a second click finds no case any more."""
    form = Form()
    gone = url_for("mentee.erased")
    try:
        case = case_of_link(token)
    except NotFound:
        if form.validate_on_submit() and was_sent_before(form, "decline_consent"):
            return redirect(gone, 303)
        raise
    return answer(
        form,
        lambda: actions.fire(**fired_by(form, case, "decline_consent", **own_statement(case))),
        case=case,
        again=lambda sent, error: consent_page(case, token, None, error),
        done=gone,
    )


@bp.route("/<token>/andere-begleitung", methods=["GET", "POST"])
@public
def other_mentor(token: str) -> ResponseReturnValue:
    """Somebody else shall accompany the mentee: the coordination looks for one together with her."""
    case = case_of_link(token)
    form = OtherMentorForm()
    if not form.is_submitted():
        form.show(case.mentee)

    def do() -> None:
        _note_reachability(case, form, agreed=True)
        wishes.wish_other_mentor(
            case=case, by=current_actor(), now=clock.now(), submission=form.submission_id
        )

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        return form_page(
            "cases/mentee/other_mentor.html",
            form=shown(sent, case),
            error=error,
            case=case,
            token=token,
            words=consent_words(case),
        )

    if not form.is_submitted():
        return again(form, None)
    return answer(
        form,
        do,
        case=case,
        again=again,
        done=page_of(token),
        said=_("Danke. Die Arbeitskammer meldet sich bei Ihnen."),
    )


def _note_reachability(case: Case, form: ReachForm, *, agreed: bool) -> None:
    actions.change_reachability(
        case=case,
        data=reach_data(case.mentee, form, agreed=agreed),
        by=current_actor(),
        now=clock.now(),
        submission=f"{form.submission_id}:reach",
    )


def reach_data(mentee: Mentee, form: ReachForm, *, agreed: bool) -> Mapping[str, Any]:
    """The fields of `reachability`: only what the chosen way needs; without a yes only in person."""
    channel = form.channel.data if agreed else "in_person"
    wanted = DETAIL_OF.get(channel or "")
    data = {name: form[name].data for name in DETAILS if name == wanted}
    data |= {name: getattr(mentee, name) for name in KEPT}
    if "good_times" in form:
        data["good_times"] = form.good_times.data
    return {**data, "channel": channel, "no_calls_at_work": bool(form.no_calls_at_work.data)}
