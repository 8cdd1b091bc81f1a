"""A start looks at what running instances still need from Python."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests import sample_path
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.loader import canonical
from wbv_mentor.engine.types import Workflow
from wbv_mentor.pathways.definitions import DefinitionChanged, check_running
from wbv_mentor.pathways.models import WorkflowDefinition


def store(**finish: Any) -> None:
    """Let the instances of the sample path run on one whose transition says something else."""
    changed = sample_path.PATH["transitions"]["finish"] | finish
    workflow = Workflow.model_validate(sample_path.PATH | {"transitions": {"finish": changed}})
    with unit_of_work():
        row = session.query(WorkflowDefinition).filter_by(name=workflow.name).one()
        row.body, row.digest = canonical(workflow), str(finish)


def test_a_name_that_nobody_defines_ends_it(app: Flask) -> None:
    sample_path.deadline(date(2026, 12, 1))
    check_running()

    store(guards=["gone_with_its_room"])

    with pytest.raises(DefinitionChanged, match=r"sample_path 1, transitions\.finish.*gone_with_its_room"):
        check_running()


def test_what_the_loader_learned_to_refuse_later_does_not(app: Flask) -> None:
    """A released version cannot be edited, so a stricter loader must not lock its instances out."""
    sample_path.deadline(date(2026, 12, 1))

    store(by=["admin", "admin"])

    check_running()
