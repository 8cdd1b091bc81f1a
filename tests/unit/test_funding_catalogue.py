"""The catalogue: what the house ships, and what is wrong with a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from wbv_mentor.engine.source import DefinitionError
from wbv_mentor.funding import catalogue

HEAD = "catalogue_state: '2026-08-19'\ndisclaimer: {de: x, en: x}\ninstruments:\n"
GOOD = (
    "  - {id: one, name: {de: Eins, en: One}, authority: A, applicant: [mentee], law: sgb3, "
    "remedy: objection, active: true}\n"
)


def problems(folder: Path, body: str) -> list[str]:
    """What is wrong with a catalogue, as `line path: text`."""
    file = folder / "funding.yaml"
    file.write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        catalogue.load(file)
    return [f"{one.line} {one.path}: {one.text}" for one in error.value.problems]


def test_the_shipped_catalogue_knows_every_instrument_of_the_domain() -> None:
    known = {one.id: one for one in catalogue.instruments()}
    assert {"sgb3_82_qcg", "sgb3_82a_qualifizierungsgeld", "afbg", "sbfg", "kdw_saarland"} <= set(known)
    assert known["sbfg"].remedy == "labour_court"
    assert known["kdw_saarland"].remedy == "none"
    assert known["afbg"].remedy == "objection"
    assert not known["wegebau"].active
    assert known["wegebau"].replaced_by == "sgb3_82_qcg"
    assert all(one.active for one in catalogue.active_instruments())


def test_papers_that_only_the_company_has_are_marked() -> None:
    papers = catalogue.instrument("sgb3_82_qcg").documents
    assert [paper.id for paper in papers if paper.employer] == [
        "arbeitgebererklaerung", "betriebsgroesse", "bv_oder_tv",
    ]  # fmt: skip


def test_an_unknown_instrument_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        catalogue.instrument("bafoeg")


def test_a_good_catalogue_loads(tmp_path: Path) -> None:
    file = tmp_path / "funding.yaml"
    file.write_text(HEAD + GOOD, encoding="utf-8")
    assert [one.id for one in catalogue.load(file).instruments] == ["one"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (GOOD + GOOD, "5 instruments.1.id: one stands there twice"),
        (GOOD.replace("law: sgb3", "law: bgb"), "4 instruments.0.law"),
        (GOOD.replace("active: true", "active: ja"), "4 instruments.0.active"),
        (GOOD.replace("active: true", "active: false"), "4 instruments.0: an instrument that is not active"),
        (GOOD.replace("[mentee]", "[]"), "4 instruments.0: an active instrument needs an applicant"),
        (GOOD.replace("active: true", "active: true, replaced_by: two"), "4 instruments.0.replaced_by"),
        (GOOD.replace("en: One", "fr: Un"), "4 instruments.0.name"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, body: str, expected: str) -> None:
    assert any(one.startswith(expected) for one in problems(tmp_path, body)), problems(tmp_path, body)
