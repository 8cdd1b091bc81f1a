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
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import Advanced, advance
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import build_form, fill, values_of
from wbv_mentor.pathways.models import Instance
from wbv_mentor.pathways.options import options
from wbv_mentor.web.access import current_actor
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form, form_page

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
    typed; 404 for an unknown name, 403 for a role that may not.
    """
    actor = current_actor()
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
        _fire(fire, instance, name, actor, form)
    except (Refused, Stale) as error:
        form.show_version(instance.row_version)
        return form_page(template, form=form, error=error, **shown)
    flash(_("Erledigt: %(what)s", what=label(way.label)), "success")
    return redirect(done or back, 303)


def form_for(instance: Instance, way: Transition, actor: Actor, *, files: bool = False) -> Form:
    """The form of a transition, empty when it asks nothing; `files` as for build_form."""
    if way.form is None:
        form: Form = _nothing_asked()()
        return form
    return build_form(workflow_of(instance).forms[way.form], role=actor.role, files=files)()


def _nothing_asked() -> type[Form]:
    return type("Confirmation", (Form,), {"declared_fields": ()})


def _way(instance: Instance, name: str, actor: Actor) -> Transition:
    way = workflow_of(instance).transitions.get(name)
    if way is None:
        raise NotFound()
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
    form.show_version(instance.row_version)
    fill(form, preset or {})
    return form_page(template, form=form, **{**shown, "blocked": found.blocked})


def _fire(fire: Fire, instance: Instance, name: str, actor: Actor, form: Form) -> None:
    with unit_of_work():
        fire(
            instance=instance, trigger=name, by=actor, now=clock.now(), submission=form.submission_id,
            expected_version=form.version, data=values_of(form),
        )  # fmt: skip
