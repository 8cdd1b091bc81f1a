"""/applicants/import: people from a CSV file, recorded on their behalf after a look and a yes."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Refused
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.joining.csv_reading import read_sheet
from wbv_mentor.qualification.joining.csv_writing import MEDIA_TYPE, csv_file
from wbv_mentor.qualification.joining.forms import cohort_name
from wbv_mentor.qualification.joining.import_forms import ImportForm
from wbv_mentor.qualification.joining.importing import AT_ONCE, claim, keep_upload, record, recorded_count
from wbv_mentor.qualification.joining.line_checks import sentences
from wbv_mentor.qualification.joining.models import PersonUpload
from wbv_mentor.qualification.joining.people_columns import COLUMNS, FAULT_COLUMN, template_rows, unread
from wbv_mentor.qualification.joining.review_views import crumbs_to
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.formatting import say
from wbv_mentor.web.forms import Form, form_page

bp = Blueprint("people_import", __name__, url_prefix="/applicants/import")
SHOWN = 50  # people and faulty lines on the page; the file has them all


@bp.route("", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def send() -> ResponseReturnValue:
    """Choose a file; what is wrong with it as a whole is said at once."""
    form = ImportForm()
    if request.method == "GET" and request.args.get("cohort"):
        form.cohort.process_data(request.args["cohort"])
    if not form.validate_on_submit():
        return _form(form)
    try:
        sheet = read_sheet(form.file.data)
        with unit_of_work():
            number = keep_upload(
                sheet=sheet, cohort=find(Cohort, Cohort.id == int(str(form.cohort.data))),
                admitting=bool(form.admitting.data), proof=form.proof.data, by=current_actor(),
                now=clock.now(), submission=form.submission_id,
            ).id  # fmt: skip
    except Refused as error:
        return _form(form, error)
    return redirect(url_for("people_import.show", number=number), 303)


@bp.get("/template.csv")
@allow("trainer", "coordinator")
def template() -> ResponseReturnValue:
    """An empty file with every column, to be filled in with Excel."""
    return _download(csv_file(template_rows()), "personen.csv")


@bp.route("/<int:number>", methods=["GET", "POST"])
@allow("trainer", "coordinator")
def show(number: int) -> ResponseReturnValue:
    """What was read: people and faulty lines. POST records the people; afterwards, what became of them."""
    upload = find(PersonUpload, PersonUpload.id == number)
    form = Form()
    if not form.validate_on_submit():
        return _preview(upload, form)
    try:
        with unit_of_work():
            claim(upload=upload, by=current_actor(), now=clock.now())
    except Refused as error:
        return _preview(upload, form, error)
    record(number, most=AT_ONCE)
    flash(_("Die Personen werden erfasst und bekommen eine E-Mail."), "success")
    return redirect(url_for("people_import.show", number=number), 303)


@bp.get("/<int:number>/faults.csv")
@allow("trainer", "coordinator")
def faults(number: int) -> ResponseReturnValue:
    """The faulty lines as they were, and beside each what to correct."""
    upload = find(PersonUpload, PersonUpload.id == number)
    kept = [place for place, title in enumerate(upload.header) if title != FAULT_COLUMN]
    rows = [[upload.header[place] for place in kept] + [FAULT_COLUMN]]
    for fault in upload.faults:
        values = [fault["values"][place] if place < len(fault["values"]) else "" for place in kept]
        rows.append([*values, " ".join(say(one) for one in sentences(fault))])
    return _download(csv_file(rows), "zu-korrigieren.csv")


def _form(form: ImportForm, error: Refused | None = None) -> ResponseReturnValue:
    crumbs = [*crumbs_to(), (_("CSV einlesen"), None)]
    return form_page("joining/import.html", form=form, error=error, crumbs=crumbs, columns=COLUMNS)


def _preview(upload: PersonUpload, form: Form, error: Refused | None = None) -> ResponseReturnValue:
    crumbs = [*crumbs_to(), (_("CSV einlesen"), url_for("people_import.send")), (_("Vorschau"), None)]
    faulty = [(fault["line"], sentences(fault)) for fault in upload.faults[:SHOWN]]
    return form_page(
        "joining/preview.html", form=form, error=error, crumbs=crumbs, upload=upload, faulty=faulty,
        people=[(one, _day(one.get("signed_on"))) for one in upload.people[:SHOWN]],
        shown=SHOWN, unread=unread(upload.header),
        recorded=recorded_count(upload) if upload.claimed_at else 0,
        cohort=cohort_name(session.get_one(Cohort, upload.cohort_id)),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _download(content: bytes, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = MEDIA_TYPE
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
