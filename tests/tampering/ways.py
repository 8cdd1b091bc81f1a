"""The ways to tamper. Each does one at random and says what an audit has to name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection

from tests.tampering.hands import (
    ENTRY,
    INSTANCE,
    NOTE,
    SEAL,
    Row,
    change,
    digest_of,
    read,
    rechained,
    remove,
    replace,
    unguarded,
)  # fmt: skip
from wbv_mentor.pathways.audit import Finding

STATES = ("open", "paused", "handover", "done")
KINDS = ("start", "transition", "undo", "migrate", "note")


@dataclass(frozen=True)
class Named:
    """What a finding has to name: one of these entries, instances or seals, by their numbers."""

    entries: frozenset[int] = frozenset()
    instances: frozenset[int] = frozenset()
    seals: frozenset[int] = frozenset()

    def by(self, finding: Finding) -> bool:
        """Whether a finding does."""
        name = finding.name
        if name is None:
            return finding.seal in self.seals
        return name.entry_id in self.entries or name.instance_id in self.instances


def entries(*numbers: int) -> Named:
    return Named(entries=frozenset(numbers))


@dataclass
class Scene:
    """The journal as it stands, and the dice. Only what seals cover is touched."""

    connection: Connection
    chance: Random
    rows: list[Row] = field(init=False)
    seals: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = read(self.connection, ENTRY)
        self.seals = read(self.connection, SEAL)

    @property
    def until(self) -> int:
        """The last entry that a seal covers."""
        return int(self.seals[-1]["last_entry_id"])

    @property
    def sealed(self) -> list[Row]:
        return [row for row in self.rows if row["id"] <= self.until]

    def one(self) -> Row:
        return self.chance.choice(self.sealed)

    def chain(self, instance: int) -> list[Row]:
        """All entries of an instance in their order, those that no seal covers too."""
        found = [row for row in self.rows if row["instance_id"] == instance]
        return sorted(found, key=lambda row: int(row["seq"]))

    def hex(self) -> str:
        return f"{self.chance.getrandbits(256):064x}"

    def put(self, old: Sequence[Row], new: Sequence[Row]) -> None:
        replace(self.connection, ENTRY, [row["id"] for row in old], new)


Way = Callable[[Scene], Named]


def edit(scene: Scene) -> Named:
    row = scene.one()
    column = scene.chance.choice([name for name in row if name != "id"])
    change(scene.connection, ENTRY, row["id"], **{column: _other(scene, row, column)})
    return entries(row["id"])


def renumber(scene: Scene) -> Named:
    row = scene.one()
    number = scene.chance.choice([0, -7, scene.rows[-1]["id"] + scene.chance.randint(1, 9)])
    change(scene.connection, ENTRY, row["id"], id=number)
    return entries(row["id"])


def edit_and_recalculate(scene: Scene) -> Named:
    row = scene.one()
    kept = {"id", "instance_id", "seq", "prev", "digest", "kind"}
    column = scene.chance.choice([name for name in row if name not in kept])
    chain = scene.chain(row["instance_id"])
    edited = row | {column: _other(scene, row, column)}
    scene.put(chain, rechained([edited if one is row else one for one in chain]))
    return entries(row["id"])


def delete_one(scene: Scene) -> Named:
    row = scene.one()
    remove(scene.connection, ENTRY, [row["id"]])
    return entries(row["id"])


def delete_many(scene: Scene) -> Named:
    gone = [row["id"] for row in scene.chance.sample(scene.sealed, scene.chance.randint(2, 20))]
    remove(scene.connection, ENTRY, gone)
    return entries(min(gone))


def delete_and_recalculate(scene: Scene) -> Named:
    row = scene.one()
    chain = scene.chain(row["instance_id"])
    scene.put(chain, rechained([one for one in chain if one is not row]))
    return entries(row["id"])


def insert_and_recalculate(scene: Scene) -> Named:
    after = scene.one()
    chain = scene.chain(after["instance_id"])
    place = chain.index(after)
    number = scene.chance.choice([0, -3, scene.rows[-1]["id"] + 1])
    forged = after | {"id": number, "submission": scene.hex(), "note_digest": None}
    scene.put(chain, rechained([*chain[:place], forged, *chain[place:]]))
    return entries(number, after["id"])  # a number behind the seals is only told by what follows it


def insert_a_stranger(scene: Scene) -> Named:
    row = scene.one() | {"id": scene.rows[-1]["id"] + 1, "submission": scene.hex()}
    row["seq"] += 40
    scene.put([], [row | {"digest": digest_of(row)}])
    # Its digest fits, so it may be true, and those before it are what is missing.
    return Named(instances=frozenset([row["instance_id"]]))


def swap(scene: Scene) -> Named:
    one, other = scene.chance.sample(scene.sealed, 2)
    scene.put([one, other], [one | {"id": other["id"]}, other | {"id": one["id"]}])
    return entries(one["id"], other["id"])


def swap_in_chain(scene: Scene) -> Named:
    chain = scene.chain(scene.one()["instance_id"])
    place = scene.chance.randrange(len(chain))
    one, other = chain[place], chain[place - 1]
    seqs = {"seq": other["seq"]}, {"seq": one["seq"]}
    if one is other:
        return edit(scene)
    scene.put([one, other], [one | seqs[0], other | seqs[1]])
    return entries(one["id"], other["id"])


def swap_and_recalculate(scene: Scene) -> Named:
    chain = scene.chain(scene.one()["instance_id"])
    sealed = [row for row in chain if row["id"] <= scene.until]
    if len(sealed) < 2:
        return edit_and_recalculate(scene)
    place = scene.chance.randrange(1, len(sealed))
    numbers = [row["id"] for row in chain]
    chain[place], chain[place - 1] = chain[place - 1], chain[place]
    scene.put(chain, [row | {"id": number} for row, number in zip(rechained(chain), numbers, strict=True)])
    return entries(numbers[place - 1])


def replace_tail(scene: Scene) -> Named:
    """Another story from some entry on, with the same numbers and digests that fit."""
    row = scene.one()
    chain = scene.chain(row["instance_id"])
    place = chain.index(row)
    told = [one | {"actor_id": 99, "at": one["at"] + timedelta(hours=1)} for one in chain[place:]]
    scene.put(chain, rechained([*chain[:place], *told]))
    return entries(row["id"])


def edit_seal(scene: Scene) -> Named:
    seal = scene.chance.choice(scene.seals)
    column = scene.chance.choice(list(seal))
    other: dict[str, Any] = {
        "id": seal["id"] + 50,
        "sealed_at": seal["sealed_at"] + timedelta(seconds=scene.chance.randint(1, 10**6)),
        "entries": seal["entries"] + scene.chance.choice([-3, -1, 1, 2]),
        "last_entry_id": seal["last_entry_id"] + scene.chance.choice([-3, -1, 1, 2]),
        "digest": scene.hex(),
        "prev": scene.hex(),
        "marks": _flipped(seal["marks"], scene.chance),
    }
    change(scene.connection, SEAL, seal["id"], **{column: other[column]})
    return Named(seals=frozenset([seal["id"]]))


def delete_seal(scene: Scene) -> Named:
    seal = scene.chance.choice(scene.seals[:-1])  # without the newest, its entries are merely not sealed
    remove(scene.connection, SEAL, [seal["id"]])
    return Named(seals=frozenset([seal["id"]]))


def edit_note(scene: Scene) -> Named:
    note = scene.chance.choice(read(scene.connection, NOTE))
    column = scene.chance.choice(["text", "salt"])
    change(scene.connection, NOTE, note["id"], **{column: note[column] + "!"})
    return entries(note["entry_id"])


def move_note(scene: Scene) -> Named:
    notes = read(scene.connection, NOTE)
    note = scene.chance.choice(notes)
    taken = {one["entry_id"] for one in notes}
    there = scene.chance.choice([row["id"] for row in scene.rows if row["id"] not in taken] + [10**6])
    change(scene.connection, NOTE, note["id"], entry_id=there)
    return entries(there)


def move_instance(scene: Scene) -> Named:
    one = scene.chance.choice(read(scene.connection, INSTANCE))
    if scene.chance.random() < 0.5:
        change(scene.connection, INSTANCE, one["id"], state=_another(scene, STATES, one["state"]))
    else:
        change(scene.connection, INSTANCE, one["id"], return_to=[*one["return_to"], "open"])
    return Named(instances=frozenset([one["id"]]))


def delete_instance(scene: Scene) -> Named:
    """An instance with all of its entries: the first one is told by the seal."""
    chain = scene.chain(scene.one()["instance_id"])
    remove(scene.connection, ENTRY, [row["id"] for row in chain])
    remove(scene.connection, INSTANCE, [chain[0]["instance_id"]])
    return entries(chain[0]["id"])


WAYS: Sequence[Way] = (
    edit, renumber, edit_and_recalculate, delete_one, delete_many, delete_and_recalculate,
    insert_and_recalculate, insert_a_stranger, swap, swap_in_chain, swap_and_recalculate, replace_tail,
    edit_seal, delete_seal, edit_note, move_note, move_instance, delete_instance,
)  # fmt: skip


def tamper(connection: Connection, way: Way, chance: Random) -> Named:
    """Do it, past all guards."""
    scene = Scene(connection, chance)
    with unguarded(connection):
        return way(scene)


def _other(scene: Scene, row: Row, column: str) -> Any:
    """Another value than the row has, that the database still takes."""
    chance = scene.chance
    if column == "at":
        return row["at"] + timedelta(microseconds=chance.randint(1, 10**9))
    if column == "kind":
        return _another(scene, KINDS, row["kind"])
    if column in {"from_state", "to_state"}:
        return _another(scene, STATES, row[column])
    if column == "actor_role":
        return _another(scene, ("mentor", "trainer", "coordinator", "system"), row[column])
    if column == "actor_id":
        return chance.choice([None, (row["actor_id"] or 0) + 1])
    if column == "trigger":
        return _another(scene, ("pause", "resume", "finish", "forged"), row[column])
    if column == "seq":
        return row["seq"] + chance.choice([-100, 100])
    if column == "instance_id":
        return row["instance_id"] + 1000  # nobody's
    return scene.hex()  # note_digest, submission, prev, digest


def _another(scene: Scene, values: Sequence[str], than: object) -> str:
    return scene.chance.choice([value for value in values if value != than])


def _flipped(marks: bytes, chance: Random) -> bytes:
    """One bit changed, or the end cut off."""
    if chance.random() < 0.3:
        return marks[: -chance.randint(1, 16)]
    place = chance.randrange(len(marks))
    return marks[:place] + bytes([marks[place] ^ 1 << chance.randrange(8)]) + marks[place + 1 :]
