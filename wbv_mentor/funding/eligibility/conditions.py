"""How conditions are written: a name for the catalogue, a sentence, and yes, no or who could tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wbv_mentor.errors import Message, say
from wbv_mentor.funding.eligibility.facts import Facts
from wbv_mentor.funding.eligibility.findings import Finding
from wbv_mentor.funding.eligibility.parameters import Law

NOT_KNOWN_FOR_DAY = say("Für diesen Tag ist noch keine Regel bekannt. Bitte bei der Stelle nachfragen.")


@dataclass(frozen=True)
class Asked:
    """What is asked about: the facts, and the law on the day that counts."""

    facts: Facts
    law: Law

    def fact(self, name: str) -> Any:
        """A fact by its name alone; None where it is not known."""
        return self.known[name]

    @property
    def known(self) -> Mapping[str, Any]:
        """Every fact by its name; no two groups use the same one."""
        found: dict[str, Any] = {}
        for group in (self.facts.person, self.facts.company, self.facts.course):
            found |= dict(group)
        return found


Judge = Callable[[Asked], Finding]


@dataclass(frozen=True)
class Condition:
    """A named condition with the parameters that it reads; the first one says where it stands in the law."""

    name: str
    judge: Judge
    parameters: tuple[str, ...] = ()


CONDITIONS: dict[str, Condition] = {}


def condition(name: str, *parameters: str) -> Callable[[Judge], Judge]:
    """Give a condition the name by which the catalogue asks for it. ValueError if the name is taken."""

    def keep(judge: Judge) -> Judge:
        if name in CONDITIONS:
            raise ValueError(f"there is already a condition {name}")
        CONDITIONS[name] = Condition(name, judge, parameters)
        return judge

    return keep


def judged(name: str, asked: Asked, source: str | None) -> Finding:
    """What a condition says, with its name and source."""
    known = CONDITIONS[name]
    where = source or (asked.law.source(known.parameters[0]) if known.parameters else "")
    return replace(known.judge(asked), rule=name, source=where)


def compare(asked: Asked, fact: str, test: Callable[[Any], bool], text: Message, **more: Any) -> Finding:
    """Whether a fact passes a test; unknown as long as the fact is."""
    value = asked.fact(fact)
    if value is None:
        return Finding(None, text, (fact,), **more)
    return Finding(test(value), text, **more)


def true(asked: Asked, fact: str, text: Message, **more: Any) -> Finding:
    """Whether something is so."""
    return compare(asked, fact, bool, text, **more)


def false(asked: Asked, fact: str, text: Message, **more: Any) -> Finding:
    """Whether something is not so."""
    return compare(asked, fact, lambda value: not value, text, **more)


def somebody_else(text: Message) -> Finding:
    """What no fact of the vocabulary tells: somebody else judges it."""
    return Finding(None, text)


def threshold(
    asked: Asked, parameter: str, fact: str, test: Callable[[Any, Any], bool], text: Message, **more: Any
) -> Finding:
    """Whether a fact passes a test against a number of the law, in the sentence `%(least)s`."""
    least = asked.law.number(parameter)
    if least is None:
        return Finding(None, NOT_KNOWN_FOR_DAY)
    return compare(asked, fact, lambda value: test(value, least), say(text.text, least=least), **more)
