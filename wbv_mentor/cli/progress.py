"""Progress of what may take a while: shown at a terminal, and only once it has taken two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

PATIENCE_SECONDS = 2.0
STEPS = 1_000  # a look at the clock for each thing done would cost more than the thing


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how much was done each time."""
    with ExitStack() as opened:
        yield _Progress(label, length, opened).update


class _Progress:
    def __init__(self, label: str, length: int, opened: ExitStack) -> None:
        self._begun = time.monotonic()
        self._step = max(1, length // STEPS)
        self._bar = click.progressbar(length=length, label=label, file=sys.stderr)
        self._opened = opened
        self._shown = False
        self._done = 0

    def update(self, count: int) -> None:
        self._done += count
        if self._done >= self._step and self._is_wanted():
            self._bar.update(self._done)
            self._done = 0

    def _is_wanted(self) -> bool:
        if not self._shown and time.monotonic() - self._begun > PATIENCE_SECONDS and sys.stderr.isatty():
            self._opened.enter_context(self._bar)
            self._shown = True
        return self._shown
