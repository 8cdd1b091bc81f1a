"""The shared machine: ways, detours and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.unit import small_path
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.engine.machine import NotPossible, PathMachine


@dataclass
class Thing:
    state: str = "open"
    return_to: list[str] = field(default_factory=list)


@pytest.fixture
def machine(tmp_path: Path) -> PathMachine:
    return PathMachine(load_folder(small_path.write(tmp_path)))


def walk(machine: PathMachine, *triggers: str) -> Thing:
    thing = Thing()
    for trigger in triggers:
        machine.fire(thing, trigger)
    return thing


def test_a_detour_remembers_and_back_returns(machine: PathMachine) -> None:
    assert walk(machine, "pause") == Thing("paused", ["open"])
    assert walk(machine, "pause", "resume") == Thing("open", [])


def test_detours_stack(machine: PathMachine) -> None:
    assert walk(machine, "pause", "hand_over") == Thing("handover", ["open", "paused"])
    assert walk(machine, "pause", "hand_over", "refuse") == Thing("paused", ["open"])


def test_the_way_back_can_pass_over_a_detour(machine: PathMachine) -> None:
    assert walk(machine, "pause", "hand_over", "accept") == Thing("open", [])
    assert walk(machine, "hand_over", "accept") == Thing("open", [])


def test_another_way_out_of_a_detour_forgets(machine: PathMachine) -> None:
    assert walk(machine, "pause", "finish") == Thing("done", [])


@pytest.mark.parametrize("trigger", ["resume", "vanish"])
def test_no_way_no_change(machine: PathMachine, trigger: str) -> None:
    thing = Thing()
    with pytest.raises(NotPossible):
        machine.fire(thing, trigger)
    assert thing == Thing()


def test_one_machine_serves_many_things(machine: PathMachine) -> None:
    paused, fresh = walk(machine, "pause"), Thing()
    machine.fire(fresh, "finish")
    assert (paused.state, fresh.state) == ("paused", "done")
