"""The page on which a transition is fired: the same for cases, applications and mentors.

A GET shows the transition's form, or why it is not possible yet; a POST fires it in one unit of work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.engine.types import Transition
from wbv_mentor.errors import Forbidden, NotFound, Refused, Stale, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.advance import Advanced, advance
from wbv_mentor.pathways.definitions import past_transition, workflow_of
from wbv_mentor.pathways.forms import PathForm, build_form, fill, values_of
from wbv_mentor.pathways.holding import hold
from wbv_mentor.pathways.models import Instance
from wbv_mentor.pathways.options import options
from wbv_mentor.web.access import current_actor
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form, form_page

GONE = say(
    "Der Ablauf hat sich inzwischen geändert: Diesen Schritt gibt es so nicht mehr. "
    "Ihr Text steht noch hier. Bitte kopieren Sie ihn und gehen Sie zurück."
)
Crumbs = list[tuple[Any, str | None]]
Fire = Callable[..., Advanced]


def transition_page(
    *, instance: Instance, name: str, back: str, crumbs: Crumbs, done: str | None = None,
    preset: Mapping[str, Any] | None = None, form: Form | None = None, fire: Fire = advance,
    template: str = "pathways/transition.html", **context: Any,
) -> ResponseReturnValue:  # fmt: skip
    """Show (GET) or fire (POST) one transition of an instance that was found through its scope.

    `back` is the page of the instance, `done` where a firing leads (default: back), `preset` what
    the fresh form shows, `crumbs` the way to this page without its own name. `form` replaces the
    form built from the definition, `fire` the plain `advance`; it is called with the same names.
    Answers 303 when fired (or fired before), 422 when refused, 409 when stale, both with what was
    typed, also when the name is gone with an older version; 404 for an unknown name, 403 for a role that
    may not.
    """
    actor = current_actor()
    if name not in workflow_of(instance).transitions:
        return _gone(instance, name, actor, back, [*crumbs], template, context)
    way = _way(instance, name, actor)
    form = form or form_for(instance, way, actor)
    if request.method == "POST" and journal.find_submission(instance, form.submission_id) is not None:
        return redirect(done or back, 303)
    shown = {
        "instance": instance, "transition": way, "back": back, "blocked": (),
        "crumbs": [*crumbs, (label(way.label), None)], **context,
    }  # fmt: skip
    if request.method != "POST":
        return _shown(instance, name, way, form, actor, template, preset, shown)
    if not form.validate_on_submit():
        return form_page(template, form=form, **shown)
    try:
        _fire(fire, instance, name, way, actor, form)
    except (Refused, Stale) as error:
        _show_marks(form, instance, way)
        return form_page(template, form=form, error=error, **shown)
    flash(_("Erledigt: %(what)s", what=label(way.label)), "success")
    return redirect(done or back, 303)


def _gone(
    instance: Instance, name: str, actor: Actor, back: str, crumbs: Crumbs, template: str,
    context: Mapping[str, Any],
) -> ResponseReturnValue:  # fmt: skip
    """A page that was made before the instance moved to another version: what was typed, and why it cannot
    be sent. NotFound for a name that no version knows."""
    past = past_transition(instance, name) if request.method == "POST" else None
    if past is None:
        raise NotFound()
    workflow, way = past
    asked = workflow.forms[way.form] if way.form is not None else None
    form: Form = build_form(asked, role=actor.role)() if asked is not None else _nothing_asked()()
    shown = {**context, "crumbs": [*crumbs, (label(way.label), None)]}
    return form_page(
        template, form=form, error=Stale(GONE), instance=instance, transition=way, back=back,
        blocked=(GONE,), **shown,
    )  # fmt: skip


def form_for(instance: Instance, way: Transition, actor: Actor, *, files: bool = False) -> Form:
    """The form of a transition, empty when it asks nothing; `files` as for build_form."""
    if way.form is None:
        form: Form = _nothing_asked()()
        return form
    return build_form(workflow_of(instance).forms[way.form], role=actor.role, files=files)()


def _nothing_asked() -> type[Form]:
    return type("Confirmation", (Form,), {"declared_fields": ()})


def _way(instance: Instance, name: str, actor: Actor) -> Transition:
    way = workflow_of(instance).transitions[name]
    if actor.role not in way.by:
        raise Forbidden(say("Das darf Ihre Rolle nicht."))
    return way


def _shown(
    instance: Instance, name: str, way: Transition, form: Form, actor: Actor, template: str,
    preset: Mapping[str, Any] | None, shown: dict[str, Any],
) -> ResponseReturnValue:  # fmt: skip
    """The fresh page. Refused when the instance stands somewhere else by now."""
    if instance.state not in way.source:
        state = workflow_of(instance).states[instance.state]
        raise Refused(say("Im Status „%(state)s“ geht das nicht.", state=state.label))
    found = next(o for o in options(instance=instance, by=actor, now=clock.now()) if o.name == name)
    _show_marks(form, instance, way)
    fill(form, preset or {})
    return form_page(template, form=form, **{**shown, "blocked": found.blocked})


def _show_marks(form: Form, instance: Instance, way: Transition) -> None:
    """Which version and which draft the page shows."""
    form.show_version(instance.row_version)
    if way.form is not None and isinstance(form, PathForm):
        form.show_draft(records.draft_mark(instance, way.form))


def _fire(fire: Fire, instance: Instance, name: str, way: Transition, actor: Actor, form: Form) -> None:
    with unit_of_work():
        hold(instance)
        if way.form is not None and isinstance(form, PathForm):
            records.check_draft(instance, way.form, form.shown_draft)
        fire(
            instance=instance, trigger=name, by=actor, now=clock.now(), submission=form.submission_id,
            expected_version=form.version, data=values_of(form),
        )  # fmt: skip
