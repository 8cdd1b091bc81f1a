"""Tasks that an application makes. They hang on its case, so the cases room says how one is made."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from wbv_mentor.errors import Message
from wbv_mentor.funding.models import FundingApplication


class TaskMaker(Protocol):
    """Adds a task to the case of an application, in the running unit of work."""

    def __call__(
        self, *, instance: FundingApplication, code: str, title: Message, due_on: date, owner: str,
        now: datetime, cause: int | None,
    ) -> None: ...  # fmt: skip


_makers: list[TaskMaker] = []


def register_task_maker(maker: TaskMaker) -> None:
    """Say who makes tasks."""
    _makers[:] = [maker]


def make_task(
    *, instance: FundingApplication, code: str, title: Message, due_on: date, now: datetime,
    cause: int | None, owner: str = "mentor",
) -> None:  # fmt: skip
    """Make a task for the case of an application. LookupError if no room can keep it."""
    if not _makers:
        raise LookupError(f"nobody keeps the task {code}")
    _makers[0](instance=instance, code=code, title=title, due_on=due_on, owner=owner, now=now, cause=cause)
