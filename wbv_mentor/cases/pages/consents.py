"""Consents: for what, towards whom, how they were given; entered on behalf and taken back."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.actions import Proof
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case, Consent
from wbv_mentor.cases.pages.base import address_of, answer, bp, crumbs_of, find_case
from wbv_mentor.cases.pages.forms import ArrivedForm, ConfirmSpokenForm, ConsentForm, WithdrawConsentForm
from wbv_mentor.errors import NotFound
from wbv_mentor.web.access import allow, current_actor, find


@bp.get("/cases/<ref>/consents")
@allow("mentor", "coordinator")
def consents(ref: str) -> ResponseReturnValue:
    """Every consent of a case, also those taken back."""
    case = find_case(ref)
    page = queries.case_page(case=case, actor=current_actor(), now=clock.now())
    return render_template(
        "cases/consents.html",
        case=case,
        page=page,
        address=address_of(case),
        crumbs=crumbs_of(case, (_("Einwilligungen"), None)),
    )


@bp.route("/cases/<ref>/consents/new", methods=["GET", "POST"])
@allow("mentor")
def new_consent(ref: str) -> ResponseReturnValue:
    """Enter a consent that the mentee gave on paper or said; it shows as entered on behalf."""
    case = find_case(ref)
    form = ConsentForm()
    if request.method == "GET":
        form.given_on.data = clock.today()
        form.purpose.data = request.args.get("purpose")

    def give() -> None:
        sent = form.proof.data
        actions.give_consent(
            case=case,
            purpose=form.purpose.data,
            recipient=form.recipient.data,
            way=form.way.data,
            given_on=form.given_on.data,
            text_version=TEXT_VERSION,
            place=form.place.data,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
            proof=Proof(sent.name, sent.media_type, sent.content) if sent else None,
        )

    return answer(
        form,
        give,
        case=case,
        template="cases/form.html",
        done=_list_of(case),
        said=_("Einwilligung eingetragen."),
        title=_("Einwilligung eintragen"),
        note=_("Tragen Sie nur ein, was die ratsuchende Person selbst unterschrieben oder gesagt hat."),
        button=_("Eintragen"),
        back=_list_of(case),
        crumbs=_crumbs(case, _("Einwilligung eintragen")),
    )


@bp.route("/cases/<ref>/consents/<int:number>/withdraw", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def withdraw_consent(ref: str, number: int) -> ResponseReturnValue:
    """One purpose or one recipient, on behalf; the first consent is taken back by its transition."""
    case, found = _find(ref, number)
    if found.purpose == "case_work":
        raise NotFound()
    form = WithdrawConsentForm()
    return answer(
        form,
        lambda: actions.withdraw_consent(
            consent=found,
            way=form.way.data,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=_list_of(case),
        said=_("Einwilligung zurückgezogen."),
        title=_("Einwilligung zurückziehen"),
        note=_("Die Person hat das erklärt. Sie tragen es nur ein. Der Betrieb erfährt davon nichts."),
        button=_("Ja, zurückziehen"),
        back=_list_of(case),
        crumbs=_crumbs(case, _("Einwilligung zurückziehen")),
    )


@bp.route("/cases/<ref>/consents/<int:number>/confirm", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def confirm_consent(ref: str, number: int) -> ResponseReturnValue:
    """A spoken consent becomes one on paper."""
    case, found = _find(ref, number)
    form = ConfirmSpokenForm()
    if request.method == "GET":
        form.given_on.data = clock.today()
    return answer(
        form,
        lambda: actions.confirm_spoken_consent(
            consent=found,
            way="paper",
            given_on=form.given_on.data,
            text_version=TEXT_VERSION,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=_list_of(case),
        said=_("Einwilligung bestätigt."),
        title=_("Mündliche Einwilligung bestätigen"),
        note=_(
            "Die unterschriebene Einwilligung liegt vor. Das Original geht innerhalb von 21 Tagen an die AK."
        ),
        button=_("Bestätigen"),
        back=_list_of(case),
        crumbs=_crumbs(case, _("Bestätigen")),
    )


@bp.route("/cases/<ref>/consents/<int:number>/arrived", methods=["GET", "POST"])
@allow("coordinator")
def original_arrived(ref: str, number: int) -> ResponseReturnValue:
    """The coordination ticks that the original of a signed page has arrived."""
    case, found = _find(ref, number)
    form = ArrivedForm()
    if request.method == "GET":
        form.arrived_on.data = clock.today()
    return answer(
        form,
        lambda: actions.note_original_arrived(
            consent=found,
            arrived_on=form.arrived_on.data,
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=_("Eingang vermerkt."),
        title=_("Original ist angekommen"),
        button=_("Eingang vermerken"),
        back=address_of(case),
        crumbs=_crumbs(case, _("Original ist angekommen")),
    )


def _find(ref: str, number: int) -> tuple[Case, Consent]:
    case = find_case(ref)
    return case, find(Consent, Consent.id == number, Consent.case_id == case.id)


def _list_of(case: Case) -> str:
    return url_for("cases.consents", ref=case.reference)


def _crumbs(case: Case, title: str) -> list[tuple[str, str | None]]:
    return crumbs_of(case, (_("Einwilligungen"), _list_of(case)), (title, None))
