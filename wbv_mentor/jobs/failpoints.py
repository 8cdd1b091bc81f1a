"""Places at which a test may kill the process, as hard as a power cut does.

`WBV_FAILPOINT=after_smtp` ends the process the first time it comes by there, `after_smtp:3` the
third time. Without the setting a place costs one comparison.
"""

from __future__ import annotations

import os

KILLED = 137  # what a shell reports for a process that got SIGKILL


class _Armed:
    name: str | None = None
    left: int = 0


def arm(setting: str | None) -> None:
    """Choose the place at which this process ends; None disarms. ValueError for a bad count."""
    name, _, count = (setting or "").partition(":")
    _Armed.name = name or None
    _Armed.left = int(count or 1)


def reach(name: str) -> None:
    """Mark a place. No cleanup, no exit hooks: what is not committed is lost."""
    if _Armed.name != name:
        return
    _Armed.left -= 1
    if _Armed.left <= 0:
        os._exit(KILLED)
