"""A CSV file as German Excel writes it: from bytes to a header and lines, each with its number.

Excel saves Windows-1252 with semicolons, "CSV UTF-8" with a mark in front, or "Unicode-Text" with tabs;
other programs write UTF-8 with commas. Everything is read, nothing is guessed over: a line that is
encoded otherwise than the rest is kept apart as faulty.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wbv_mentor.errors import Message, Refused, say

MOST_LINES = 10_000
DELIMITERS = (";", "\t", ",")
EXCEL, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHERWISE = say("Die Umlaute dieser Zeile sind anders gespeichert als im Rest der Datei. Bitte prüfen.")
FIELD = "file"


@dataclass(frozen=True)
class Line:
    """A record of the file. `number` is the line in which it begins; `fault` why it cannot be read."""

    number: int
    values: tuple[str, ...]
    fault: Message | None = None


@dataclass(frozen=True)
class Sheet:
    """What a file holds."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(content: bytes) -> Sheet:
    """Header and lines of a file, empty lines left out.

    Refused, naming the field `file`, for an Excel workbook, an empty or binary file, and for more lines
    than can be looked through.
    """
    if content.startswith((EXCEL, OLD_EXCEL)):
        raise _refused(
            say(
                "Das ist eine Excel-Mappe. Wählen Sie in Excel „Speichern unter“ und dort „CSV“ als Dateityp."
            )
        )
    texts = list(_decoded(content))
    if any("\x00" in text for text, _odd in texts):
        raise _refused(say("Das ist keine CSV-Datei."))
    odd = {number for number, (_text, is_odd) in enumerate(texts, 1) if is_odd}
    rows = _rows([text for text, _odd in texts])
    header = next(rows, None)
    if header is None:
        raise _refused(say("Die Datei ist leer."))
    lines: list[Line] = []
    for first, last, values in rows:
        if len(lines) == MOST_LINES:
            raise _refused(
                say("Bitte höchstens %(most)s Zeilen auf einmal.", most=f"{MOST_LINES:,}".replace(",", "."))
            )
        fault = OTHERWISE if odd & set(range(first, last + 1)) else None
        lines.append(Line(first, values, fault))
    return Sheet(header[2], tuple(lines))


def _refused(message: Message) -> Refused:
    return Refused(message, field=FIELD)


def _decoded(content: bytes) -> Iterator[tuple[str, bool]]:
    """Each physical line, and whether it is encoded otherwise than the rest."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace")
            yield from ((line, "\ufffd" in line) for line in _split(text))
            return
    marked = content.startswith(codecs.BOM_UTF8)
    lines = content.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    utf8 = [_as_utf8(line) for line in lines]
    is_utf8 = marked or any(text is not None and not text.isascii() for text in utf8)
    for line, known in zip(lines, utf8, strict=True):
        if known is not None:
            yield known, False
        else:
            old = line.decode("cp1252", errors="replace")
            yield old, is_utf8 or "\ufffd" in old


def _as_utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _split(text: str) -> list[str]:
    return io.StringIO(text.removeprefix("\ufeff"), newline="").readlines()


def _rows(texts: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """First line, last line and values of every record that is not empty."""
    start = 0
    if texts and texts[0].strip().lower() in {f"sep={one}" for one in DELIMITERS}:
        start = 1  # a hint that Excel itself understands
    known = next((text for text in texts[start:] if text.strip()), "")
    reader = csv.reader(iter(texts[start:]), delimiter=_delimiter(known))
    before = start
    try:
        for values in reader:
            first, before = before + 1, reader.line_num + start
            cells = tuple(value.strip() for value in values)
            if any(cells):
                yield first, before, cells
    except csv.Error:
        raise _refused(say("Ab Zeile %(line)s lässt sich die Datei nicht lesen.", line=before + 1)) from None


def _delimiter(header: str) -> str:
    counts = {one: header.count(one) for one in DELIMITERS}
    return max(DELIMITERS, key=lambda one: counts[one])
