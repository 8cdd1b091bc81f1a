"""The funding check: a few questions at a time, "Angaben prüfen", and what was recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.checking import (
    FORM,
    Known,
    disability_matters,
    group_of,
    known_of,
    missing_of,
    results_for,
)
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.pages.base import address_of, answer, bp, content_case, crumbs_of, not_before
from wbv_mentor.cases.pages.funding_lines import RESULTS, ended_of, lines_of, told
from wbv_mentor.cases.pages.present import shown_value
from wbv_mentor.engine.types import Choice, FormField, Label
from wbv_mentor.errors import NotFound
from wbv_mentor.funding import catalogue
from wbv_mentor.funding import queries as funding
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import PathForm, build_form, fill, values_of
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.fields import ChoiceField
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form, form_page

MAY_APPLY = ("plan_agreed", "funding", "booked", "in_course", "interrupted", "follow_up", "paused")
A_PAGE = 4  # questions that fit on a phone
DONT_KNOW = Choice(value="dont_know", label=Label(de="Weiß ich nicht", en="I do not know"))
YES_NO = (
    Choice(value="true", label=Label(de="Ja", en="Yes")),
    Choice(value="false", label=Label(de="Nein", en="No")),
)
BOOLS = {"true": True, "false": False}
TITLES = {"person": _l("Zur Person"), "course": _l("Zum Kurs"), "company": _l("Zum Betrieb")}


class CheckedForm(Form):
    """What is asked beside the result and goes nowhere else: no draft, no record, no address."""

    severely_disabled = ChoiceField(
        _l("Hat die Person einen Schwerbehindertenausweis oder eine Gleichstellung?"), required=False,
        choices=[("yes", _l("Ja")), ("no", _l("Nein")), ("dont_know", _l("Weiß ich nicht"))],
        hint=_l("Nur, wenn die Person es sagen möchte. Die Antwort zählt nur auf dieser Seite. "
                "Sie wird nicht gespeichert."),
    )  # fmt: skip


@bp.get("/cases/<ref>/funding-check")
@allow("mentor", "coordinator")
def funding_check(ref: str) -> ResponseReturnValue:
    """What was recorded last, and when; or the way to begin."""
    case = content_case(ref)
    rows = funding.results_of(case)
    record = records.latest(case, FORM)
    active = catalogue.active_instruments()
    return render_template(
        "cases/funding_check.html", case=case, address=address_of(case), record=record,
        recorded=[(one, rows[one.id], RESULTS[rows[one.id].result]) for one in active if one.id in rows],
        checked_at=max((row.checked_at for row in rows.values()), default=None),
        law_of=_day(record.data.get("catalogue_state")) if record is not None else None,
        law_now=_law_now(),
        crumbs=crumbs_of(case, (_("Förderprüfung"), None)),
    )  # fmt: skip


@bp.route("/cases/<ref>/funding-check/questions", methods=["GET", "POST"])
@bp.route("/cases/<ref>/funding-check/questions/<group>", methods=["GET", "POST"])
@allow("mentor")
def funding_questions(ref: str, group: str | None = None) -> ResponseReturnValue:
    """The next few questions that still matter; with a group, what was answered there, to change it."""
    case = content_case(ref)
    if group is not None and group not in TITLES:
        raise NotFound()
    known = known_of(case, clock.today())
    names = _sent_names(case, known) if request.method == "POST" else _names(known, group)
    if not names:
        return redirect(url_for("cases.funding_result", ref=ref), 303)
    form = _questions(case, names)
    if request.method == "GET":
        _show(form, known)
    return answer(
        form,
        lambda: actions.answer_funding_questions(
            case=case, answers=_answers(form), asked=names, by=current_actor(), now=clock.now()
        ),
        case=case,
        template="cases/form.html",
        done=lambda: url_for("cases.funding_result" if group else "cases.funding_questions", ref=ref),
        title=TITLES[group_of(names[0])],
        note=_("Sie wissen etwas nicht? Lassen Sie es leer. Bitte fragen Sie nicht im Betrieb nach."),
        button=_("Weiter"),
        back=url_for("cases.funding_check", ref=ref),
        crumbs=_crumbs(case, _("Fragen")),
    )


@bp.route("/cases/<ref>/funding-check/result", methods=["GET", "POST"])
@allow("mentor")
def funding_result(ref: str) -> ResponseReturnValue:
    """ "Angaben prüfen", with every fact and every instrument, before anything is recorded."""
    case = content_case(ref)
    known, form = known_of(case, clock.today()), CheckedForm()
    matters = disability_matters(known, clock.today())
    said = {"yes": True, "no": False}.get(form.severely_disabled.data or "") if matters else None
    if not matters:
        del form.severely_disabled
    results = results_for(known, today=clock.today(), disabled=said)
    shown: dict[str, Any] = {
        "groups": lines_of(case, results), "ended": ended_of(results), "told": told,
        "facts": _facts(case, known), "open_ones": _names(known, None),
        "disclaimer": catalogue.catalogue().disclaimer, "law_now": _law_now(),
        "may_apply": case.state in MAY_APPLY,
        "back": url_for("cases.funding_check", ref=ref), "crumbs": _crumbs(case, _("Angaben prüfen")),
    }  # fmt: skip
    if request.method == "POST" and request.form.get("do") == "again" and form.validate_on_submit():
        return form_page("cases/funding_result.html", form=form, case=case, **shown)
    return answer(
        form,
        lambda: actions.record_funding_check(
            case=case, by=current_actor(), now=clock.now(), submission=form.submission_id
        ),
        case=case,
        template="cases/funding_result.html",
        done=url_for("cases.funding_check", ref=ref),
        said=_("Ergebnis gespeichert."),
        **shown,
    )


def _law_now() -> date | None:
    return _day(catalogue.catalogue().catalogue_state)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _crumbs(case: Case, last: str) -> Any:
    here = url_for("cases.funding_check", ref=case.reference)
    return crumbs_of(case, (_("Förderprüfung"), here), (last, None))


def _names(known: Known, group: str | None) -> list[str]:
    """Questions of one group that fit on a page: open ones that matter, or answered ones."""
    if group is not None:
        seen = [*known.answered, *sorted(known.not_known)]
        return [name for name in dict.fromkeys(seen) if group_of(name) == group and name not in known.of_case]
    missing = missing_of(results_for(known, today=clock.today()))
    names = [name for name in missing if name not in known.not_known]
    first = next((one for one in TITLES if any(group_of(name) == one for name in names)), None)
    return [name for name in names if group_of(name) == first][:A_PAGE]


def _sent_names(case: Case, known: Known) -> list[str]:
    """The questions of the page that was sent: another tab may have answered some meanwhile."""
    asked = {field.name for field in workflow_of(case).forms[FORM].fields} - {"not_known", "catalogue_state"}
    sent = request.form.get("asked", "").split(",")
    return [name for name in dict.fromkeys(sent) if name in asked] or _names(known, None)


def _questions(case: Case, names: list[str]) -> PathForm:
    definition = workflow_of(case).forms[FORM]
    fields = tuple(_with_dont_know(definition.field(name)) for name in names)
    asked = definition.model_copy(update={"fields": fields})
    form = build_form(asked, role="mentor", extra={"asked": HiddenField(default=",".join(names))})()
    not_before(form, "start", "end")
    return form


def _with_dont_know(field: FormField) -> FormField:
    """A question that can be left open in a word."""
    if field.type == "yes_no":
        return field.model_copy(update={"type": "choice", "choices": (*YES_NO, DONT_KNOW)})
    if field.type == "choice":
        return field.model_copy(update={"choices": (*field.choices, DONT_KNOW)})
    return field


def _show(form: PathForm, known: Known) -> None:
    values = {
        name: str(value).lower() if isinstance(value, bool) else value for name, value in known.all.items()
    }
    choices = {name for name in known.not_known if name in form and form[name].type == "ChoiceField"}
    fill(form, values | dict.fromkeys(choices, DONT_KNOW.value))


def _answers(form: PathForm) -> dict[str, Any]:
    sent = {name: value for name, value in values_of(form).items() if value != DONT_KNOW.value}
    return {name: BOOLS.get(str(value), value) for name, value in sent.items()}


def _facts(case: Case, known: Known) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What the check goes by, by group: its title, where to change it, and the facts."""
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in TITLES}
    for field in workflow_of(case).forms[FORM].fields:
        if field.name in known.all:
            groups[group_of(field.name)].append(
                (label(field.label), shown_value(field, known.all[field.name]))
            )
        elif field.name in known.not_known:
            groups[group_of(field.name)].append((label(field.label), _("Weiß ich nicht")))
    if known.size is not None:
        least, most = known.size
        size = _("%(least)s und mehr", least=250) if least == 250 else f"{least}–{most}"
        groups["company"].append((_("Beschäftigte (aus dem Verzeichnis)"), size))
    return [
        (str(TITLES[name]), url_for("cases.funding_questions", ref=case.reference, group=name)
         if _names(known, name) else "", facts)
        for name, facts in groups.items()
    ]  # fmt: skip
