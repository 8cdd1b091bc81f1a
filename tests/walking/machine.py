"""A state machine that Hypothesis drives: what happens is drawn, and after every step what must hold does."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests.factories import STRAIGHT, WAY, fire, new_case, on_behalf
from tests.walking import chores
from tests.walking.invariants import check, check_accompanied, check_erased, check_standing, check_whole
from tests.walking.walk import People, Tally, Walk, drawn
from tests.walking.ways import OUT_OF_SCOPE, actor_of, anybody, choose, known_better, moving, ways_on
from tests.world import Reset, changed, rows
from wbv_mentor import clock
from wbv_mentor.cases import actions
from wbv_mentor.cases.models import RELATIONS, Case
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Stale
from wbv_mentor.pathways.advance import Firing, advance_many
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance, JournalEntry
from wbv_mentor.pathways.overwritten import values_of
from wbv_mentor.pathways.undoing import undo, undo_offer

MOST_CASES = 3
DAYS = (0, 1, 1, 2, 5, 8, 15, 30, 45, 100)
Stood = tuple[Any, ...]
BESIDES = (
    "take_back", "take_back", "move_many", "do_anything", "come_too_late", "trouble_with_a_mentor",
    "meet_somebody",
)  # fmt: skip
chances = st.integers(0, 2**20)  # what else a step draws


class Walking(RuleBasedStateMachine):
    """Cases and applications that anything may happen to. `reset` puts the database back."""

    def __init__(self, who: People, reset: Reset, tally: Tally) -> None:
        super().__init__()
        reset()
        self.walk = Walk(who, tally)
        self._tally = tally
        self._erased: set[int] = set()
        self._stood: dict[int, Stood] = {}  # by journal entry: how its instance stood before it

    @initialize(state=st.sampled_from(STRAIGHT), paper=st.booleans(), applications=st.integers(0, 3))
    def begin(self, state: str, paper: bool, applications: int) -> None:
        """The first case is already under way."""
        case = new_case(mentor=self.walk.who.mentors[0], alias="kanari?vogel")
        for name, step in WAY[: STRAIGHT.index(state)]:
            self.walk.later(hours=1)
            if name == "intake" and paper:
                data = {"case_work": True, "original_to_ak": True, **on_behalf()}
                fire(case, "give_consent", by=self.walk.who.mentors[0], data=data)
            else:
                step(case)
        for number in range(applications):
            chores.apply(self.walk, case, Random(number))
        self.walk.steps["walks"] += 1

    @rule(times=st.integers(1, 4), chance=chances)
    def go_on(self, times: int, chance: int) -> None:
        """Steps that the paths offer, with what they need before."""
        for number in range(times):
            self._step(Random(chance + number))

    @rule(times=st.integers(3, 9), chance=chances)
    def go_on_for_long(self, times: int, chance: int) -> None:
        """Many steps, days in between."""
        for number in range(times):
            draw = Random(chance + number)
            self._step(draw)
            self.walk.later(days=draw.choice(DAYS) / 3)

    def _step(self, chance: Random) -> Instance | None:
        """What was moved on, if anything was."""
        chosen = choose(self.walk, chance)
        if chosen is None:
            return None
        instance, trigger, by = chosen
        before = chores.BEFORE.get(trigger)
        if before is not None and isinstance(instance, Case) and chance.random() < 0.8:
            before(self.walk, instance, chance)
        stood = _stood(instance)
        more = known_better(instance, trigger) if chance.random() < 0.8 else {}
        if not self.walk.act(chores.fire(self.walk, instance, trigger, by, chance, data=more), chance):
            return None
        entry = _newest(instance)
        if entry is not None:
            self._stood[entry.id] = stood
        return instance

    @rule(days=st.sampled_from((0, 0, 1, 3, 6, 8)), chance=chances)
    def change_ones_mind(self, days: int, chance: int) -> None:
        """A step, some days with all that runs by itself, and the step is taken back."""
        draw = Random(chance)
        instance = self._step(draw)
        if instance is None:
            return
        if days:
            self.walk.later(days=days)
            self.walk.jobs(draw)
        self._undo(instance, self.walk.who.coordinator, draw)

    @rule(what=st.sampled_from(BESIDES), chance=chances)
    def live(self, what: str, chance: int) -> None:
        """Something besides the steps."""
        getattr(self, f"_{what}")(chance)

    @rule(chance=chances)
    def do_a_chore(self, chance: int) -> None:
        """Something besides the steps."""
        draw = Random(chance)
        living = [case for case in self.walk.cases() if case.state not in OUT_OF_SCOPE]
        if living:
            drawn(dict(chores.CHORES), draw)(self.walk, draw.choice(living), draw)

    def _do_anything(self, chance: int) -> None:
        """Any transition by anybody with any answers: mostly refused, and then nothing has changed."""
        draw = Random(chance)
        cases = self.walk.cases()
        if not cases:
            return
        case = draw.choice(cases)
        instance: Instance = draw.choice([case, *case.children])
        path = workflow_of(instance)
        trigger, by = draw.choice(sorted(path.transitions)), anybody(self.walk, case, draw)
        if by.role != "system" or "date_reached" in path.transitions[trigger].guards:
            self.walk.act(chores.fire(self.walk, instance, trigger, by, draw), draw)

    def _come_too_late(self, chance: int) -> None:
        """A page that was shown before somebody else moved the case."""
        draw = Random(chance)
        chosen = choose(self.walk, draw)
        if chosen is None:
            return
        instance, trigger, by = chosen
        older = instance.row_version - draw.choice((1, -1))
        act = chores.fire(self.walk, instance, trigger, by, draw, expected_version=older)
        before = rows()
        self.walk.later(seconds=20)
        try:
            with unit_of_work():
                act("too late")
        except Stale:
            assert not changed(before, rows()), "a stale page changed something"
            self.walk.steps["too late"] += 1
        else:
            raise AssertionError("a stale page was taken")

    def _move_many(self, chance: int) -> None:
        """Several at once: what one is refused for stops no other one, and leaves it as it was."""
        draw = Random(chance)
        everybody = list(moving(self.walk))
        if not everybody:
            return
        firings = []
        for number in range(draw.choice((2, 3, 5))):
            instance = draw.choice(everybody)
            trigger = drawn(ways_on(self.walk, instance), draw)
            way = workflow_of(instance).transitions[trigger]
            data = chores.fill_in(self.walk, instance, way.form, draw) if way.form else {}
            firings.append(Firing(instance, trigger, f"many:{chance}:{number}:{self.walk.today}", data=data))
        by = actor_of(self.walk, firings[0].instance, draw.choice(("mentor", "coordinator")))
        if by is None:
            return
        versions = {one.id: one.row_version for one in everybody}
        self.walk.later(seconds=20)
        with unit_of_work():
            outcomes = advance_many(firings=firings, by=by, now=clock.now())
        session.expire_all()
        done = [one for one in outcomes if one.done is not None and not one.done.repeated]
        for instance in everybody:
            mine = [one for one in done if one.firing.instance is instance]
            if instance.parent_id is None or not done:  # effects may move a child
                moved = instance.row_version - versions[instance.id]
                assert moved == len(mine), f"{len(mine)} of {instance.kind} {instance.id} done, {moved} moved"
            check_standing(instance)

    @rule(days=st.sampled_from(DAYS), chance=chances)
    def days_pass(self, days: int, chance: int) -> None:
        """The house was off for so many days; then everything runs that runs by itself."""
        self.walk.later(days=days)
        self._after_jobs(chance)

    def _after_jobs(self, chance: int) -> None:
        self.walk.jobs(Random(chance))
        self.walk.quiet()
        check_accompanied(self.walk)

    @rule(days=st.integers(1, 3), chance=chances)
    def day_by_day(self, days: int, chance: int) -> None:
        """Day after day, as it should be."""
        for day in range(days):
            self.walk.later(days=1)
            self.walk.jobs(Random(chance + day))
        self._after_jobs(chance)

    def _take_back(self, chance: int) -> None:
        """Undo the latest step of something, if that is offered; it stands as before, dates included."""
        draw = Random(chance)
        everybody: list[Instance] = [one for case in self.walk.cases() for one in (case, *case.children)]
        if not everybody:
            return
        instance = draw.choice(everybody)
        case = instance if isinstance(instance, Case) else instance.parent
        by = anybody(self.walk, case, draw) if isinstance(case, Case) else self.walk.who.coordinator
        self._undo(instance, by, draw)

    def _undo(self, instance: Instance, by: Actor, draw: Random) -> None:
        offer = undo_offer(instance=instance, by=by, now=clock.now())
        if offer is None:
            return
        number, blocked, reason = offer.entry.id, offer.blocked, self.walk.word(instance)

        def back(_submission: str) -> None:
            undo(instance=instance, entry_id=number, by=by, now=clock.now(), reason=reason)

        done = self.walk.act(back, draw)
        assert not (done and blocked), f"what is not offered was done: {blocked}"
        if done and number in self._stood:
            _same(self._stood[number], _stood(instance))
            self.walk.steps["taken back"] += 1

    def _trouble_with_a_mentor(self, chance: int) -> None:
        """Somebody may no longer accompany, or may again."""
        chores.trouble_with_mentor(self.walk, Random(chance))

    def _meet_somebody(self, chance: int) -> None:
        """One more person."""
        draw, number = Random(chance), len(self.walk.cases()) + 1
        if number > MOST_CASES:
            return
        mentor = draw.choice(self.walk.who.mentors)
        by, more = draw.choice(((mentor, {}), (self.walk.who.coordinator, {"mentor_id": mentor.id})))
        way, relation = draw.choice(("link", "qr", "paper")), draw.choice(RELATIONS)

        def open_case(submission: str) -> None:
            actions.open_case(
                alias=f"Ada {number}", way=way, relation=relation, by=by, now=clock.now(),
                submission=submission, **more,
            )  # fmt: skip

        self.walk.act(open_case, draw)

    @invariant()
    def holds(self) -> None:
        """What must hold."""
        self.walk.steps["looks"] += 1
        check(self.walk)
        for case in self.walk.cases():
            if case.state == "erased" and case.id not in self._erased:
                self._erased.add(case.id)
                check_erased(self.walk, case)

    def teardown(self) -> None:
        """Look at the whole of it, and count."""
        try:
            check_whole(self.walk)
            self._tally.fired.update(self.walk.fired())
        finally:
            self.walk.end()


def let_walk(who: People, reset: Reset, tally: Tally, wanted: settings, number: int = 0) -> None:
    """Let Hypothesis walk; raises the first thing that does not hold. `number` says which walks."""
    run_state_machine_as_test(
        seed(number)(lambda: Walking(who, reset, tally)),  # type: ignore[arg-type]  # a factory will do
        settings=wanted,
    )


def _newest(instance: Instance) -> JournalEntry | None:
    query = select(JournalEntry).where(
        JournalEntry.instance_id == instance.id, JournalEntry.kind == "transition"
    )
    found: JournalEntry | None = session.scalars(query.order_by(JournalEntry.seq.desc())).first()
    return found


def _stood(instance: Instance) -> Stood:
    """How an instance stands: where, since when, its own columns, what is due."""
    session.refresh(instance)
    due = {(row.rule, row.due_on) for row in open_deadlines(instance) if not row.lapses}
    own = dict(values_of(instance))
    return instance.state, list(instance.return_to), instance.entered_at, own, due


def _same(before: Stood, after: Stood) -> None:
    """The step that was taken back left nothing behind. What was due before is due again, if it still can."""
    assert before[:4] == after[:4], f"stood before {before[:4]}, now {after[:4]}"
    lost = {(name, day) for name, day in before[4] - after[4] if day >= clock.today()}
    assert not lost, f"no longer due: {lost}"
