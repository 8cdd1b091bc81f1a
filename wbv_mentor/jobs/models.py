"""When each job last ran. The row named `tick` is the heartbeat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from wbv_mentor.db import Base

HEARTBEAT = "tick"


class JobRun(Base):
    """The last run of one job; `last_error` is empty again after a run that went well."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    last_started_at: Mapped[datetime]
    last_finished_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    count: Mapped[int] = mapped_column(default=0)
