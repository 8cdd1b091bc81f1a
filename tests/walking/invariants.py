"""What holds after every step of every walk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from tests.found_words import everything_with
from tests.walking.walk import Walk
from wbv_mentor import clock
from wbv_mentor.cases.consent import first_consent
from wbv_mentor.cases.mentors import may_accompany
from wbv_mentor.cases.models import Case, Handover
from wbv_mentor.db import session
from wbv_mentor.outbox.models import CANCELLED, UNSENT, OutboxMessage
from wbv_mentor.pathways import deadlines, journal
from wbv_mentor.pathways.audit import snapshot, verify
from wbv_mentor.pathways.deadlines import Changed
from wbv_mentor.pathways.definitions import machine_for, workflow_of
from wbv_mentor.pathways.fold import Standing, fold
from wbv_mentor.pathways.models import Deadline, Instance, JournalEntry
from wbv_mentor.pathways.version_maps import find_way

AT_WORK = (
    "intake", "needs_assessment", "offers", "plan_agreed", "funding", "booked", "in_course", "interrupted",
    "follow_up",
)  # fmt: skip


def check(walk: Walk) -> None:
    """Fails on the first thing that does not hold."""
    session.rollback()
    session.expire_all()
    assert not walk.defects(), walk.defects()
    for instance in session.scalars(select(Instance).order_by(Instance.id)).all():
        check_standing(instance)
        if isinstance(instance, Case):
            check_case(instance)
    check_deadlines()
    check_mails()


def check_whole(walk: Walk) -> None:
    """What takes too long for every step."""
    check(walk)
    with snapshot() as connection:
        assert [finding.text for finding in verify(connection).findings] == []
    for case in walk.cases():
        if case.state == "erased":
            check_erased(walk, case)


def check_standing(instance: Instance) -> None:
    """Where it stands is where its journal leads, and the chain is whole."""
    entries, where = journal.entries_of(instance), f"{instance.kind} {instance.id}"
    assert journal.broken_entry(entries) is None, f"{where}: broken chain"
    there = Standing(instance.state, tuple(instance.return_to))
    assert fold(entries, machine_for(instance), find_way) == there, f"{where} stands elsewhere"
    moves = [entry for entry in entries if entry.kind in ("transition", "undo", "migrate")]
    assert instance.row_version == 1 + len(moves), f"{where}: {instance.row_version}, {len(moves)} moves"
    assert instance.entered_at == since(entries), f"{where}: since another moment"


def since(entries: Sequence[JournalEntry]) -> datetime:
    """When an instance came to where these entries lead."""
    standing: list[JournalEntry] = []
    for entry in entries:
        if entry.kind == "undo":
            undone = next(one for one in reversed(standing) if f"undo:{one.id}" == entry.submission)
            standing.remove(undone)
        elif entry.kind in ("start", "transition"):
            standing.append(entry)
    return standing[-1].at


def check_case(case: Case) -> None:
    """Somebody accompanies it, the person has said yes, and one question is open at most."""
    waiting = session.scalar(
        select(func.count()).where(Handover.case_id == case.id, Handover.answered_at.is_(None))
    )
    asked = "handover" in (case.state, *case.return_to)
    assert waiting == int(asked), f"case {case.id} in {case.state}: {waiting} handovers wait"
    if case.state in AT_WORK:
        assert first_consent(case) is not None, f"case {case.id} in {case.state}: nobody said yes"


def check_accompanied(walk: Walk) -> None:
    """Once the sweeps have run, nobody is left alone on the way."""
    for case in walk.cases():
        alone = case.state in AT_WORK and not may_accompany(case.mentor_id)
        assert not alone, f"case {case.id} in {case.state}: nobody accompanies it"


def check_deadlines() -> None:
    """One row a rule, none where it is over, and each on the day that a fresh look finds."""
    stored = _open()
    counted = Counter((row.instance_id, row.rule) for row in stored)
    twice = [key for key, number in counted.items() if number > 1]
    assert not twice, f"two open rows: {twice}"
    for row in stored:
        assert not _over(row.instance), f"{row.rule} runs in {row.instance.state}"
    kept = {(row.id, row.instance_id, row.rule, row.due_on) for row in stored}
    everybody = session.scalars(select(Instance).where(Instance.parent_id.is_(None))).all()
    deadlines.recompute_all([Changed(root, None) for root in everybody], now=clock.now())
    session.expire_all()
    computed = {(row.id, row.instance_id, row.rule, row.due_on) for row in _open()}
    session.rollback()
    assert computed == kept, f"stored {kept - computed}, computed {computed - kept}"


def _open() -> Sequence[Deadline]:
    query = select(Deadline).where(Deadline.met_at.is_(None), Deadline.obsolete_at.is_(None))
    found: Sequence[Deadline] = session.scalars(query).all()
    return found


def _over(instance: Instance | None) -> bool:
    return instance is not None and (
        workflow_of(instance).states[instance.state].final or _over(instance.parent)
    )


def check_mails() -> None:
    """Nobody gets one mail twice: what says the same to the same one because of the same step is one."""
    said = (OutboxMessage.template, OutboxMessage.recipient, OutboxMessage.cause, OutboxMessage.context)
    told = session.execute(
        select(*said).where(
            OutboxMessage.state != CANCELLED, OutboxMessage.emptied_at.is_(None),
            OutboxMessage.cause.is_not(None), ~OutboxMessage.key.startswith("reminder:"),
        )
    )  # fmt: skip
    counted = Counter(f"{row.template} {row.recipient} {row.cause} {row.context}" for row in told)
    twice = [what for what, number in counted.items() if number > 1]
    assert not twice, f"mails that are written twice: {twice}"


def check_erased(walk: Walk, case: Case) -> None:
    """Nothing that was said stands anywhere, and nothing leaves any more."""
    assert everything_with(walk.word(case)) == [], f"of case {case.id} something is left"
    unsent = select(func.count()).where(
        OutboxMessage.recipient == f"mentee:{case.mentee_id}", OutboxMessage.state.in_(UNSENT)
    )
    assert session.scalar(unsent) == 0, f"mail to the person of the erased case {case.id}"
