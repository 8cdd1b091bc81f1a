"""A draft that is not to be finished: shown once more, then thrown away."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor.cases.models import Case
from wbv_mentor.cases.pages.base import address_of, bp, content_case, crumbs_of
from wbv_mentor.cases.pages.present import shown_value
from wbv_mentor.cases.queries.drafts import draft_label, own_draft
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import NotFound, Stale
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import PathForm
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.models import StepRecord
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import form_page

Facts = list[tuple[str, str]]


@bp.route("/cases/<ref>/drafts/<form>/discard", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def discard_draft(ref: str, form: str) -> ResponseReturnValue:
    """What the draft says, and whether it is to go. What was finished before stays.

    A second click finds nothing any more and leads to the case as the first one did.
    """
    case = content_case(ref)
    draft = own_draft(case, form)
    if draft is None and request.method == "POST" and form in workflow_of(case).forms:
        return redirect(address_of(case), 303)
    if draft is None or not _may_see(draft):
        raise NotFound()
    sent = PathForm()
    if not sent.validate_on_submit():
        sent.show_draft(records.draft_mark(case, form))
        return _page(case, draft, sent)
    try:
        with unit_of_work():
            hold(case)
            records.check_draft(case, form, sent.shown_draft)
            records.discard_draft(instance=case, form=form)
    except Stale as error:
        sent.show_draft(records.draft_mark(case, form))
        return _page(case, draft, sent, error)
    flash(_("Der Entwurf ist verworfen."), "success")
    return redirect(address_of(case), 303)


def _may_see(draft: StepRecord) -> bool:
    """A mentor takes over the drafts of the case; the coordination sees its own alone."""
    actor = current_actor()
    return actor.role == "mentor" or (draft.saved_by_role, draft.saved_by_id) == (actor.role, actor.id)


def _page(case: Case, draft: StepRecord, sent: PathForm, error: Stale | None = None) -> ResponseReturnValue:
    return form_page(
        "cases/draft_discard.html", form=sent, error=error, case=case, draft=draft, facts=_facts(case, draft),
        name=draft_label(case, draft.form), back=address_of(case),
        crumbs=crumbs_of(case, (_("Entwurf verwerfen"), None)),
    )  # fmt: skip


def _facts(case: Case, draft: StepRecord) -> Facts:
    """What was written. Of a form that the path does not have any more, as it was kept."""
    form = workflow_of(case).forms.get(draft.form)
    if form is None:
        return [(name, str(value)) for name, value in draft.data.items()]
    known = records.read_record(case, draft.form, current_actor().role, submitted=False)
    fields = [field for field in form.fields if field.name in known]
    return [(label(field.label), shown_value(field, known[field.name])) for field in fields]
