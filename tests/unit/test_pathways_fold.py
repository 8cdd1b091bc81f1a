"""Where the journal alone says that an instance stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit import small_path
from wbv_mentor.engine.loader import load_folder
from wbv_mentor.engine.machine import PathMachine
from wbv_mentor.pathways.fold import DoesNotFollow, Standing, fold


@dataclass(frozen=True)
class Entry:
    kind: str
    trigger: str
    from_state: str | None
    to_state: str


START = Entry("start", "start", None, "open")
PAUSE = Entry("transition", "pause", "open", "paused")
HAND_OVER = Entry("transition", "hand_over", "paused", "handover")
RESUME = Entry("transition", "resume", "paused", "open")


@pytest.fixture
def machine(tmp_path: Path) -> PathMachine:
    return PathMachine(load_folder(small_path.write(tmp_path)))


def test_detours_are_stacked_and_left_again(machine: PathMachine) -> None:
    assert fold([], machine) is None
    assert fold([START], machine) == Standing("open", ())
    assert fold([START, PAUSE, HAND_OVER], machine) == Standing("handover", ("open", "paused"))
    accept = Entry("transition", "accept", "handover", "open")
    assert fold([START, PAUSE, HAND_OVER, accept], machine) == Standing("open", ())


def test_what_moves_nothing_stays(machine: PathMachine) -> None:
    talk = Entry("note", "talk", "paused", "paused")
    assert fold([START, PAUSE, talk, RESUME], machine) == Standing("open", ())


@pytest.mark.parametrize(
    ("entries", "at", "why"),
    [
        ([PAUSE], 0, "nothing starts"),
        ([START, START], 1, "starts once"),
        ([Entry("start", "start", None, "done")], 0, "in open"),
        ([START, RESUME], 1, "stood in open, not in paused"),
        ([START, Entry("transition", "refuse", "open", "open")], 1, "does not lead on from open"),
        ([START, Entry("transition", "nonsense", "open", "open")], 1, "does not lead on from open"),
        ([START, Entry("transition", "pause", "open", "done")], 1, "to paused, not to done"),
        ([START, Entry("note", "talk", "open", "done")], 1, "moves nothing"),
        ([START, Entry("forged", "x", "open", "open")], 1, "of kind forged"),
    ],
)
def test_a_step_that_cannot_have_been(machine: PathMachine, entries: list[Entry], at: int, why: str) -> None:
    with pytest.raises(DoesNotFollow, match=why) as found:
        fold(entries, machine)
    assert found.value.at == at
