"""Questions and single buttons of the mentee's page that fire a transition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.mentee.overview import running_of
from wbv_mentor.cases.mentee.page import answer, fired_by, page_of, shown
from wbv_mentor.cases.mentee.views import page
from wbv_mentor.cases.models import Case
from wbv_mentor.errors import Refused, WbvError, say
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.options import options
from wbv_mentor.web.access import current_actor
from wbv_mentor.web.forms import Form, form_page


def ask(
    form: Form,
    trigger: str,
    data: Callable[[], dict[str, Any]],
    *,
    case: Case,
    token: str,
    template: str,
    said: str,
    **context: Any,
) -> ResponseReturnValue:
    """The page of a transition with its question: shown on GET, fired on POST."""

    def again(sent: Form, error: WbvError | None) -> ResponseReturnValue:
        return question_page(template, sent, error, case, token, **context)

    if request.method != "POST":
        _must_be_possible(case, trigger)
        return again(form, None)
    return answer(
        form,
        lambda: actions.fire(**fired_by(form, case, trigger, **data())),
        case=case,
        again=again,
        done=page_of(token),
        said=said,
    )


def press(
    token: str, case: Case, trigger: str, *, said: str, data: dict[str, Any] | None = None
) -> ResponseReturnValue:
    """A transition that is one button on the mentee's page."""
    form = Form()
    return answer(
        form,
        lambda: actions.fire(**fired_by(form, case, trigger, **(data or {}))),
        case=case,
        again=lambda sent, error: page(case, token, sent, error),
        done=page_of(token),
        said=said,
    )


def question_page(
    template: str, form: Form, error: WbvError | None, case: Case, token: str, **context: Any
) -> ResponseReturnValue:
    """A page with one question, below "Meine Beratung"."""
    found = queries.mentee_page(case=case, now=clock.now())
    return form_page(
        f"cases/mentee/{template}.html",
        form=shown(form, case),
        error=error,
        case=case,
        token=token,
        running=running_of(found),
        **context,
    )


def _must_be_possible(case: Case, trigger: str) -> None:
    """Raise Refused with the reason if this cannot be done now: the page would lead to nothing."""
    found = next(
        (o for o in options(instance=case, by=current_actor(), now=clock.now()) if o.name == trigger), None
    )
    if found is None:
        state = workflow_of(case).states[case.state]
        raise Refused(say("Im Status „%(state)s“ geht das nicht.", state=state.label))
    if found.blocked:
        raise Refused(*found.blocked)
