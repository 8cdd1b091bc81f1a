"""/workflows: each path as a picture with its figures, without names. Trainers see the path they lead."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wbv_mentor import clock
from wbv_mentor.engine.labels import ROLE_LABELS
from wbv_mentor.engine.picture.drawing import draw
from wbv_mentor.engine.types import BACK, Workflow
from wbv_mentor.errors import NotFound
from wbv_mentor.pathways.definitions import find_definition, machine_of, versions_of
from wbv_mentor.pathways.evaluation.figures import Figures, StateFigures, figures_of
from wbv_mentor.pathways.evaluation.lists import Evaluated, evaluated_for
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.formatting import days, label, say

bp = Blueprint("workflows", __name__)


@bp.get("/workflows")
@allow("trainer", "coordinator")
def index() -> ResponseReturnValue:
    """The first path whose figures the person may see."""
    return redirect(url_for("workflows.show", name=evaluated_for(current_actor())[0].name), 303)


@bp.get("/workflows/<name>")
@allow("trainer", "coordinator")
def show(name: str) -> ResponseReturnValue:
    """One path: the newest version, or the one in the address."""
    seen = evaluated_for(current_actor())
    path = next((one for one in seen if one.name == name), None)
    definition = find_definition(name, request.args.get("version", type=int))
    if path is None or definition is None:
        raise NotFound()
    workflow = machine_of(definition).workflow
    figures = figures_of(definition, workflow, clock.now())
    return render_template(
        "pathways/evaluation.html",
        workflow=workflow,
        figures=figures,
        drawing=draw(workflow, label),
        boxes={state: _box(workflow, path, state, figures.states[state]) for state in workflow.states},
        ways=_ways(workflow),
        paths=[(_title(one), url_for("workflows.show", name=one.name), one is path) for one in seen],
        versions=_versions(name, definition.version),
        mark=figures.slowest.states if figures.slowest else (),
        sentences=_sentences(workflow, figures),
    )


def _title(path: Evaluated) -> str:
    definition = find_definition(path.name)
    return label(machine_of(definition).workflow.label) if definition else path.name


def _versions(name: str, shown: int) -> list[tuple[str, str, bool]]:
    """Links to every version, if there is more than one."""
    numbers = versions_of(name)
    return [
        (_("Version %(number)s", number=number), url_for("workflows.show", name=name, version=number),
         number == shown)
        for number in numbers if len(numbers) > 1
    ]  # fmt: skip


def _box(workflow: Workflow, path: Evaluated, state: str, own: StateFigures) -> dict[str, Any]:
    """What stands in a state's box, and in its line of the table."""
    here = label(workflow.states[state].label)
    count = ngettext("%(num)s steht hier", "%(num)s stehen hier", own.standing)
    words = "" if workflow.states[state].final else _("noch keine Dauer bekannt")
    if own.stayed:
        middle, most = days(own.stayed.middle), days(own.stayed.most)
        words = _("Median %(middle)s, 90 %% bis %(most)s", middle=middle, most=most)
    return {
        "count": own.standing,
        "words": words,
        "href": path.list_of(state) if path.list_of and own.standing else None,
        "name": f"{here}: {count}",
    }


def _ways(workflow: Workflow) -> list[tuple[str, str, str, str]]:
    """The arrows in words: name, from, to, by whom."""

    def state(name: str) -> str:
        return label(workflow.states[name].label)

    return [
        (
            label(way.label),
            ", ".join(state(name) for name in way.source),
            _("zurück, woher man kam") if way.to == BACK else state(way.to),
            ", ".join(say(ROLE_LABELS[role]) for role in way.by),
        )
        for way in workflow.transitions.values()
    ]


def _sentences(workflow: Workflow, figures: Figures) -> list[str]:
    """What takes longest: the slowest way, and the state in which one stays longest."""
    said = []
    if figures.slowest:
        way = " → ".join(label(workflow.states[name].label) for name in figures.slowest.states
                         if name in workflow.states)  # fmt: skip
        said.append(
            _(
                "Der langsamste Weg vom Anfang bis zu einem Ende: %(way)s. Im Median dauert er %(middle)s"
                " (%(count)s-mal gegangen; Umwege zählen zur Dauer).",
                way=way, middle=days(figures.slowest.days.middle), count=figures.slowest.days.count,
            )
        )  # fmt: skip
    else:
        said.append(_("Noch ist kein Weg mindestens dreimal bis zu einem Ende gegangen worden."))
    stayed = figures.states[figures.longest].stayed if figures.longest else None
    if figures.longest and stayed:
        said.append(
            _(
                "Am längsten bleibt man in „%(state)s“: im Median %(middle)s (%(count)s-mal verlassen).",
                state=label(workflow.states[figures.longest].label), middle=days(stayed.middle),
                count=stayed.count,
            )
        )  # fmt: skip
    return said
