"""Who gets what answer: every route as every role, with an own, a foreign and a missing object (routes.yaml).

The table is called on both databases; what does not depend on the database (tokens, looking, scopes) on one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from ruamel.yaml import YAML
from sqlalchemy import Table
from werkzeug.test import TestResponse

from tests.factories import fresh
from tests.world import MAIN, ROLES, Side, World, changed, rows, world_of
from wbv_mentor.db import Base
from wbv_mentor.web.access import has_scope

TABLE = Path(__file__).with_name("routes.yaml")
EVERYBODY = ("anonymous", "mentee", *ROLES)
COLUMNS = ("own", "foreign", "missing")
PARAMETER = re.compile(r"([^/]+)/<(?:(\w+):)?\w+>")  # with the word before it, which names the kind of thing
STATES = (
    MAIN, "offers", "consent_pending", "follow_up", "paused", "handover", "locked", "closed",
    "awaiting_mentor",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One route and method, with its answers by role: one for own, foreign and missing each."""

    method: str
    rule: str
    answers: dict[str, tuple[int, ...]]
    at: str = MAIN
    named: dict[str, str] = field(default_factory=dict)
    public: bool = False

    @property
    def kinds(self) -> list[str]:
        """What the address names, in order: "cases", "offers"."""
        return [found[1] for found in PARAMETER.finditer(self.rule)]

    def address(self, *values: str) -> str:
        """The address with these values in place of its parameters."""
        left = iter(values)
        return PARAMETER.sub(lambda found: f"{found[1]}/{next(left)}", self.rule)


@cache
def lines() -> list[Line]:
    """The table."""
    return [
        line_of(route if isinstance(route, dict) else {"route": route}, group["answers"])
        for group in YAML(typ="safe").load(TABLE)
        for route in group["routes"]
    ]


def line_of(route: dict[str, str], stated: dict[str, Any]) -> Line:
    """One line of a group."""
    named = {name: str(value) for name, value in route.items() if name not in ("route", "at")}
    method, rule = route["route"].split()
    everyone = dict.fromkeys(EVERYBODY, stated["anyone"]) if "anyone" in stated else stated
    answers = {role: tuple(int(one) for one in str(cell).split()) for role, cell in everyone.items()}
    return Line(method, rule, answers, route.get("at", MAIN), named, "anyone" in stated)


def values(line: Line, side: Side, world: World, role: str) -> list[str]:
    """What stands in the address for this side's objects."""
    return [line.named.get(kind) or value_of(kind, line, side, world, role) for kind in line.kinds]


def value_of(kind: str, line: Line, side: Side, world: World, role: str) -> str:
    """One object of this side; a session is one's own or that of somebody else."""
    own = side is world.own
    if kind == "sitzungen":
        somebody = "trainer" if role == "mentor" else "mentor"
        return world.other_sessions.get(role if own else somebody, "1")
    if kind == "cases" and own:
        return side.cases[line.at]
    if kind == "meine-beratung" and own:
        return side.links[line.at]
    if kind in LINKS:
        return world.own.values[kind if own else LINKS[kind]]
    return side.values.get(kind, "1")


# A link that is used where it does not belong: it works, but was made for something else.
LINKS = {
    "meine-beratung": "einladung", "einladung": "passwort", "passwort": "meine-beratung",
    "mentor-werden": "einladung", "bestaetigen": "antwort", "antwort": "bestaetigen",
    "calendar": "einladung",
}  # fmt: skip


def missing(line: Line) -> list[str]:
    """The same with nothing behind it."""
    nothing = {"cases": "2026-9999", "static": "keine.css"}
    return [
        nothing.get(kind, "keines" if kind in line.named or kind in LINKS else "987654")
        for kind in line.kinds
    ]


def calls(line: Line, world: World, role: str) -> Iterator[tuple[str, str, int]]:
    """Each column with its address and the answer that the table states."""
    stated = line.answers[role] * (3 if len(line.answers[role]) == 1 else 1)
    own, foreign = values(line, world.own, world, role), values(line, world.foreign, world, role)
    nothing = missing(line)
    yield "own", line.address(*own), stated[0]
    if not line.kinds:
        return
    yield "foreign", line.address(*foreign), stated[1]
    yield "missing", line.address(*nothing), stated[2]
    for place in range(1, len(own)):
        for wrong in {foreign[place], nothing[place]} - {own[place]}:
            mixed = [*own[:place], wrong, *own[place + 1 :]]
            yield f"own, then {line.kinds[place]} {wrong}", line.address(*mixed), stated[2]


def call(world: World, line: Line, role: str, address: str, *, token: bool = True) -> int:
    """Call it for real; what it changed is put back. The status."""
    client = world.client(role)
    if line.method == "GET":
        return client.get(address).status_code
    data = {"submission": fresh()} | ({"csrf_token": world.tokens[role]} if token else {})
    status = client.post(address, data=data).status_code
    if status == 303:
        world.reset()
    return status


