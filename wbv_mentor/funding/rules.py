"""Deadline rules of applications by their names: the check counts as a running application does."""

from __future__ import annotations

from datetime import date
from functools import cache

from wbv_mentor.engine.loader import load_folder, versions_below
from wbv_mentor.engine.types import DeadlineRule
from wbv_mentor.pathways.deadlines import due_day
from wbv_mentor.pathways.definitions import FOLDER

PATH = "funding_application"


@cache
def _rules() -> dict[str, DeadlineRule]:
    newest = max(
        (folder for folder in versions_below(FOLDER) if folder.parent.name == PATH),
        key=lambda one: int(one.name),
    )
    return dict(load_folder(newest).deadlines)


def rule_named(name: str) -> DeadlineRule:
    """A rule of the newest version of the path. KeyError for an unknown one."""
    return _rules()[name]


def due_by(rule: DeadlineRule, anchor_on: date) -> date:
    """The last safe day."""
    return due_day(rule, anchor_on)
