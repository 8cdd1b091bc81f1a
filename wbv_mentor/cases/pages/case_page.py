"""The page of a case: shown fresh, and again when a form on it could not be taken."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.cases.models import Case
from wbv_mentor.cases.pages import present
from wbv_mentor.cases.pages.base import address_of, leave_out, on_behalf, state_words
from wbv_mentor.cases.pages.form_layout import groups_of
from wbv_mentor.cases.path.guards_plan import NEUTRALITY_REASONS, neutrality_reason_asked
from wbv_mentor.cases.queries import CasePage
from wbv_mentor.cases.queries.drafts import own_draft
from wbv_mentor.errors import WbvError
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import PathForm, build_form, fill
from wbv_mentor.web.access import current_actor
from wbv_mentor.web.forms import Form, form_page

FORM_PATH = "/forms/"
LINES_SHOWN = 5


def show_case(
    case: Case, *, name: str | None = None, form: Form | None = None, error: WbvError | None = None
) -> ResponseReturnValue:
    """The case with one of its forms: the named one, else the next one that is to be filled in."""
    page = queries.case_page(case=case, actor=current_actor(), now=clock.now())
    if not page.content:
        return render_template("cases/status.html", case=case, page=page, **_shared(case, page))
    name = name or (_next_form(page) if current_actor().role == "mentor" else None)
    if name is None:
        return render_template("cases/case.html", case=case, page=page, **_shared(case, page))
    if form is None:
        form = fresh_form(case, name)
    definition = workflow_of(case).forms[name]
    return form_page(
        "cases/case.html", form=form, error=error, case=case, page=page, form_name=name,
        form_label=definition.label, form_number=_number(page, name), groups=groups_of(form, definition),
        draft=own_draft(case, name), **_shared(case, page),
    )  # fmt: skip


def case_form(case: Case, name: str) -> PathForm:
    """An empty form of the case for what was sent; the mentor's fields, whoever else reads along."""
    form = build_form(workflow_of(case).forms[name], role="mentor")()
    on_behalf(form)
    if name == "offers":
        asked = neutrality_reason_asked(case)
        leave_out(form, *(reason for reason in NEUTRALITY_REASONS if reason != asked))
    return form


def fresh_form(case: Case, name: str) -> PathForm:
    """A form of the case with what is known: the draft, else what was kept last, else presets."""
    form = case_form(case, name)
    fill(form, queries.form_values(case=case, form=name, actor=current_actor(), now=clock.now()))
    form.show_version(case.row_version)
    form.show_draft(records.draft_mark(case, name))
    return form


def _shared(case: Case, page: CasePage) -> dict[str, object]:
    address = address_of(case)
    pause = records.values(case, "pause") if case.state == "paused" else {}
    return {
        "address": address,
        "state_name": state_words(case.state, page.state_label, pause.get("return_on")),
        "paused_until": pause.get("return_on"),
        "steps": present.path_steps(page),
        "task_items": present.task_items(page),
        "ways": present.ways_of(page, address),
        "employer_requests": queries.employer_requests(case),
        "applications": present.application_lines(page, address),
        "lines": present.history_lines(page)[:LINES_SHOWN],
        "facts": present.facts_of(case, page) if page.content else [],
    }


def _next_form(page: CasePage) -> str | None:
    """The form of the first task that is not done yet."""
    names = (
        item.address.partition(FORM_PATH)[2]
        for item in page.work
        if item.status in ("open", "draft") and item.address
    )
    return next((name for name in names if name), None)


def _number(page: CasePage, name: str) -> int | None:
    """The number of the form's task in the list of this step."""
    addresses = [item.address or "" for item in page.work]
    return next((n for n, address in enumerate(addresses, 1) if address.endswith(FORM_PATH + name)), None)