def is_turned_away(line: Line, role: str) -> bool:
    """Whether this role may not open the address at all, whatever it names."""
    signed_in = role in ROLES
    return not line.public and line.answers[role] == ((403,) if signed_in else (303,))


def compared(where: str, found: Callable[[], int], stated: int) -> Iterator[str]:
    """What is wrong with an answer, if anything; the client does not let every answer pass either."""
    try:
        status = found()
    except AssertionError as defect:
        yield f"{where}: {str(defect).splitlines()[0]}"
    else:
        if status != stated:
            yield f"{where}: {status}, not {stated}"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_route_has_a_line_and_every_line_a_route(app: Flask) -> None:
    known = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    listed = {f"{line.method} {line.rule}" for line in lines()}

    assert sorted(known - listed) == [], "routes without a line"
    assert sorted(listed - known) == [], "lines without a route"


def test_every_cell_is_stated() -> None:
    for line in lines():
        where = f"{line.method} {line.rule}"
        assert set(line.answers) == set(EVERYBODY), where
        for role, cell in line.answers.items():
            assert len(cell) in ((1, 3) if line.kinds else (1,)), f"{where} as {role}"


@pytest.mark.timeout(900)  # thousands of calls; a busy machine takes its time
def test_every_cell(app: Flask) -> None:
    wrong: list[str] = []
    world = world_of(app, states=STATES)
    for line, role in product(lines(), EVERYBODY):
        for column, address, stated in calls(line, world, role):
            where = f"{line.method} {line.rule} as {role}, {column}"
            wrong += compared(where, partial(call, world, line, role, address), stated)
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_is_done_without_a_token(app: Flask) -> None:
    wrong: list[str] = []
    world = world_of(app, states=STATES)
    before = rows()
    for line, role in product([line for line in lines() if line.method == "POST"], EVERYBODY):
        _column, address, _stated = next(calls(line, world, role))
        stated = line.answers[role][0] if is_turned_away(line, role) else 400
        where = f"POST {line.rule} as {role} without a token"
        wrong += compared(where, partial(call, world, line, role, address, token=False), stated)
    assert changed(before, rows()) == []
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_looking_changes_nothing(app: Flask) -> None:
    """Scanners, previews and browsers open every address, more than once: twenty times, GET and HEAD."""
    wrong: list[str] = []
    world = world_of(app, states=STATES)
    for line in [line for line in lines() if line.method == "GET"]:
        role = next((one for one in (*ROLES, "mentee") if line.answers[one][0] == 200), "mentor")
        _column, address, stated = next(calls(line, world, role))
        client, before = world.client(role), rows()
        for look in (client.get, client.head) * 10:
            wrong += compared(f"{look.__name__} {line.rule}", partial(status_of, look, address), stated)
        wrong += [f"{line.rule} changed {table}" for table in changed(before, rows())]
    assert not wrong, "\n" + "\n".join(wrong)


def status_of(look: Callable[[str], TestResponse], address: str) -> int:
    """The status of one look."""
    return look(address).status_code


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_link_shows_one_case_and_no_other(app: Flask) -> None:
    world = world_of(app)
    pages = {
        side.cases[MAIN]: world.client("mentee").get(f"/meine-beratung/{side.links[MAIN]}").text
        for side in (world.own, world.foreign)
    }
    own, foreign = world.own.cases[MAIN], world.foreign.cases[MAIN]
    assert own in pages[own]
    assert foreign not in pages[own]
    assert "MentorA" in pages[own]
    assert "MentorA" not in pages[foreign]


# ---- Scopes: a row that belongs to somebody is found through that person ---------------------------

OWNERS = {"account", "workflow_instance"}
WITHOUT_A_SCOPE = {
    "Instance": "what its subclasses have in common; these have scopes",
    "JournalEntry": "read along with its instance, which was found through its scope",
    "JournalNote": "read along with its journal entry",
    "JournalOverwritten": "no address shows it; only taking its entry back reads it",
    "StepRecord": "read along with its instance, field by field as `visible_to` says",
    "Deadline": "read along with its instance; sweeps and lists ask for the instances in scope",
    "FundingResult": "read along with its case, whose content the reader may see",
    "ConsentProof": "bytes that no address shows; erased with the consent",
}


def owned_models() -> set[type[Any]]:
    """Models whose table names an account or an instance, itself or by way of another owned table."""
    tables: dict[type[Any], Table] = {one.class_: one.class_.__table__ for one in Base.registry.mappers}
    owned = set(OWNERS)
    while True:
        more = {
            table.name
            for table in tables.values()
            if any(key.column.table.name in owned for key in table.foreign_keys)
        }
        if more <= owned:
            break
        owned |= more
    return {model for model, table in tables.items() if table.name in owned}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_model_with_an_owner_has_a_scope(app: Flask) -> None:
    without = {model.__name__ for model in owned_models() if not has_scope(model)}

    assert sorted(without - set(WITHOUT_A_SCOPE)) == [], "models with an owner and no scope"
    assert sorted(set(WITHOUT_A_SCOPE) - without) == [], "exceptions that need none"
