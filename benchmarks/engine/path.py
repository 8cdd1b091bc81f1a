"""The path that is walked: two states, a guard, rights, a form and a deadline in each state."""

from __future__ import annotations

from pathlib import Path

from wbv_mentor.engine.registry import Context, guard
from wbv_mentor.errors import Reason, say

PATH = """\
workflow: benchmark
version: 1
label: {de: Vergleich, en: Benchmark}
initial: one
start: {by: [mentor]}
states:
  one: {label: {de: Eins, en: One}, owner: mentor}
  two: {label: {de: Zwei, en: Two}, owner: mentor}
transitions:
  there: {label: {de: Hin, en: There}, from: [one], to: two, by: [mentor], guards: [benchmark_holds]}
  back: {label: {de: Her, en: Back}, from: [two], to: one, by: [mentor], guards: [benchmark_holds]}
"""
DEADLINES = """\
in_one:
  {label: {de: Eins, en: One}, anchors: [entered], offset: {days: 14}, while: [one], owner: mentor,
   source: benchmark, remind: [{days: -3}, {days: -1}]}
in_two:
  {label: {de: Zwei, en: Two}, anchors: [entered], offset: {months: 1}, shift: next_working_day, while: [two],
   owner: mentor, source: benchmark, remind: [{days: -3}, {days: -1}]}
"""


@guard("benchmark_holds")
def holds(context: Context) -> Reason | None:
    """A guard that looks at the instance, and lets it pass."""
    return None if context.instance.row_version else say("Geht nicht.")


def write(root: Path) -> Path:
    """Write the path below `root`; answers the root."""
    folder = root / "benchmark" / "1"
    folder.mkdir(parents=True)
    (folder / "path.yaml").write_text(PATH, encoding="utf-8")
    (folder / "deadlines.yaml").write_text(DEADLINES, encoding="utf-8")
    return root
