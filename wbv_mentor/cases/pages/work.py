"""Work done and to do: talks and tasks."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.models import Case, Task
from wbv_mentor.cases.pages.base import address_of, answer, bp, content_case, crumbs_of
from wbv_mentor.cases.pages.forms import TaskDoneForm, TaskForm
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import build_form, fill, values_of
from wbv_mentor.web.access import allow, current_actor, find
from wbv_mentor.web.forms import Form


@bp.get("/talks/new")
@allow("mentor")
def choose_for_talk() -> ResponseReturnValue:
    """From the start page: which case was the talk about? With a single one the question is skipped."""
    found = queries.case_list(actor=current_actor(), today=clock.today(), which="open", per_page=200)
    if len(found.rows) == 1:
        return redirect(url_for("cases.new_talk", ref=found.rows[0].reference), 303)
    return render_template("cases/choose.html", found=found)


@bp.route("/cases/<ref>/talks/new", methods=["GET", "POST"])
@allow("mentor")
def new_talk(ref: str) -> ResponseReturnValue:
    """Record a talk: the date is preset, keywords are optional, a next step becomes a task."""
    case = content_case(ref)
    form: Form = build_form(workflow_of(case).forms["talk"], role="mentor")()
    if request.method == "GET":
        fill(form, {"held_on": clock.today()})
    return answer(
        form,
        lambda: actions.record_talk(
            case=case,
            data=values_of(form),
            by=current_actor(),
            now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/talk.html",
        done=address_of(case),
        said=_("Gespräch gespeichert."),
        back=address_of(case),
        crumbs=crumbs_of(case, (_("Gespräch erfassen"), None)),
    )


@bp.get("/cases/<ref>/work")
@allow("mentor", "coordinator")
def work(ref: str) -> ResponseReturnValue:
    """All talks and tasks of a case."""
    case = content_case(ref)
    page = queries.case_page(case=case, actor=current_actor(), now=clock.now())
    return render_template(
        "cases/work.html", case=case, page=page, crumbs=crumbs_of(case, (_("Gespräche und Aufgaben"), None))
    )


@bp.route("/cases/<ref>/tasks/new", methods=["GET", "POST"])
@allow("mentor")
def new_task(ref: str) -> ResponseReturnValue:
    """Something to do, with a day."""
    case = content_case(ref)
    form = TaskForm()
    return answer(
        form,
        lambda: actions.add_task(
            case=case, title=form.title.data, due_on=form.due_on.data, by=current_actor(), now=clock.now(),
            submission=form.submission_id,
        ),
        case=case,
        template="cases/form.html",
        done=address_of(case),
        said=_("Aufgabe gespeichert."),
        title=_("Neue Aufgabe"),
        button=_("Speichern"),
        back=address_of(case),
        crumbs=crumbs_of(case, (_("Neue Aufgabe"), None)),
    )  # fmt: skip


@bp.route("/cases/<ref>/tasks/<int:number>", methods=["GET", "POST"])
@allow("mentor", "coordinator")
def task(ref: str, number: int) -> ResponseReturnValue:
    """A task is done by recording what happened."""
    found = find(Task, Task.id == number, Task.case.has(Case.reference == ref))
    form = TaskDoneForm()
    return answer(
        form,
        lambda: actions.complete_task(
            task=found, outcome=form.outcome.data, by=current_actor(), now=clock.now(),
            submission=form.submission_id,
        ),
        case=found.case,
        template="cases/task.html",
        done=address_of(found.case),
        said=_("Aufgabe erledigt."),
        task=found,
        back=address_of(found.case),
        crumbs=crumbs_of(found.case, (_("Aufgabe"), None)),
    )  # fmt: skip
