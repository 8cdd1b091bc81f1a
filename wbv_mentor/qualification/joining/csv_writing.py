"""CSV files that German Excel opens properly: UTF-8 with a mark in front, semicolons, Windows line ends.

Excel takes a cell that begins with = + - or @ for a formula and runs it; an apostrophe in front makes it
text. What is read takes the apostrophe off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

RISKY = ("=", "+", "-", "@", "\t", "\r")
MEDIA_TYPE = "text/csv; charset=utf-8"


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """The bytes of a file with these rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(value: str) -> str:
    """The value as a spreadsheet shows it without calculating."""
    return f"'{value}" if value.lstrip().startswith(RISKY) or value.startswith(RISKY) else value


def as_typed(value: str) -> str:
    """The value of a cell that `harmless` may have written."""
    return value[1:] if value.startswith("'") and value[1:].lstrip().startswith(RISKY) else value
