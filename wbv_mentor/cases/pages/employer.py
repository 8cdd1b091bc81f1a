"""Asking the employer for the release (C6): draft, the mentee's consent, sending, and what came of it."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.actions import Proof
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.models import Case, EmployerRequest
from wbv_mentor.cases.pages.base import address_of, answer, bp, content_case, crumbs_of, find_case
from wbv_mentor.cases.path.release import answer_mark, times_to_accept
from wbv_mentor.cases.words import BEHALF_WAYS
from wbv_mentor.companies.answering.asked import given_of
from wbv_mentor.companies.confirmation_page import confirmation_page
from wbv_mentor.companies.models import Company, Confirmation, Contact
from wbv_mentor.db import session
from wbv_mentor.errors import NotFound
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.pages import transition_page
from wbv_mentor.pathways.undo_pages import undo_page
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.fields import ChoiceField, DateField, NotAfter, SelectField, TextField, UploadField
from wbv_mentor.web.forms import Form, form_page


class ReleaseRequestForm(Form):
    """Whom to ask, and the times of the course as the company needs to know them."""

    contact = SelectField(_l("Ansprechperson im Betrieb"))
    times = TextField(
        _l("Zeiten"), required=False, max_length=200,
        hint=_l("Zum Beispiel: montags bis freitags, 8 bis 16 Uhr. Das liest der Betrieb."),
    )  # fmt: skip


class TimesForm(Form):
    """How the mentee accepted the company's times; `shown` says which answer that was."""

    shown = HiddenField()
    way = ChoiceField(_l("Wie hat die Person das erklärt?"), choices=BEHALF_WAYS)

    def __init__(self, case: Case) -> None:
        self._case = case
        super().__init__()

    def show_version(self, version: int) -> None:
        """The page shows the answer of this moment, so that is the one to be accepted."""
        super().show_version(version)
        waits = times_to_accept(self._case)
        self.shown.data = answer_mark(waits) if waits is not None else ""


class PaperForm(Form):
    """The mentee signed on paper."""

    given_on = DateField(_l("Unterschrieben am"), validators=[NotAfter(clock.today)])
    proof = UploadField(_l("Foto oder Scan des Blattes"), required=False)


@bp.route("/cases/<ref>/release-request", methods=["GET", "POST"])
@allow("mentor")
def release_request(ref: str) -> ResponseReturnValue:
    """Draft the question to the employer; the mentee decides whether it is sent."""
    case = content_case(ref)
    form = ReleaseRequestForm()
    company = session.get(Company, case.employer_id) if case.employer_id else None
    offered = company.current_contacts if company else []
    form.contact.choices = [(str(one.id), f"{one.name} ({one.function})") for one in offered]
    shown = {
        "title": _("Betrieb nach der Freistellung fragen"), "back": address_of(case),
        "missing": actions.missing_for_release(case), "offered": offered,
        "crumbs": crumbs_of(case, (_("Anfrage an den Betrieb"), None)),
    }  # fmt: skip
    if request.method == "GET" and (shown["missing"] or not offered):
        return form_page("cases/release_request.html", form=form, case=case, **shown)

    def prepare() -> None:
        actions.prepare_request(
            case=case, contact=session.get_one(Contact, int(form.contact.data or 0)), times=form.times.data,
            by=current_actor(), now=clock.now(), submission=form.submission_id,
        )  # fmt: skip

    return answer(
        form, prepare, case=case, template="cases/release_request.html",
        done=lambda: _address(case, queries.employer_requests(case)[0].id),
        said=_("Vorbereitet. Jetzt entscheidet die ratsuchende Person, ob das geschickt wird."), **shown,
    )  # fmt: skip


@bp.get("/cases/<ref>/requests/<int:number>")
@allow("mentor", "coordinator")
def employer_request(ref: str, number: int) -> ResponseReturnValue:
    """One question: its exact words, the consent, and the company's answer."""
    case, found = _find(ref, number)
    confirmation = _sent(found)
    ways = {
        name: url_for("cases.employer_request_transition", ref=ref, number=number, name=name)
        for name in (workflow_of(confirmation).transitions if confirmation else ())
    }
    content = queries.reading_role(case=case, actor=current_actor(), now=clock.now()) == "mentor"
    return render_template(
        "cases/employer_request.html", case=case, line=queries.request_line(found), content=content,
        ways=ways, instance=confirmation, undo_at=url_for("cases.undo_request", ref=ref, number=number),
        times_waiting=content and times_to_accept(case) is not None,
        page=confirmation_page(confirmation=confirmation, by=current_actor(), now=clock.now())
        if confirmation else None,
        crumbs=crumbs_of(case, (_("Anfrage an den Betrieb"), None)),
    )  # fmt: skip


