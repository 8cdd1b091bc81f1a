"""The drawing of a path: nothing is missing, nothing lies on top of anything else."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest

from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import load_all
from wbv_mentor.engine.picture.drawing import draw
from wbv_mentor.engine.picture.parts import EDGE, Drawing, Line
from wbv_mentor.engine.types import BACK, Label, Workflow

PATHS = load_all(ROOT / "workflows")


def german(label: Label) -> str:
    return label.de


@pytest.fixture(params=PATHS, ids=lambda path: f"{path.name}-{path.version}")
def path(request: pytest.FixtureRequest) -> Workflow:
    found: Workflow = request.param
    return found


def test_every_state_has_a_box_and_every_way_back_a_word(path: Workflow) -> None:
    drawing = draw(path, german)
    assert sorted(box.name for box in drawing.boxes) == sorted(path.states)
    for box in drawing.boxes:
        back = [way for way in path.transitions.values() if way.to == BACK and box.name in way.source]
        assert [word.text for word in box.returns] == [f"↩ {way.label.de}" for way in back]


def test_every_transition_leads_from_each_of_its_states_to_its_target(path: Workflow) -> None:
    drawing = draw(path, german)
    found = {(name, source, to) for line in drawing.lines for name, source, to in ways_of(drawing, line)}
    assert found == {
        (name, source, way.to)
        for name, way in path.transitions.items() if way.to != BACK
        for source in way.source
    }  # fmt: skip


def ways_of(drawing: Drawing, line: Line) -> list[tuple[str, str, str]]:
    """What somebody reads who follows a line from its beginning to its arrow."""
    x, y, direction = line.tip
    if direction == "left":
        assert x == EDGE + 1
        return [(line.name, at(drawing, dot), at(drawing, y)) for _x, dot in line.dots]
    start = float(line.paths[0].partition(" ")[2].partition("V")[0])
    return [(line.name, at(drawing, start), at(drawing, y))]


def at(drawing: Drawing, y: float) -> str:
    """The state whose box reaches to this height."""
    (name,) = (box.name for box in drawing.boxes if box.y <= y <= box.y + box.height)
    return name


def test_nothing_lies_on_top_of_anything_else(path: Workflow) -> None:
    drawing = draw(path, german)
    for box, below in pairwise(drawing.boxes):
        assert box.y + box.height < below.y
    for one, other in combinations([line for line in drawing.lines if line.dots], 2):
        assert one.dots[0][0] != other.dots[0][0] or apart(reach(one), reach(other)), (one.name, other.name)
    words = [line.word for line in drawing.lines] + [word for box in drawing.boxes for word in box.returns]
    assert len({(word.x, word.y) for word in words}) == len(words)
    ends = [line.tip[:2] for line in drawing.lines if line.dots]
    assert len(set(ends)) == len(ends)


def reach(line: Line) -> tuple[float, float]:
    ys = [line.tip[1], *(y for _x, y in line.dots)]
    return min(ys), max(ys)


def apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def test_all_stays_inside_the_drawing(path: Workflow) -> None:
    drawing = draw(path, german)
    points: list[tuple[float, float]] = [dot for line in drawing.lines for dot in line.dots]
    points += [(box.x + box.width, box.y + box.height) for box in drawing.boxes]
    points += [(band.x + band.width, band.y + band.height) for band in drawing.bands]
    assert all(0 < x <= drawing.width and 0 < y <= drawing.height for x, y in points)


def test_the_same_definition_gives_the_same_drawing(path: Workflow) -> None:
    body: dict[str, Any] = path.model_dump(mode="json", by_alias=True)
    assert draw(Workflow.model_validate(body), german) == draw(path, german)


def test_what_the_system_alone_does_is_marked() -> None:
    case = next(path for path in PATHS if path.name == "mentee_case")
    automatic = {line.name for line in draw(case, german).lines if line.by_system}
    assert automatic == {name for name, way in case.transitions.items() if set(way.by) == {"system"}}
