"""The pictures in docs/workflows/ are those of today's definitions, and the command writes them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask

from tests.databases import command, run
from wbv_mentor.cli.workflow_diagram import PICTURES
from wbv_mentor.engine.loader import load_all
from wbv_mentor.pathways.definitions import FOLDER
from wbv_mentor.pathways.picture_files import files_of

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_the_pictures_are_current(app: Flask) -> None:
    made = files_of(load_all(FOLDER))
    pages = (file for file in PICTURES.glob("*.md") if not file.stem.endswith("-grid"))
    stored = {file.name: file.read_text("utf-8") for file in [*pages, *PICTURES.glob("*.svg")]}
    outdated = {name for name in made.keys() | stored.keys() if made.get(name) != stored.get(name)}
    assert not outdated, "run: wbv-mentor workflow diagram"


def test_a_picture_is_a_file_of_its_own(app: Flask) -> None:
    for name, text in files_of(load_all(FOLDER)).items():
        if name.endswith(".svg"):
            root = ElementTree.fromstring(text)
            assert root.tag == "{http://www.w3.org/2000/svg}svg"
            assert "href" not in text
            assert "url(" not in text


def test_one_path_is_drawn_into_a_folder(app: Flask, tmp_path: Path) -> None:
    instance = str(app.config["SETTINGS"].instance)
    command(
        "workflow", "diagram", "mentee_case", "--version", "1", "--output", str(tmp_path / "wall"),
        WBV_INSTANCE=instance,
    )  # fmt: skip
    written = sorted((tmp_path / "wall").iterdir())
    assert [file.name for file in written] == ["mentee_case-1.md", "mentee_case-1.svg"]
    assert [file.read_text("utf-8") for file in written] == [
        (PICTURES / file.name).read_text("utf-8") for file in written
    ]


def test_an_unknown_path_is_one_sentence(app: Flask, tmp_path: Path) -> None:
    instance = str(app.config["SETTINGS"].instance)
    done = run("workflow", "diagram", "no_path", "--output", str(tmp_path), WBV_INSTANCE=instance)
    assert (done.returncode, done.stderr) == (1, "wbv-mentor: there is no path no_path\n")
