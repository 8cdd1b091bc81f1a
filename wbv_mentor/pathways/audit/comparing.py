"""What a seal remembers of its entries beside what is there now: two lists in the order of their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from wbv_mentor.pathways.audit.findings import Finding, Name
from wbv_mentor.pathways.audit.naming import Namer
from wbv_mentor.pathways.seals import Cover, Covered, mark_of


class Difference(NamedTuple):
    """An entry that differs. Those with the same `run` stood one after the other when they were sealed."""

    what: Literal["missing", "inserted", "edited"]
    number: int
    run: int


def compare(
    sealed: Iterator[tuple[int, bytes]], entries: Iterable[Covered], cover: Cover
) -> Iterator[Difference]:
    """Where the two differ; gathers in `cover` what is there now."""
    run = 0
    expected = next(sealed, None)
    for number, digest in entries:
        cover.add(number, digest)
        while expected is not None and expected[0] < number:
            yield Difference("missing", expected[0], run)
            expected = next(sealed, None)
        if expected is None or expected[0] > number:
            yield Difference("inserted", number, run)
            continue
        run += 1
        if expected[1] != mark_of(digest):
            yield Difference("edited", number, run)
        expected = next(sealed, None)
    while expected is not None:
        yield Difference("missing", expected[0], run)
        expected = next(sealed, None)


def tell(differences: Iterable[Difference], seal: int, title: str, namer: Namer) -> Iterator[Finding]:
    """The differences as findings: entries that are missing in a row as one, of an instance whose chain was
    recalculated only the first."""
    for (what, _), run in groupby(differences, key=lambda one: (one.what, one.run)):
        numbers = [one.number for one in run]
        if what == "missing":
            which = f"no. {numbers[0]}" + (f" to {numbers[-1]}" if len(numbers) > 1 else "")
            yield Finding("missing", f"{title} covers entry {which}: missing.", Name(numbers[0]), seal)
            continue
        for name in map(namer.name, numbers):
            if what == "inserted":
                yield Finding("inserted", f"{name} was inserted: {title} knows nothing of it.", name, seal)
            elif namer.is_first(name):
                text = f"{name} was edited and recalculated: it is not what {title} covers."
                yield Finding("edited", text, name, seal)
