"""Every state of a case can be reached through the real use cases."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories import DETOURS, STRAIGHT, case_at
from wbv_mentor.pathways import journal


@pytest.mark.parametrize("state", [*STRAIGHT, *DETOURS])
def test_a_case_reaches(app: Flask, state: str) -> None:
    case = case_at(state)

    assert journal.broken_entry(journal.entries_of(case)) is None
