"""What all pages of a mentee's own link share: finding the case, doing one thing once, the neutral page.

Whoever holds the link acts as the mentee. A GET changes nothing, however often it is made: scanners,
previews and browsers open every link.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases.consent import OWN_WAYS, TEXT_VERSION
from wbv_mentor.cases.letters.links import PURPOSE
from wbv_mentor.cases.models import Case
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import NotFound, Refused, Stale, WbvError, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.judging import check_version
from wbv_mentor.pathways.models import Instance, JournalEntry
from wbv_mentor.people.links import find_link
from wbv_mentor.web.access import act_as, current_actor, find
from wbv_mentor.web.forms import Form, sent_submission

bp = Blueprint("mentee", __name__, url_prefix="/meine-beratung")

AnyForm = TypeVar("AnyForm", bound=Form)
Again = Callable[[Form, WbvError | None], ResponseReturnValue]


@bp.errorhandler(NotFound)
def unknown_link(_error: NotFound) -> ResponseReturnValue:
    """The same page whatever is wrong with a link: mistyped, replaced, expired, or everything is erased."""
    return render_template("cases/mentee/unknown.html"), 404


def case_of_link(token: str) -> Case:
    """The case that a link opens; from here on its holder is the actor. Raises NotFound."""
    link = find_link(token, PURPOSE, now=clock.now())
    if link is None:
        raise NotFound()
    act_as(Actor("mentee", link.subject_id))
    return find(Case, Case.mentee_id == link.subject_id)


def in_advice(token: str) -> Case:
    """The case of a link, once the mentee has said yes and has not taken it back.

    Raises NotFound as case_of_link, and Stale when the page with this button is out of date.
    """
    case = case_of_link(token)
    if case.state in ("contact", "consent_pending", "locked") and not sent_before(case):
        raise Stale(
            say("Inzwischen hat sich etwas geändert. Bitte sehen Sie sich Ihre Seite noch einmal an.")
        )
    return case


def sent_before(case: Case) -> bool:
    """Whether the form of this request has already done its thing (double click, retry)."""
    number = sent_submission()
    return bool(number) and journal.find_submission(case, number) is not None


def page_of(token: str) -> str:
    """The address of the mentee's page."""
    return url_for("mentee.show", token=token)


def own_statement(case: Case) -> dict[str, Any]:
    """How and when a statement on this page is made: by the link or the QR code, today, in today's words."""
    way = records.values(case, "new_case").get("way")
    return {
        "way": way if way in OWN_WAYS else "link",
        "given_on": clock.today(),
        "text_version": TEXT_VERSION,
    }


def shown(form: AnyForm, case: Case) -> AnyForm:
    """The form with the version of the case that its page shows, unless it was sent already."""
    if form.row_version.raw_data is None:
        form.show_version(case.row_version)
    return form


def answer(
    form: Form, do: Callable[[], object], *, case: Case, again: Again, done: str, said: str = ""
) -> ResponseReturnValue:
    """Check a sent form and do its thing once, in one unit of work; 303 to `done`, also when repeated.

    Refusals come back through `again` with everything typed: 422, or 409 if the case moved on meanwhile.
    """
    if not form.validate_on_submit():
        return again(form, None)
    try:
        with unit_of_work():
            _wait_for_others(case)
            if journal.find_submission(case, form.submission_id) is None:
                check_version(case, form.version)
                do()
    except (Refused, Stale) as error:
        form.show_version(case.row_version)
        return again(form, error)
    if said:
        flash(said, "success")
    return redirect(done, 303)


def fired_by(form: Form, case: Case, trigger: str, **data: Any) -> dict[str, Any]:
    """The arguments for firing a transition of the case with a sent form, as the mentee, now."""
    return {
        "case": case,
        "trigger": trigger,
        "by": current_actor(),
        "now": clock.now(),
        "submission": form.submission_id,
        "expected_version": form.version,
        "data": data or None,
    }


def was_sent_before(form: Form, trigger: str) -> bool:
    """Whether this very form already did its thing, although the link opens nothing any more."""
    query = select(JournalEntry.id).where(
        JournalEntry.submission == form.submission_id, JournalEntry.trigger == trigger
    )
    return session.scalars(query).first() is not None


def _wait_for_others(case: Case) -> None:
    """Let a double click's first half finish: the second then finds its entry instead of a newer version."""
    session.execute(select(Instance.id).where(Instance.id == case.id).with_for_update())
    session.refresh(case)
