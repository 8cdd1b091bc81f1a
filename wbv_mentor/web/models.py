"""The one thing the shell keeps: reports of barriers, until they have been dealt with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wbv_mentor.db import Base


class BarrierReport(Base):
    """What somebody could not read or use, and where. `email` only if they want an answer."""

    __tablename__ = "barrier_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission: Mapped[str] = mapped_column(String(36), unique=True)
    text: Mapped[str] = mapped_column(Text)
    page: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(String(254))
    reported_at: Mapped[datetime]
