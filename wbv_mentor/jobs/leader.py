"""One process ticks. Two would do no harm (unique keys decide), only needless work."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

ADVISORY_KEY = 0x5742565F4A4F4253  # "WBV_JOBS"


class Lock(Protocol):
    """Held until the process ends, however it ends."""

    def hold(self) -> bool:
        """Take the lock, or keep it; False while another process has it."""

    def release(self) -> None:
        """Give it up."""


class FolderLock:
    """For SQLite: flock on a file in the instance folder, freed by the kernel when we die."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "jobs.lock"
        self._descriptor: int | None = None

    def hold(self) -> bool:
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class AdvisoryLock:
    """For PostgreSQL: an advisory lock of one connection that we keep; gone when it breaks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def hold(self) -> bool:
        if self._connection is not None:
            try:
                self._connection.execute(text("SELECT 1"))
                return True
            except SQLAlchemyError:
                self.release()
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}):
            self._connection = connection
            return True
        connection.close()
        return False

    def release(self) -> None:
        if self._connection is not None:
            # Unlocked by word: after a mere hang-up the server frees it only when it notices.
            with suppress(SQLAlchemyError):
                self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_KEY})
            self._connection.invalidate()  # closes it for good: a pooled one might keep the lock
            self._connection.close()
            self._connection = None
