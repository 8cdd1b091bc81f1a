"""`wbv-mentor audit`: whether the journal is as it was written, and the seal that proves it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask import Flask

from wbv_mentor.cli.commands import answer, in_app, json_option
from wbv_mentor.cli.progress import progress
from wbv_mentor.clock import berlin_date
from wbv_mentor.pathways.audit import Audited, snapshot, verify
from wbv_mentor.pathways.audit.verifying import count_looks
from wbv_mentor.pathways.seal_file import SealFile
from wbv_mentor.pathways.seals import newest_seal


@click.group()
def audit() -> None:
    """The record of what happened."""


@audit.command("verify")
@click.option(
    "--seal",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A seal that left the house: its mail or its lines. May be given more than once.",
)
@json_option
@in_app
def verify_journal(app: Flask, files: tuple[Path, ...], as_json: bool) -> None:
    """Find edits, deletions, insertions and another order among the journal's entries, and name the entries.

    Only against a seal that left the house (--seal) is it found that the newest entries were cut off
    together with their seals, or that the whole journal was written anew. What no seal covers yet is held
    together by its own chain alone.
    """
    outside = [_read(file) for file in files]
    with snapshot() as connection, progress("Reading the journal", count_looks(connection)) as update:
        found = verify(connection, files=outside, on_looks=update)
    answer(_described(found), as_json=as_json, lines=_lines(found, outside))
    if found.findings:
        count = len(found.findings)
        told = "1 finding" if count == 1 else f"{count} findings"
        raise click.ClickException(f"{told}: the journal is not as it was written.")


@audit.command("seal")
@json_option
@in_app
def show_seal(app: Flask, as_json: bool) -> None:
    """Print the newest seal, to be kept where nobody who runs the database can change it."""
    newest = newest_seal()
    if newest is None:
        raise click.ClickException("There is no seal yet; wbv-mentor jobs run pathways.seal makes the day's.")
    file = SealFile.of(newest)
    said = f"Seal {file.seal} of {berlin_date(file.sealed_at):%d.%m.%Y}: {file.entries} entries."
    answer(file.model_dump(mode="json"), as_json=as_json, lines=[said, file.text()])


def _read(file: Path) -> SealFile:
    try:
        return SealFile.read(file.read_bytes())
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}.") from None


def _described(found: Audited) -> dict[str, object]:
    return {
        "entries": found.seen.entries,
        "seals": found.seen.seals,
        "unsealed": found.seen.unsealed,
        "findings": [one.as_json() for one in found.findings],
    }


def _lines(found: Audited, outside: Sequence[SealFile]) -> list[str]:
    if found.findings:
        return [one.text for one in found.findings]
    seen = found.seen
    lines = [
        f"{seen.entries} entries are as they were written; {seen.seals} seals cover all but {seen.unsealed}.",
    ]
    if not outside:
        lines.append(
            "Whether the newest ones were cut off, only a seal that left the house tells: --seal FILE."
        )
    return lines
