"""Names and numbers cut into folded words, and a search into the beginnings of such words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wbv_mentor.german import german

WORD = re.compile(r"\w+")
NUMBER = re.compile(r"[\d-]+")
MOST_TERMS = 6
LONGEST = 60


def words_of_name(*names: str | None) -> set[str]:
    """The words of names, folded: Jürgen Groß gives juergen and gross."""
    return {word[:LONGEST] for name in names if name for word in _cut(name)}


def words_of_reference(reference: str | None) -> set[str]:
    """2026-0147 is found as a whole, by 0147 and by 147."""
    if not reference:
        return set()
    tail = reference.rpartition("-")[2]
    return {reference, tail, tail.lstrip("0") or tail}


def terms_of(search: str) -> list[str]:
    """The beginnings that are looked for, the longest first; empty if nothing in it can begin a word."""
    terms = {term[:LONGEST] for term in _cut(search)}
    return sorted(terms, key=lambda term: (-len(term), term))[:MOST_TERMS]


def _cut(text: str) -> Iterable[str]:
    for part in german(text).split():
        if NUMBER.fullmatch(part):
            yield from filter(None, [part.strip("-")])
        else:
            yield from WORD.findall(part)
