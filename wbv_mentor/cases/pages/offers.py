"""Offers: at least two, or a reason why there is only one."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.actions import OfferData
from wbv_mentor.cases.models import Case, Offer
from wbv_mentor.cases.pages.base import answer, bp, content_case, crumbs_of, find_or_done
from wbv_mentor.cases.pages.forms import OfferForm
from wbv_mentor.cases.path.guards_plan import neutrality_reason_asked
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.forms import Form, form_page

FIELDS = (
    "title",
    "provider",
    "hours",
    "price_eur",
    "starts_on",
    "ends_on",
    "mode",
    "provider_azav",
    "measure_number",
)


@bp.get("/cases/<ref>/offers")
@allow("mentor", "coordinator")
def offers(ref: str) -> ResponseReturnValue:
    """All offers side by side, with the way to add one."""
    case = content_case(ref)
    page = queries.case_page(case=case, actor=current_actor(), now=clock.now())
    return form_page(
        "cases/offers.html", form=Form(), case=case, page=page, reason_asked=neutrality_reason_asked(case),
        crumbs=crumbs_of(case, (_("Angebote"), None)),
    )  # fmt: skip


@bp.route("/cases/<ref>/offers/new", methods=["GET", "POST"])
@allow("mentor")
def new_offer(ref: str) -> ResponseReturnValue:
    """Add an offer."""
    case = content_case(ref)
    form = OfferForm()
    return answer(
        form,
        lambda: actions.add_offer(
            case=case, data=_data(form), by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case,
        template="cases/form.html",
        done=_list_of(case),
        said=_("Angebot gespeichert."),
        title=_("Neues Angebot"),
        button=_("Speichern"),
        back=_list_of(case),
        crumbs=crumbs_of(case, (_("Angebote"), _list_of(case)), (_("Neues Angebot"), None)),
    )


@bp.route("/cases/<ref>/offers/<int:number>", methods=["GET", "POST"])
@allow("mentor")
def offer(ref: str, number: int) -> ResponseReturnValue:
    """Change an offer."""
    found = _find(ref, number)
    case = content_case(ref)
    form = OfferForm(obj=found) if request.method == "GET" else OfferForm()
    return answer(
        form,
        lambda: actions.change_offer(
            offer=found, data=_data(form), by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case,
        template="cases/offer.html",
        done=_list_of(case),
        said=_("Angebot geändert."),
        offer=found,
        back=_list_of(case),
        crumbs=crumbs_of(case, (_("Angebote"), _list_of(case)), (_("Angebot ändern"), None)),
    )


@bp.route("/cases/<ref>/offers/<int:number>/remove", methods=["GET", "POST"])
@allow("mentor")
def remove_offer(ref: str, number: int) -> ResponseReturnValue:
    """Take an offer out, after a look at it."""
    found = _find(ref, number)
    case = content_case(ref)
    form = Form()
    return answer(
        form,
        lambda: actions.remove_offer(
            offer=found, by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case,
        template="cases/offer_remove.html",
        done=_list_of(case),
        said=_("Angebot entfernt."),
        offer=found,
        back=_list_of(case),
        crumbs=crumbs_of(case, (_("Angebote"), _list_of(case)), (_("Angebot entfernen"), None)),
    )


@bp.post("/cases/<ref>/offers/<int:number>/choose")
@allow("mentor")
def choose_offer(ref: str, number: int) -> ResponseReturnValue:
    """The offer of the plan; its title and dates are taken over into the next forms."""
    found = _find(ref, number)
    case = content_case(ref)
    form = Form()
    page = queries.case_page(case=case, actor=current_actor(), now=clock.now())
    return answer(
        form,
        lambda: actions.choose_offer(
            offer=found, by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case,
        template="cases/offers.html",
        done=_list_of(case),
        said=_("Dieses Angebot steht jetzt im Plan."),
        page=page,
        reason_asked=neutrality_reason_asked(case),
        crumbs=crumbs_of(case, (_("Angebote"), None)),
    )


def _find(ref: str, number: int) -> Offer:
    case = content_case(ref)
    return find_or_done(Offer, Offer.id == number, Offer.case_id == case.id, done=_list_of(case))


def _list_of(case: Case) -> str:
    return url_for("cases.offers", ref=case.reference)


def _data(form: OfferForm) -> OfferData:
    return OfferData(**{name: form[name].data for name in FIELDS})