@bp.route("/cases/<ref>/requests/<int:number>/send", methods=["GET", "POST"])
@allow("mentor")
def send_employer_request(ref: str, number: int) -> ResponseReturnValue:
    """Check the words once more, then send them."""
    case, found = _find(ref, number)
    form = Form()
    return answer(
        form,
        lambda: actions.send_request(
            request=found, by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case, template="cases/employer_request_send.html", done=_address(case, number),
        said=_("Die Anfrage ist unterwegs."), title=_("Angaben prüfen"), line=queries.request_line(found),
        back=_address(case, number), crumbs=crumbs_of(case, (_("Anfrage an den Betrieb"), None)),
    )  # fmt: skip


@bp.route("/cases/<ref>/requests/<int:number>/paper", methods=["GET", "POST"])
@allow("mentor")
def allow_on_paper(ref: str, number: int) -> ResponseReturnValue:
    """The mentee signed the question on paper: entered on behalf."""
    case, found = _find(ref, number)
    form = PaperForm()
    if request.method == "GET":
        form.given_on.data = clock.today()

    def allow_it() -> None:
        sent = form.proof.data
        actions.allow_request(
            request=found, way="paper", given_on=form.given_on.data, text_version=TEXT_VERSION,
            by=current_actor(), now=clock.now(), submission=form.submission_id,
            proof=Proof(sent.name, sent.media_type, sent.content) if sent else None,
        )  # fmt: skip

    return answer(
        form, allow_it, case=case, template="cases/form.html", done=_address(case, number),
        said=_("Einwilligung eingetragen."), title=_("Einwilligung auf Papier eintragen"),
        note=_("Tragen Sie nur ein, was die ratsuchende Person unterschrieben hat: genau diese Anfrage."),
        button=_("Eintragen"), back=_address(case, number),
        crumbs=crumbs_of(case, (_("Anfrage an den Betrieb"), None)),
    )  # fmt: skip


@bp.route("/cases/<ref>/other-times", methods=["GET", "POST"])
@allow("mentor")
def accept_times(ref: str) -> ResponseReturnValue:
    """The person accepts the times that the company named: entered on behalf."""
    case = content_case(ref)
    form = TimesForm(case)
    return answer(
        form,
        lambda: actions.accept_times(
            case=case, shown=form.shown.data or "", way=form.way.data, by=current_actor(), now=clock.now(),
            submission=form.submission_id,
        ),
        case=case, template="cases/other_times.html", done=address_of(case), said=_("Gespeichert."),
        given=lambda: given_of(waits) if (waits := times_to_accept(case)) is not None else None,
        title=_("Die Person nimmt die Zeiten an"),
        note=_("Tragen Sie nur ein, was die ratsuchende Person selbst gesagt oder unterschrieben hat."),
        button=_("Eintragen"), back=address_of(case), crumbs=crumbs_of(case, (_("Andere Zeiten"), None)),
    )  # fmt: skip


@bp.route("/cases/<ref>/requests/<int:number>/transitions/<name>", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def employer_request_transition(ref: str, number: int, name: str) -> ResponseReturnValue:
    """Record an answer by phone, waive it, take the question back."""
    case, found = _find(ref, number)
    confirmation = _sent(found)
    if confirmation is None:
        raise NotFound()
    back = _address(case, number)
    return transition_page(
        instance=confirmation, name=name, back=back, preset={"answered_on": clock.today()},
        crumbs=crumbs_of(case, (_("Anfrage an den Betrieb"), back)),
    )  # fmt: skip


@bp.route("/cases/<ref>/requests/<int:number>/undo", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def undo_request(ref: str, number: int) -> ResponseReturnValue:
    """Take back the latest step of a question: a waiver, an expiry."""
    case, found = _find(ref, number)
    confirmation = _sent(found)
    if confirmation is None:
        raise NotFound()
    back = _address(case, number)
    return undo_page(
        instance=confirmation, back=back, crumbs=crumbs_of(case, (_("Anfrage an den Betrieb"), back))
    )


def _find(ref: str, number: int) -> tuple[Case, EmployerRequest]:
    case = find_case(ref)
    return case, find(EmployerRequest, EmployerRequest.id == number, EmployerRequest.case_id == case.id)


def _sent(found: EmployerRequest) -> Confirmation | None:
    """The question on its path, once it was sent."""
    if found.confirmation_id is None:
        return None
    confirmation: Confirmation | None = session.get(Confirmation, found.confirmation_id)
    if confirmation is None:
        raise NotFound()
    return confirmation


def _address(case: Case, number: int) -> str:
    return url_for("cases.employer_request", ref=case.reference, number=number)
