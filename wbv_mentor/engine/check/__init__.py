"""What makes a path wrong although it is well-formed. Each finding: where, and a sentence."""

from __future__ import annotations

from wbv_mentor.engine.check.deadlines import deadlines
from wbv_mentor.engine.check.forms import forms
from wbv_mentor.engine.check.names import unknown_names
from wbv_mentor.engine.check.states import states
from wbv_mentor.engine.check.transitions import transitions
from wbv_mentor.engine.check.ways import ways
from wbv_mentor.engine.draft import Draft, Finding
from wbv_mentor.engine.registry import Vocabulary

WAYS = {"initial", "states", "transitions"}  # with a mistake there, nobody can say what is reachable


def find_problems(draft: Draft, vocabulary: Vocabulary | None = None) -> list[Finding]:
    """Everything wrong with what was written, as far as it can be understood.

    Names that Python defines are only checked where a vocabulary is given.
    """
    findings = [*draft.broken]
    for look in (states, transitions, forms, deadlines):
        findings += look(draft)
    if not any(where[0] in WAYS for where, _ in findings):
        findings += ways(draft.workflow)
    if vocabulary is not None:
        findings += unknown_names(draft.workflow, vocabulary)
    return findings


__all__ = ["find_problems", "unknown_names"]
