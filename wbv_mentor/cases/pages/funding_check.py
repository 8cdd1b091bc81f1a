"""The funding check: a result with a reason for each instrument, entered by the mentor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.pages.base import address_of, answer, bp, content_case, crumbs_of
from wbv_mentor.errors import NotFound
from wbv_mentor.funding import catalogue
from wbv_mentor.funding import queries as funding
from wbv_mentor.funding.catalogue import Instrument
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.fields import ChoiceField, LongTextField
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form

RESULTS = [("yes", _l("Voraussichtlich ja")), ("no", _l("Nein")), ("unknown", _l("Noch unklar"))]
KINDS = {"yes": "success", "no": "", "unknown": "info"}
OTHERS = "others"  # one answer for everything that is still open


@dataclass(frozen=True)
class Line:
    """An instrument with what was found out about it."""

    instrument: Instrument
    result: str
    result_label: Any
    kind: str
    reason: str


class ResultForm(Form):
    """One instrument: a result, and why."""

    result = ChoiceField(_l("Kommt diese Förderung in Frage?"), choices=RESULTS)
    reason = LongTextField(
        _l("Warum?"), max_length=1000, rows=3, hint=_l("Ein Satz, den auch die ratsuchende Person versteht.")
    )


@bp.get("/cases/<ref>/funding-check")
@allow("mentor", "coordinator")
def funding_check(ref: str) -> ResponseReturnValue:
    """Every active instrument with its result; open ones first."""
    case = content_case(ref)
    lines = lines_of(case)
    return render_template(
        "cases/funding_check.html",
        case=case,
        still_open=[line for line in lines if not line.result],
        answered=[line for line in lines if line.result],
        total=len(lines),
        address=address_of(case),
        crumbs=crumbs_of(case, (_("Förderprüfung"), None)),
    )


@bp.route("/cases/<ref>/funding-check/<instrument>", methods=["GET", "POST"])
@allow("mentor")
def funding_result(ref: str, instrument: str) -> ResponseReturnValue:
    """Enter the result for one instrument, or for all that are still open (`others`)."""
    case = content_case(ref)
    lines = {line.instrument.id: line for line in lines_of(case)}
    if instrument != OTHERS and instrument not in lines:
        raise NotFound()
    asked = [one for one in lines.values() if not one.result] if instrument == OTHERS else [lines[instrument]]
    if not asked:
        flash(_("Alle Förderungen sind geprüft."), "info")
        return redirect(url_for("cases.funding_check", ref=ref), 303)
    form = ResultForm()
    if request.method == "GET" and instrument != OTHERS:
        form.result.data, form.reason.data = asked[0].result or None, asked[0].reason
    return answer(
        form,
        lambda: actions.save_funding_check(
            case=case,
            results=_same_for(asked, form),
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/funding_result.html",
        done=url_for("cases.funding_check", ref=ref),
        said=_("Gespeichert."),
        asked=asked,
        names=[label(line.instrument.name) for line in asked],
        others=instrument == OTHERS,
        back=url_for("cases.funding_check", ref=ref),
        crumbs=crumbs_of(
            case,
            (_("Förderprüfung"), url_for("cases.funding_check", ref=ref)),
            (_("Ergebnis eintragen"), None),
        ),
    )


def lines_of(case: Case) -> list[Line]:
    """Every active instrument in the catalogue's order, with the result if there is one."""
    found = funding.results_of(case)
    words = dict(RESULTS)
    lines = []
    for instrument in catalogue.active_instruments():
        row = found.get(instrument.id)
        result = row.result if row else ""
        lines.append(
            Line(instrument, result, words.get(result, ""), KINDS.get(result, ""), row.reason if row else "")
        )
    return lines


def _same_for(lines: Iterable[Line], form: ResultForm) -> dict[str, tuple[str, str]]:
    return {line.instrument.id: (form.result.data, form.reason.data or "") for line in lines}
