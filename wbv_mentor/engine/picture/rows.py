"""In which order the states stand, what arrives at each and leaves it, and how high it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from wbv_mentor.engine.picture.parts import GAP, HEADING, HEIGHT, LINE, MARGIN, PAD, Kind
from wbv_mentor.engine.types import BACK, Label, State, Workflow

Say = Callable[[Label], str]
BUNDLE = 3  # what leads out of more states than these is never drawn as a short arrow
DETOURS = Label(de="Umwege", en="Detours")
ENDS = Label(de="Ende", en="End")


@dataclass
class Row:
    """One state of the drawing. The lists hold names of transitions."""

    name: str
    state: State
    kind: Kind
    band: str
    arriving: list[str] = field(default_factory=list)
    returning: list[str] = field(default_factory=list)
    leaving: list[str] = field(default_factory=list)
    down: list[str] = field(default_factory=list)  # short arrows from here to the next row
    up: list[str] = field(default_factory=list)  # and from the next row to here
    number: int = 0
    y: float = 0

    @property
    def height(self) -> float:
        """A line for each word at its right side, and one for what leaves."""
        words = len(self.arriving) + len(self.returning) + bool(self.leaving)
        return max(HEIGHT, LINE * words + 20)

    @property
    def bottom(self) -> float:
        """Where the box ends."""
        return self.y + self.height

    @property
    def departure(self) -> float:
        """How high the line runs that leaves it."""
        return self.bottom - 14

    def arrival(self, name: str) -> float:
        """How high the line of a transition arrives."""
        return self.y + 20 + LINE * self.arriving.index(name)


def rows_of(workflow: Workflow, say: Say) -> dict[str, Row]:
    """Every state in the drawing's order, with its transitions noted; not yet placed."""
    made = [_row(workflow, name, state, say) for name, state in workflow.states.items()]
    rows = {row.name: row for row in sorted(made, key=lambda row: _place(workflow, row))}
    for number, row in enumerate(rows.values()):
        row.number = number
    for name, way in workflow.transitions.items():
        for source in way.source:
            _note(rows, name, source, way.to, bundled=len(way.source) > BUNDLE)
    return rows


def is_end(workflow: Workflow, state: State) -> bool:
    """Whether the main way ends here: finally, or beyond the last stage (a closed case can be reopened)."""
    return state.final or (bool(workflow.stages) and state.stage is None and not state.detour)


def _row(workflow: Workflow, name: str, state: State, say: Say) -> Row:
    if state.detour:
        return Row(name, state, "detour", say(DETOURS))
    if is_end(workflow, state):
        return Row(name, state, "end", say(ENDS))
    return Row(name, state, "way", say(workflow.stages[state.stage]) if state.stage else "")


def _place(workflow: Workflow, row: Row) -> tuple[int, int]:
    """The stages in their order, then the ends, then the detours."""
    if row.kind != "way":
        return (1 if row.kind == "end" else 2), 0
    return 0, list(workflow.stages).index(row.state.stage) if row.state.stage else 0


def _note(rows: dict[str, Row], name: str, source: str, to: str, *, bundled: bool) -> None:
    row = rows[source]
    if to == BACK:
        row.returning.append(name)
        return
    target = rows[to]
    short = not bundled and target.kind != "detour"
    if short and target.number == row.number + 1:
        row.down.append(name)
    elif short and target.number == row.number - 1:
        target.up.append(name)
    else:
        row.leaving.append(name)
        if name not in target.arriving:
            target.arriving.append(name)


def place(rows: Sequence[Row]) -> Iterator[tuple[str, float, float]]:
    """Give each row its height on the page; answers the bands: name, y and height."""
    y: float = MARGIN
    for label, members in groupby(rows, key=lambda row: row.band):
        top = y
        y += HEADING if label else PAD
        for row in members:
            row.y = y
            words = LINE * len(row.down + row.up)
            y = row.bottom + max(GAP, words + 12)
        bottom = row.bottom + max(PAD, words + 10)
        yield label, top, bottom - top
        y = max(y, bottom + 12)
