"""What all pages of a case share: the blueprint, finding the case, and doing one thing once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from wbv_mentor import clock
from wbv_mentor.cases import queries, words
from wbv_mentor.cases.consent import OWN_WAYS, TEXT_VERSION
from wbv_mentor.cases.models import Case
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.errors import Forbidden, NotFound, Refused, Stale, say
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.judging import check_version
from wbv_mentor.pathways.models import JournalEntry
from wbv_mentor.web.access import current_actor, find
from wbv_mentor.web.fields import NotBeforeField
from wbv_mentor.web.formatting import date_brief, label
from wbv_mentor.web.forms import Form, form_page, new_submission, sent_submission

bp = Blueprint("cases", __name__)

Crumbs = list[tuple[Any, str | None]]
Do = Callable[[], object]
Model = TypeVar("Model")


def find_case(ref: str) -> Case:
    """The case with this reference, if the actor may see it; else NotFound."""
    return find_or_done(Case, Case.reference == ref, done=url_for("cases.index"))


def find_or_done(model: type[Model], *criteria: ColumnElement[bool], done: str) -> Model:
    """The one row in scope. If this very sending took it out of scope before, lead to `done` once more."""
    try:
        return find(model, *criteria)
    except NotFound:
        if request.method == "POST" and sent_before(sent_submission()):
            abort(redirect(done, 303))
        raise


def sent_before(submission: str) -> bool:
    """Whether this person's sending with that id has already done its thing, wherever."""
    actor = current_actor()
    made = select(JournalEntry.id).where(
        JournalEntry.submission == submission, JournalEntry.actor_role == actor.role,
        JournalEntry.actor_id == actor.id,
    )  # fmt: skip
    return bool(submission) and session.scalars(made).first() is not None


def content_case(ref: str) -> Case:
    """A case whose content the actor may read; the coordination states a reason first.

    Raises Forbidden with the way to that page.
    """
    case = find_case(ref)
    if queries.reading_role(case=case, actor=current_actor(), now=clock.now()) != "mentor":
        raise Forbidden(
            say("Den Inhalt sehen Sie nur, wenn Sie einen Grund angeben.").with_fix(
                f"{address_of(case)}/look-into"
            )
        )
    return case


def address_of(case: Case) -> str:
    """The address of the case's page."""
    return url_for("cases.show", ref=case.reference)


def crumbs_of(case: Case, *more: tuple[Any, str | None]) -> Crumbs:
    """The way to a page below the case; titles carry the reference, never a name."""
    return [(_("Fälle"), url_for("cases.index")), (case.reference, address_of(case)), *more]


def not_before(form: Form, first: str, second: str) -> None:
    """Refuse an end before the start, at the later field, naming both dates."""
    if first in form and second in form:
        form[second].validators = [*form[second].validators, NotBeforeField(first)]


def on_behalf(form: Form) -> None:
    """Fit a form that a mentor fills in for the mentee: her own link is no way then, and which text was
    read is known without asking."""
    for name in ("way", "consent_way"):
        if name in form:
            form[name].choices = [pair for pair in form[name].choices if pair[0] not in OWN_WAYS]
    leave_out(form, "text_version")


def leave_out(form: Form, *names: str) -> None:
    """Do not ask these questions."""
    for name in names:
        if name in form:
            del form[name]
    form.declared_fields = tuple(name for name in form.declared_fields if name not in names)


def with_text(case: Case, form: str | None, data: dict[str, Any]) -> dict[str, Any]:
    """The answers with the version of the text, where they say how something was stated on behalf."""
    asked = {field.name for field in workflow_of(case).forms[form].fields} if form else set()
    stated = data.get("way") or data.get("consent_way")
    return data | ({"text_version": TEXT_VERSION} if "text_version" in asked and stated else {})


def done_before(case: Case, form: Form) -> bool:
    """Whether this very sending has already done its thing (double click, retry)."""
    return request.method == "POST" and journal.find_submission(case, form.submission_id) is not None


def answer(
    form: Form,
    do: Do,
    *,
    case: Case,
    template: str,
    done: str | Callable[[], str],
    said: str = "",
    **context: Any,
) -> ResponseReturnValue:
    """Show a form (GET), or check it, do its thing in one unit of work and lead on (POST).

    Refusals come back as the same page: 422 with an error list, 409 if the case moved on meanwhile.
    """
    if request.method == "GET":
        form.show_version(case.row_version)
    if not form.validate_on_submit():
        return form_page(template, form=form, case=case, **context)
    if not done_before(case, form):
        try:
            with unit_of_work():
                hold(case)
                if not done_before(case, form):  # by a click that came a moment earlier
                    check_version(case, form.version)
                    do()
        except (Refused, Stale) as error:
            form.show_version(case.row_version)
            return form_page(template, form=form, error=error, case=case, **context)
    if said:
        flash(said, "success")
    return redirect(done() if callable(done) else done, 303)


def state_words(state: str, name: Any, until: date | None = None) -> str:
    """What a state is called; a pause says until when, where that is known."""
    if state != "paused":
        return label(name)
    return str(_("Pause bis %(day)s", day=date_brief(until)) if until else _("Pause"))


@bp.context_processor
def _of_case_pages() -> dict[str, Any]:
    """What the templates of a case ask about the reader and about words."""
    actor = current_actor()
    return {
        "person_may_write": actor.role == "mentor",
        "coordinating": actor.role == "coordinator",
        "talk_kinds": dict(words.TALK_KINDS),
        "offer_modes": dict(words.OFFER_MODES),
        "new_submission": new_submission,
        "state_words": state_words,
    }
