"""The picture of a path as files for docs/workflows/: an SVG that brings its colours along, and its page.

SVG of our own and no Mermaid: a bundle of fourteen arrows is one line there, and both render in a repository.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template

from wbv_mentor.config import ROOT
from wbv_mentor.engine.picture.drawing import draw
from wbv_mentor.engine.picture.page import page
from wbv_mentor.engine.types import Workflow

SHEETS = ("wbv-picture-file.css", "wbv-picture.css")


def files_of(workflows: Sequence[Workflow]) -> dict[str, str]:
    """File names and their text, two for each version; one element of the drawing a line."""
    found = {}
    for workflow in workflows:
        name = f"{workflow.name}-{workflow.version}"
        found[f"{name}.svg"] = _svg(workflow)
        found[f"{name}.md"] = page(workflow)
    return found


def _svg(workflow: Workflow) -> str:
    drawn = render_template(
        "pathways/picture.svg",
        drawing=draw(workflow, lambda label: label.de),
        title=workflow.label.de,
        desc=f"{workflow.name} {workflow.version}",
        sheets=[(ROOT / "static" / name).read_text("utf-8") for name in SHEETS],
    )
    return "\n".join(line for line in drawn.splitlines() if line.strip()) + "\n"
