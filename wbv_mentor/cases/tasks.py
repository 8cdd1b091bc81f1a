"""Tasks that the system makes: what somebody has to do or ask, each once."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete

from wbv_mentor.cases.models import Case, Task
from wbv_mentor.cases.path.anchors import case_of
from wbv_mentor.cases.path.standing import open_task
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.errors import Message
from wbv_mentor.pathways.models import Instance


def make_task(
    *, case: Case, code: str, title: Message, due_on: date, owner: str, now: datetime, cause: int | None
) -> Task:
    """Add a task under a code; one that is still open under this code stays the only one."""
    found = open_task(case, code)
    if found is not None:
        return found
    task = Task(
        case_id=case.id,
        code=code,
        title=str(title)[:200],
        due_on=due_on,
        owner=owner,
        created_at=now,
        cause=cause,
    )
    session.add(task)
    session.flush()
    return task


def make_task_of(
    *,
    instance: Instance,
    code: str,
    title: Message,
    due_on: date,
    owner: str,
    now: datetime,
    cause: int | None,
) -> None:
    """The same for what hangs on a case: an application says which one it is."""
    case = case_of(instance)
    if case is None:
        return
    number = getattr(instance, "number", None)
    name = f"{code}:{number}" if number is not None else code
    make_task(case=case, code=name[:40], title=title, due_on=due_on, owner=owner, now=now, cause=cause)


def drop_tasks_of(entry_id: int, _now: datetime) -> None:
    """Whatever an entry made somebody do, and nobody has done yet: the entry was taken back."""
    open_ones = delete(Task).where(Task.cause == entry_id, Task.done_at.is_(None))
    session.execute(open_ones, execution_options={"synchronize_session": "fetch"})


def finish(task: Task, *, by: Actor, now: datetime, outcome: str | None = None) -> None:
    """Mark a task as done by somebody."""
    task.done_at, task.done_by_role, task.done_by_id = now, by.role, by.id
    task.outcome = outcome or task.outcome  # what somebody wished for when the task arose stays


def finish_code(case: Case, code: str, *, now: datetime) -> None:
    """A task whose subject was done somewhere else is done."""
    task = open_task(case, code)
    if task is not None:
        finish(task, by=SYSTEM, now=now)
