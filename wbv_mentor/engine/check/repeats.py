"""Names that stand in one list twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wbv_mentor.engine.draft import Finding
from wbv_mentor.engine.source import Where


def repeats(at: Where, names: Sequence[object]) -> Iterator[Finding]:
    """A finding for each name that stood there before."""
    for index, name in enumerate(names):
        if name in names[:index]:
            yield (*at, index), f"{name} stands there twice"
