"""Contestants are processes that do one round whenever they are told to, so that all share one weather.

Free of everything but the standard library: the peers run it in an environment of their own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable


def answer_rounds(do_round: Callable[[int], list[float]]) -> None:
    """Say that all is ready, then answer each line on standard input with the microseconds of a round."""
    print("ready", flush=True)  # noqa: T201
    for turn, _ in enumerate(sys.stdin):
        print(json.dumps(do_round(turn)), flush=True)  # noqa: T201
