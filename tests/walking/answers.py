"""Answers to a path's own form, drawn from what its fields say; mostly fitting, sometimes not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.factories import TO_COURSE
from wbv_mentor.cases.consent import ON_BEHALF_WAYS, TEXT_VERSION
from wbv_mentor.engine.types import Form, FormField

NOT_ABOUT_THE_PERSON = ("place", "text_version")  # kept as proof of a consent
SPANS = (-400, -60, -20, -1, 0, 1, 20, 60, 170, 400)  # days from today
Answers = dict[str, Any]
Offered = Mapping[str, Sequence[str]]  # by the source that a field names


def answers(form: Form, today: date, chance: Random, word: str, offered: Offered) -> Answers:
    """Something for every required field and for most others; `word` stands in every free text."""
    asked = [field for field in form.fields if field.type != "file"]
    given = {
        field.name: _answer(field, today, chance, word, offered)
        for field in asked
        if field.required or chance.random() < (0.7 if field.sometimes_needed else 0.4)
    }
    return {name: value for name, value in given.items() if value is not None}


def sensible(form: Form, today: date, chance: Random, word: str, offered: Offered) -> Answers:
    """Answers that hang together, as somebody gives who knows what is asked."""
    given = answers(form, today, chance, word, offered)
    names = {field.name for field in form.fields}
    return given | {name: say(today, chance) for name, say in SENSIBLE.items() if name in names}


def spoiled(form: Form, given: Mapping[str, Any], today: date, chance: Random) -> Answers:
    """The same with one answer left out, or one day far off."""
    wrong = dict(given)
    if not wrong:
        return wrong
    name = chance.choice(sorted(wrong))
    if isinstance(wrong[name], date) and chance.random() < 0.5:
        wrong[name] = today + timedelta(days=chance.choice((-400, 400)))
    else:
        del wrong[name]
    return wrong


def _answer(field: FormField, today: date, chance: Random, word: str, offered: Offered) -> Any:
    if field.type in ("choice", "multi_choice", "reference"):
        return _choice(field, chance, offered)
    if field.type == "date":
        day = today + timedelta(days=chance.choice(SPANS))
        return min(day, today) if field.past else day
    if field.name in NOT_ABOUT_THE_PERSON:
        return TEXT_VERSION if field.name == "text_version" else "Kantine"
    by_type: Mapping[str, Callable[[], Any]] = {
        "email": lambda: f"{word}@privat.example", "phone": lambda: f"0681 {word}",
        "integer": lambda: chance.randint(0, 100), "decimal": lambda: Decimal("12.5"),
        "money_eur": lambda: Decimal(chance.randint(1, 9999)), "yes_no": lambda: chance.random() < 0.7,
    }  # fmt: skip
    text = f"{word} {field.name}"[: field.max_length or 200]
    return by_type.get(field.type, lambda: text)()


def _choice(field: FormField, chance: Random, offered: Offered) -> Any:
    known = offered[field.source] if field.source else [choice.value for choice in field.choices]
    if not known:
        return None
    return [chance.choice(known)] if field.type == "multi_choice" else chance.choice(known)


def _lately(today: date, chance: Random) -> date:
    return today - timedelta(days=chance.choice((0, 0, 0, 1, 3, 20)))


def _soon(today: date, chance: Random) -> date:
    return today + timedelta(days=chance.choice((1, 10, 30, 100)))


def _start(today: date, chance: Random) -> date:
    return today + timedelta(days=chance.choice((-30, 5, TO_COURSE, TO_COURSE, 300)))


SENSIBLE: Mapping[str, Callable[[date, Random], Any]] = {
    "case_work": lambda _today, _chance: True,
    "conflict_accepted": lambda _today, _chance: True,
    "risk_accepted": lambda _today, _chance: True,
    "handed_over": lambda _today, _chance: True,
    "handed_over_way": lambda _today, chance: chance.choice(("page", "paper", "mail")),
    "reached": lambda _today, _chance: True,
    "given_on": _lately,
    "place": lambda _today, _chance: "Kantine",
    "text_version": lambda _today, _chance: TEXT_VERSION,
    "course_start": _start,
    "course_end": lambda today, chance: today + timedelta(days=chance.choice((301, 400))),
    "course_return_on": _soon,
    "return_on": _soon,
    "release": lambda _today, chance: chance.choice(("not_needed", "waived")),
    "release_reason": lambda _today, _chance: "Kurs in der eigenen Zeit",
    "drop_out_code": lambda _today, _chance: "no_answer",
    "ended_on": lambda today, _chance: today,
    "submitted_on": _lately,
    "arrived_on": _lately,
    "hardship_handed_off": lambda _today, _chance: True,
    "hardship_note": lambda _today, _chance: "Zu spät erfahren",
    "notice_sent_on": _lately,
    "instruction": lambda _today, chance: chance.choice(("yes", "yes", "no", "wrong")),
    "handed_off": lambda _today, _chance: True,
    "duties": lambda _today, _chance: ["afbg_proofs", "kdw_payout", "collective_proof"],
    "answer": lambda _today, _chance: "none",
    "legal_review_told": lambda _today, _chance: True,
}


def on_behalf(given: Mapping[str, Any], form: Form, chance: Random) -> Answers:
    """The way in which the person said it, where somebody else writes down what they said."""
    field = next((field for field in form.fields if field.name == "way"), None)
    if field is None or not {choice.value for choice in field.choices} >= set(ON_BEHALF_WAYS):
        return dict(given)
    return {**given, "way": chance.choice(ON_BEHALF_WAYS)}
