"""An instance that the new version could not have led to, or that would lose something, stays where it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.two_versions import (
    NOW,
    begin,
    draft,
    fire,
    migrate,
    register,
    register_first,
    register_second,
    thing,
)
from tests.unit import small_path
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.pathways import suiting
from wbv_mentor.pathways.deadlines import open_deadlines

NO_HANDOVER = "".join(line for line in small_path.PATH.splitlines(True) if "handover" not in line)
NO_FORM = small_path.PATH.replace(", form: facts", "")
PLAIN = small_path.PATH.replace("from: [open, paused], to: handover", "from: [open], to: handover")
AS_DATE = small_path.FORMS.replace("type: text", "type: date")
AT_ONCE = small_path.DEADLINES.replace("days: 14", "days: 2").replace("on_overdue: null", "on_overdue: wait")
WAIT = small_path.PATH.replace(
    "  finish:", "  wait: {label: {de: Warten, en: Wait}, from: [open], to: paused, by: [system]}\n  finish:"
)
FIELD = small_path.FORMS[small_path.FORMS.index("    - {") :]
MORE = small_path.FORMS + FIELD.replace("goal", "reason")


def unsafe(folder: Path, number: int, text: str = "from: 1\n", **second: str) -> tuple[str, ...]:
    """Register the second version and try to move; why the instance stays, exactly as it was."""
    files = {"path": small_path.PATH, "forms": small_path.FORMS, "deadlines": small_path.DEADLINES}
    register_second(folder, **(files | second))
    one = thing(number)
    before = one.definition_id, one.state, list(one.return_to), one.row_version, due(number)
    (item,) = migrate(folder, text, now=NOW + timedelta(days=5))
    one = thing(number)
    assert (one.definition_id, one.state, one.return_to, one.row_version, due(number)) == before
    assert item.verdict == "unsafe"
    assert item.to_state is None
    return item.reasons


def due(number: int) -> list[object]:
    return [row.due_on for row in open_deadlines(thing(number))]


@pytest.mark.parametrize(
    ("steps", "data", "text", "second", "why"),
    [
        (["hand_over"], {}, "from: 1\nstates: {handover: null}\n", {"path": NO_HANDOVER},
         "the map leaves handover behind"),
        (["pause", "hand_over"], {}, "from: 1\n", {"path": PLAIN},
         "in the new version no detour leads from paused to handover"),
        (["pause"], {}, "from: 1\nstates: {paused: open}\n", {},
         "in the new version no detour leads from open to open"),
        ([], {}, "from: 1\nstates: {open: paused}\n", {},
         "paused is a detour in the new version, and there is nowhere to go back to"),
        ([], {"goal": "Meister"}, "from: 1\n", {"path": NO_FORM, "forms": "{}\n"},
         "the new version has no form facts, and it was filled in"),
        ([], {"goal": "Meister"}, "from: 1\n", {"forms": small_path.FORMS.replace("goal", "aim")},
         "the new version has no field facts.goal, and it was filled in"),
        ([], {"goal": "Meister"}, "from: 1\n", {"forms": AS_DATE},
         "facts.goal does not fit into facts.goal: the value is no date of the new version"),
        ([], {"goal": "Meister"}, "from: 1\n",
         {"forms": small_path.FORMS.replace("visible_to: [mentor]", "visible_to: [mentor, company]")},
         "facts.goal would be shown to more roles than facts.goal was: company"),
        ([], {}, "from: 1\n", {"path": WAIT, "deadlines": AT_ONCE},
         "the system would fire wait at once: answer was due on 2026-11-04"),
    ],
)  # fmt: skip
def test_it_stays_and_says_why(
    app: Flask, tmp_path: Path, steps: list[str], data: dict[str, Any], text: str, second: Mapping[str, str],
    why: str,
) -> None:  # fmt: skip
    register_first(tmp_path)
    number = begin("a", **data)
    for trigger in steps:
        fire(number, trigger)
    assert unsafe(tmp_path, number, text, **second) == (why,)


def test_a_draft_counts_as_recorded(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    number = begin("a")
    draft(number, goal="Meister")
    reasons = unsafe(tmp_path, number, forms=small_path.FORMS.replace("goal", "aim"))
    assert reasons == ("the new version has no field facts.goal, and it was filled in",)


# The form belongs to `open`; after `go`, nobody is asked for it any more.
ONWARD = small_path.PATH.replace(
    "  done:", "  closing: {label: {de: Abschluss, en: Closing}, owner: mentor}\n  done:"
).replace("from: [open, paused], to: done", "from: [closing], to: done") + (
    "  go: {label: {de: Weiter, en: Go on}, from: [open], to: closing, by: [mentor]}\n"
)
REASON = ("the new version requires facts.reason, and nobody will be asked any more",)


def test_what_is_newly_required_behind_an_instance_keeps_it(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path, path=ONWARD)
    number = begin("a", goal="Meister")
    fire(number, "go")
    assert unsafe(tmp_path, number, path=ONWARD, forms=MORE) == REASON
    (item,) = migrate(tmp_path, "from: 1\nnot_asked: {facts: [reason]}\n")
    assert item.verdict == "safe"


def test_a_form_that_a_passed_state_newly_has_keeps_it(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path, path=ONWARD.replace(", form: facts", ""))
    number = begin("a")
    fire(number, "go")
    assert unsafe(tmp_path, number, path=ONWARD) == (
        "the new version requires facts.goal, and nobody will be asked any more",
    )


def test_what_will_still_be_asked_for_is_no_reason(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    here, returning = begin("a", goal="Meister"), begin("b", goal="Meister")
    fire(returning, "pause")
    register_second(tmp_path, path=small_path.PATH, forms=MORE, deadlines=small_path.DEADLINES)
    assert [item.verdict for item in migrate(tmp_path, "from: 1\n")] == ["safe", "safe"]
    assert [thing(one).definition.version for one in (here, returning)] == [2, 2]


def test_a_room_above_may_object(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(suiting._hindrances, "instance", lambda one: "it is being answered")
    register_first(tmp_path)
    assert unsafe(tmp_path, begin("a")) == ("it is being answered",)


def test_a_map_is_for_one_version(app: Flask, tmp_path: Path) -> None:
    register_first(tmp_path)
    register_second(tmp_path)
    third = begin("a")
    register(tmp_path, 3)
    (item,) = migrate(tmp_path, "from: 1\n", to=3)
    assert (item.verdict, item.reasons) == ("unsafe", ("the map leads from version 1",))
    assert thing(third).definition.version == 2


def test_a_company_answers_what_it_was_asked(app: Flask) -> None:
    asked, answered = (
        Confirmation(kind="company_confirmation", state=state) for state in ("requested", "confirmed")
    )
    assert suiting.hindrance(asked) == "a company is being asked: it answers what it was asked"
    assert suiting.hindrance(answered) is None
