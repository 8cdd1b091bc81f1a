"""`wbv-mentor certificate`: whether a file is one of ours."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from wbv_mentor.certificates.files import Verified, verify
from wbv_mentor.cli.commands import answer, in_app, json_option

STATUS = {"unchanged": 0, "changed": 3, "unknown": 4}
WORDS = {
    "unchanged": "{file} is certificate {number}, unchanged.",
    "changed": "{file} bears the number {number}, but is not the file that was issued: it was changed.",
    "unknown": "{file} is none of our certificates or confirmations of attendance.",
}
ATTENDANCE = "{file} is a confirmation of attendance, unchanged. It is no certificate."
MOST_BYTES = 50 * 1024**2


@click.group()
def certificate() -> None:
    """Certificates that were issued."""


@certificate.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@in_app
def verify_file(app: Flask, file: Path, as_json: bool) -> None:
    """Say whether FILE is a certificate of this house, as it was issued, or a confirmation of attendance.

    Exit status: 0 unchanged, 3 changed, 4 unknown. A revoked or replaced certificate is still a file of
    ours; its state is said too. A confirmation bears no number: changed, it is unknown.
    """
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException(f"{file} is larger than any certificate.")
    found = verify(file.read_bytes())
    number = found.certificate.number if found.certificate else ""
    words = ATTENDANCE if found.confirmation else WORDS[found.verdict]
    line = words.format(file=file, number=number)
    failed = found.verdict != "unchanged"
    if as_json or not failed:
        answer(_described(found), as_json=as_json, lines=[line, *_more(found)])
    if failed:
        if not as_json:
            click.echo(f"wbv-mentor: {line}", err=True)
        raise click.exceptions.Exit(STATUS[found.verdict])


def _described(found: Verified) -> dict[str, str | None]:
    known, confirmed = found.certificate, found.confirmation
    said = {"result": found.verdict, "sha256": found.sha256, "document": None, "number": None, "state": None}
    if known is not None:
        issued = known.printed.issued_on.isoformat()
        return said | {
            "document": "certificate", "number": known.number, "state": known.state, "issued_on": issued,
        }  # fmt: skip
    if confirmed is not None:
        day = confirmed.printed.confirmed_on.isoformat()
        return said | {"document": "attendance_confirmation", "issued_on": day}
    return said | {"issued_on": None}


def _more(found: Verified) -> list[str]:
    known = found.certificate
    if found.confirmation is not None:
        return [f"Made on {found.confirmation.printed.confirmed_on:%d.%m.%Y}."]
    if known is None:
        return []
    said = [f"Issued on {known.printed.issued_on:%d.%m.%Y}."]
    if known.ended_at is not None:
        said.append(f"It was {known.state} on {known.ended_at:%d.%m.%Y}: it does not count any more.")
    return said
