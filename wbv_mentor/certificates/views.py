"""/certificates: the list for trainers and the coordination, and one certificate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import undefer

from wbv_mentor import clock
from wbv_mentor.certificates import actions, words
from wbv_mentor.certificates.forms import ConfirmForm, ReasonForm, chosen_numbers
from wbv_mentor.certificates.imprint import imprint_of
from wbv_mentor.certificates.models import ISSUED, OPEN, AttendanceConfirmation, Blob, Certificate
from wbv_mentor.certificates.queries import GROUPS, Listed, listed, successor_of
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import NotFound, Refused, Stale, say
from wbv_mentor.web.access import allow, current_actor, find, scoped
from wbv_mentor.web.formatting import say as said
from wbv_mentor.web.forms import Form, form_page

bp = Blueprint("certificates", __name__)
Crumbs = list[tuple[str, str | None]]
FIRST = "confirmed"


@bp.get("/certificates")
@allow("trainer", "coordinator")
def index() -> ResponseReturnValue:
    """One group of certificates, of all cohorts or of one."""
    return _list_page(Form())


@bp.post("/certificates/issue")
@allow("trainer", "coordinator")
def issue() -> ResponseReturnValue:
    """Issue those that were ticked. What lacks something is named and stays as it is."""
    form = Form()
    numbers = chosen_numbers(request.form.getlist("certificate"))
    if not form.validate_on_submit():
        return _list_page(form)
    try:
        with unit_of_work():
            chosen = session.scalars(scoped(Certificate).where(Certificate.id.in_(numbers))).all()
            if not chosen:
                raise Refused(say("Wählen Sie mindestens ein Zertifikat aus."))
            outcome = actions.issue_many(
                certificates=chosen, imprint=imprint_of(current_app.config["SETTINGS"]),
                by=current_actor(), now=clock.now(), submission=form.submission_id,
            )  # fmt: skip
            _refuse_if_none(outcome)
    except Refused as error:
        return _list_page(form, error)
    _say(outcome)
    if len(numbers) == 1:
        return redirect(url_for("certificates.show", number=numbers[0]), 303)
    return redirect(url_for("certificates.index", group=ISSUED), 303)


@bp.get("/certificates/<int:number>")
@allow("mentor", "trainer", "coordinator")
def show(number: int) -> ResponseReturnValue:
    """One certificate: where it stands, what it says, what can be done."""
    return _page(_find(number))


@bp.route("/certificates/<int:number>/confirm", methods=["GET", "POST"])
@allow("mentor")
def confirm(number: int) -> ResponseReturnValue:
    """How the name is written and which form is printed, confirmed by one button."""
    certificate = _find(number)
    if request.method != "POST" and certificate.state not in OPEN:
        return redirect(url_for("certificates.show", number=number), 303)
    form = ConfirmForm()
    if request.method != "POST":
        form.name.data = certificate.name
        form.show_version(certificate.row_version)
    if not form.validate_on_submit():
        return _confirm_page(form, certificate)
    try:
        with unit_of_work():
            actions.confirm_name(
                certificate=certificate, name=form.name.data or "", form=request.form.get("title", ""),
                by=current_actor(), now=clock.now(), submission=form.submission_id,
                expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(certificate.row_version)
        return _confirm_page(form, certificate, error)
    flash(_("Danke. Sobald das Zertifikat ausgestellt ist, bekommen Sie eine E-Mail."), "success")
    return redirect(url_for("certificates.show", number=number), 303)


@bp.get("/certificates/<int:number>/download")
@allow("mentor", "trainer", "coordinator")
def download(number: int) -> ResponseReturnValue:
    """The document: always the bytes that were stored when it was issued."""
    certificate = _find(number)
    if certificate.number is None:
        raise NotFound()
    blob = session.scalars(
        scoped(Blob).where(Blob.certificate_id == number).options(undefer(Blob.content))
    ).one_or_none()
    if blob is None:
        flash(
            _("Das Dokument wird gerade erstellt. Das dauert etwa eine Minute."),
            "info",
        )
        return redirect(url_for("certificates.show", number=number), 303)
    return as_file(blob, f"Zertifikat-{certificate.number}.pdf")


@bp.get("/attendance-confirmations/<int:number>/download")
@allow("mentor", "trainer", "coordinator")
def download_attendance(number: int) -> ResponseReturnValue:
    """The document of a confirmation of attendance; there is none until the job has made it."""
    confirmation = find(AttendanceConfirmation, AttendanceConfirmation.id == number)
    blob = find(Blob, Blob.attendance_confirmation_id == number)
    return as_file(blob, f"Teilnahmebescheinigung-M-{confirmation.instance_id}.pdf")


def as_file(blob: Blob, name: str) -> Response:
    """The stored bytes, to be kept under this name."""
    answer = Response(blob.content, mimetype=blob.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.set_etag(blob.sha256)
    return answer


@bp.route("/certificates/<int:number>/revoke", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def revoke(number: int) -> ResponseReturnValue:
    """Take a certificate back."""
    return _end(number, "certificates/revoke.html", actions.revoke, _("Das Zertifikat ist zurückgenommen."))


@bp.route("/certificates/<int:number>/replace", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def replace(number: int) -> ResponseReturnValue:
    """Prepare a corrected one."""
    return _end(
        number, "certificates/replace.html", actions.replace,
        _("Die berichtigte Fassung ist vorbereitet. Die Person wird gebeten, Namen und Form zu bestätigen."),
    )  # fmt: skip


def _end(number: int, template: str, action: Callable[..., Any], done: str) -> ResponseReturnValue:
    certificate = _find(number)
    if request.method != "POST" and certificate.state != ISSUED:
        return redirect(url_for("certificates.show", number=number), 303)
    form = ReasonForm()
    shown: dict[str, Any] = {"certificate": certificate, "crumbs": _crumbs(certificate)}
    if not form.validate_on_submit():
        return form_page(template, form=form, **shown)
    try:
        with unit_of_work():
            action(
                certificate=certificate, reason=form.reason.data or "", by=current_actor(),
                now=clock.now(), submission=form.submission_id,
            )  # fmt: skip
    except Refused as error:
        return form_page(template, form=form, error=error, **shown)
    flash(done, "success")
    return redirect(url_for("certificates.show", number=number), 303)


def _refuse_if_none(outcome: actions.Outcome) -> None:
    if not outcome.issued:
        raise Refused(*(_named(one, reasons) for one, reasons in outcome.refused))


def _named(certificate: Certificate, reasons: Any) -> Any:
    """Who lacks what, in one sentence."""
    return say("%(name)s: %(reasons)s", name=certificate.name, reasons=" ".join(said(one) for one in reasons))


def _say(outcome: actions.Outcome) -> None:
    flash(
        ngettext(
            "%(num)s Zertifikat ausgestellt. Das Dokument entsteht in den nächsten Minuten.",
            "%(num)s Zertifikate ausgestellt. Die Dokumente entstehen in den nächsten Minuten.",
            len(outcome.issued),
        ),
        "success",
    )
    for certificate, reasons in outcome.refused:
        flash(_("Nicht ausgestellt: %(who)s", who=said(_named(certificate, reasons))), "warning")


def _find(number: int) -> Certificate:
    return find(Certificate, Certificate.id == number)


def _list_page(form: Form, error: Refused | None = None) -> ResponseReturnValue:
    group = request.values.get("group", FIRST)
    group = group if group in GROUPS else FIRST
    cohort = request.values.get("cohort", "")[:20]
    found = listed(
        scoped(Certificate), group=group, cohort=cohort, page=request.args.get("page", 1, type=int)
    )
    return form_page(
        "certificates/list.html", form=form, error=error, found=found, group=group, cohort=cohort,
        chips=_chips(found, group, cohort), cohorts=_cohort_chips(found, group, cohort), words=words,
        lacking={one.id: actions.missing(one, now=clock.now()) for one in found.certificates},
    )  # fmt: skip


def _chips(found: Listed, group: str, cohort: str) -> list[tuple[str, str, bool]]:
    kept: dict[str, Any] = {"cohort": cohort} if cohort else {}
    return [
        (
            f"{said(words.GROUPS[name])} ({found.counts[name]})",
            url_for("certificates.index", group=name, **kept), name == group,
        )
        for name in GROUPS
    ]  # fmt: skip


def _cohort_chips(found: Listed, group: str, cohort: str) -> list[tuple[str, str, bool]]:
    if len(found.cohorts) < 2 and not cohort:
        return []
    every = (_("Alle Kohorten"), url_for("certificates.index", group=group), not cohort)
    return [every] + [
        (one, url_for("certificates.index", group=group, cohort=one), one == cohort) for one in found.cohorts
    ]


def _page(certificate: Certificate) -> ResponseReturnValue:
    return render_template(
        "certificates/certificate.html", certificate=certificate, words=words, crumbs=_crumbs(certificate),
        lacking=actions.missing(certificate, now=clock.now()), successor=successor_of(certificate),
        own=current_actor().role == "mentor",
    )  # fmt: skip


def _confirm_page(
    form: ConfirmForm, certificate: Certificate, error: Refused | Stale | None = None
) -> ResponseReturnValue:
    return form_page(
        "certificates/confirm.html", form=form, error=error, certificate=certificate,
        crumbs=_crumbs(certificate),
    )  # fmt: skip


def _crumbs(certificate: Certificate) -> Crumbs:
    """A mentor comes from the own qualification, everybody else from the list."""
    own = current_actor().role == "mentor"
    above = (
        (_("Meine Qualifizierung"), "/qualifizierung")
        if own
        else (_("Zertifikate"), url_for("certificates.index"))
    )
    return [(_("Start"), "/"), above, (certificate.number or _("Zertifikat"), None)]
