"""The lines at the right: which column each runs in, and its course from dot to arrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wbv_mentor.engine.picture.parts import ARROW, BEND, EDGE, LEFT, LINE, Course, Direction, Line, Word
from wbv_mentor.engine.picture.rows import BUNDLE, Row, Say
from wbv_mentor.engine.types import Transition, Workflow

Rows = Mapping[str, Row]


def long_ways(workflow: Workflow, rows: Rows) -> dict[str, list[Row]]:
    """The transitions that have a line of their own, each with the rows it leaves."""
    leaving = {name: [row for row in rows.values() if name in row.leaving] for name in workflow.transitions}
    return {name: found for name, found in leaving.items() if found}


def columns(workflow: Workflow, rows: Rows, ways: Mapping[str, Sequence[Row]]) -> dict[str, int]:
    """The column of each line: short ones inside, bundles outside; lines that never meet share one."""
    spans = {name: _span(rows[workflow.transitions[name].to], name, ways[name]) for name in ways}

    def breadth(name: str) -> tuple[bool, float]:
        return len(ways[name]) > BUNDLE, spans[name][1] - spans[name][0]

    taken: list[list[tuple[float, float]]] = []
    found: dict[str, int] = {}
    for name in sorted(ways, key=breadth):
        free = (number for number, others in enumerate(taken) if not _meets(spans[name], others))
        found[name] = next(free, len(taken))
        if found[name] == len(taken):
            taken.append([])
        taken[found[name]].append(spans[name])
    return found


def _span(target: Row, name: str, sources: Sequence[Row]) -> tuple[float, float]:
    ys = [target.arrival(name), *(row.departure for row in sources)]
    return min(ys), max(ys)


def _meets(span: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    return any(span[0] <= high + LINE and low - LINE <= span[1] for low, high in others)


def long_line(name: str, way: Transition, target: Row, sources: Sequence[Row], x: float, say: Say) -> Line:
    """From the dots of its sources, up and down, into the right side of its target."""
    y = target.arrival(name)
    ys = [row.departure for row in sources]
    corner = f"Q{x:g} {y:g} {x - BEND:g} {y:g}"
    paths = [f"M{x:g} {min(ys):g}V{y - BEND:g}{corner}"] if min(ys) < y else []
    if max(ys) > y:
        paths.append(f"M{x:g} {max(ys):g}V{y + BEND:g}{corner}")
    paths[0] += f"H{EDGE + ARROW:g}"
    word = Word(say(way.label), EDGE + ARROW + 9, y - 5)
    dots = tuple((x, one) for one in ys)
    return Line(
        name, _course(target, sources[0]), _automatic(way), tuple(paths), (EDGE + 1, y, "left"), dots, word
    )


def short_lines(workflow: Workflow, row: Row, after: Row, say: Say) -> Iterator[Line]:
    """The arrows between a row and the next one."""
    for index, name in enumerate([*row.down, *row.up]):
        way, down = workflow.transitions[name], name in row.down
        start, end = (row.bottom, after.y) if down else (after.y, row.bottom)
        x = LEFT + (20 if down else 40)
        near = end - ARROW if down else end + ARROW
        sign = ("↓ " if down else "↑ ") if row.down and row.up else ""
        word = Word(sign + say(way.label), LEFT + (54 if row.up else 34), row.bottom + 19 + LINE * index)
        tip: tuple[float, float, Direction] = (x, end, "down" if down else "up")
        course = _course(after, row) if down else _course(row, after)
        yield Line(name, course, _automatic(way), (f"M{x:g} {start:g}V{near:g}",), tip, (), word)


def _automatic(way: Transition) -> bool:
    return way.by == ("system",)


def _course(target: Row, source: Row) -> Course:
    if target.kind != "way":
        return target.kind
    return "forward" if source.number < target.number else "return"
