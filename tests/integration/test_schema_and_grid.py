"""What is generated from the definitions is current, and the real definitions keep to their schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from tests.databases import environment
from wbv_mentor.cli.workflow_files import grid_files
from wbv_mentor.config import ROOT
from wbv_mentor.engine.loader import PARTS, versions_below
from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.schema import schemas
from wbv_mentor.engine.source import plain, read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
MAKE_SCHEMAS = """
import json
from wbv_mentor.app import create_app
from wbv_mentor.cli.workflow_files import schema_files
create_app()
print(json.dumps({str(file): text for file, text in schema_files().items()}))
"""
FILES = sorted(folder / name for folder in versions_below(ROOT / "workflows") for name in PARTS)


def test_the_schemas_are_current(app: Flask, tmp_path: Path) -> None:
    """Made in a process of its own: other tests teach this one guards and effects of theirs."""
    told = subprocess.run(
        [sys.executable, "-c", MAKE_SCHEMAS], env=environment(WBV_INSTANCE=str(tmp_path)), cwd=ROOT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    made = {Path(file): text for file, text in json.loads(told.stdout).items()}
    assert_stored(made, "*.schema.json", "wbv-mentor workflow schema")


def test_the_grids_are_current(app: Flask) -> None:
    assert_stored(grid_files(), "*-grid.md", "wbv-mentor workflow grid")


def assert_stored(files: dict[Path, str], pattern: str, command: str) -> None:
    folder = next(iter(files)).parent
    stored = {file: file.read_text("utf-8") for file in folder.glob(pattern)}
    outdated = {file.name for file in files.keys() | stored.keys() if files.get(file) != stored.get(file)}
    assert not outdated, f"run: {command}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_a_definition_keeps_to_its_schema_and_names_it(app: Flask, file: Path) -> None:
    schema = schemas(VOCABULARY)[file.stem]
    Draft202012Validator.check_schema(schema)
    mistakes = Draft202012Validator(schema).iter_errors(plain(read(file)))

    assert [f"{mistake.json_path}: {mistake.message}" for mistake in mistakes] == []
    first = file.read_text("utf-8").partition("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (file.parent / named).resolve() == ROOT / "workflows/schema" / f"{file.stem}.schema.json"


@pytest.mark.parametrize(
    ("folder", "file"),
    [
        ("guard_unknown", "path"), ("key_unknown", "path"), ("name_unusable", "path"),
        ("german_missing", "path"), ("wrong_type", "path"), ("retention_unknown", "forms"),
        ("source_unknown", "forms"), ("anchor_unknown", "deadlines"), ("rule_unknown", "deadlines"),
        ("deadline_without_owner", "deadlines"), ("offset_of_ages", "deadlines"),
    ],
)  # fmt: skip
def test_an_editor_sees_what_is_wrong_in_one_file(app: Flask, folder: str, file: str) -> None:
    written = plain(read(ROOT / "tests/bad_paths" / folder / "1" / f"{file}.yaml"))

    assert not Draft202012Validator(schemas(VOCABULARY)[file]).is_valid(written)
