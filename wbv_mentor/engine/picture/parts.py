"""What a drawing of a path consists of, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["way", "end", "detour"]
Course = Literal["forward", "return", "detour", "end"]
Direction = Literal["left", "down", "up"]

MARGIN, PAD = 2, 16  # around the drawing; between a band's edge and its boxes
LEFT = MARGIN + PAD  # where the boxes begin
WIDTH, HEIGHT = 350, 66  # of a box; it grows with what arrives at it
EDGE = LEFT + WIDTH  # where they end
GAP, LINE, HEADING = 28, 22, 40  # between two boxes; for a line of words; for a band's name
LETTER, ARROW, STEP, BEND = 7.8, 9, 18, 8  # a letter; an arrow's head; between two lines; a rounded corner


@dataclass(frozen=True)
class Word:
    """A transition's name and the point at which it begins."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A state, and the transitions that lead back from it if it is a detour."""

    name: str
    label: str
    kind: Kind
    x: float
    y: float
    width: float
    height: float
    returns: tuple[Word, ...]


@dataclass(frozen=True)
class Band:
    """What lies behind the states of one stage; `label` may be empty."""

    label: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Stub:
    """From a box to the last of the lines that it may take."""

    x: float
    end: float
    y: float


@dataclass(frozen=True)
class Line:
    """One transition, or the part of it that is a short arrow. `paths` are those of SVG, `tip` its end."""

    name: str
    course: Course
    by_system: bool
    paths: tuple[str, ...]
    tip: tuple[float, float, Direction]
    dots: tuple[tuple[float, float], ...]
    word: Word


@dataclass(frozen=True)
class Drawing:
    """All of it."""

    width: float
    height: float
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    stubs: tuple[Stub, ...]
    lines: tuple[Line, ...]
