"""From a definition to its drawing.

The states stand one below the other, in their stages. What leads to the next one is a short arrow between
the two. Every other transition has a line of its own at the right: a dot where a state may take it, an arrow
where it arrives. So a way out of fourteen states is one line with fourteen dots, and not fourteen arrows.
"""

from __future__ import annotations

from itertools import pairwise

from wbv_mentor.engine.picture.parts import (
    ARROW,
    EDGE,
    LEFT,
    LETTER,
    LINE,
    MARGIN,
    PAD,
    STEP,
    WIDTH,
    Band,
    Box,
    Drawing,
    Stub,
    Word,
)
from wbv_mentor.engine.picture.rows import Row, Say, place, rows_of
from wbv_mentor.engine.picture.tracks import columns, long_line, long_ways, short_lines
from wbv_mentor.engine.types import Workflow


def draw(workflow: Workflow, say: Say) -> Drawing:
    """The drawing of a path, its words in the language of `say`. The same definition, the same drawing."""
    rows = rows_of(workflow, say)
    bands = list(place(list(rows.values())))
    ways = long_ways(workflow, rows)
    first = EDGE + ARROW + LETTER * max(len(say(way.label)) for way in workflow.transitions.values()) + 24
    xs = {name: first + STEP * column for name, column in columns(workflow, rows, ways).items()}
    right = max(xs.values(), default=first) + PAD
    lines = [
        long_line(name, way, rows[way.to], ways[name], xs[name], say)
        for name, way in workflow.transitions.items() if name in ways
    ]  # fmt: skip
    for row, after in pairwise(rows.values()):
        lines += short_lines(workflow, row, after, say)
    return Drawing(
        width=right + MARGIN,
        height=bands[-1][1] + bands[-1][2] + MARGIN,
        bands=tuple(Band(label, MARGIN, y, right - MARGIN, height) for label, y, height in bands),
        boxes=tuple(_box(workflow, row, say) for row in rows.values()),
        stubs=tuple(_stub(row, xs) for row in rows.values() if row.leaving),
        lines=tuple(lines),
    )


def _box(workflow: Workflow, row: Row, say: Say) -> Box:
    top = row.y + 18 + LINE * len(row.arriving)
    words = (f"↩ {say(workflow.transitions[name].label)}" for name in row.returning)
    returns = tuple(Word(text, EDGE + ARROW + 9, top + LINE * index) for index, text in enumerate(words))
    return Box(row.name, say(row.state.label), row.kind, LEFT, row.y, WIDTH, row.height, returns)


def _stub(row: Row, xs: dict[str, float]) -> Stub:
    return Stub(EDGE, max(xs[name] for name in row.leaving), row.departure)
