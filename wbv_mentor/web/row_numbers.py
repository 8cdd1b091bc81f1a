"""What an address may hold: a number that no row can have is a missing page, not a defect.

PostgreSQL refuses an id beyond four bytes, SQLite one beyond eight; PostgreSQL refuses NUL in a text.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:number>`: ASCII digits, at most what a row's id can be."""

    regex = r"[0-9]{1,10}"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST, **kwargs})


def row_number(text: str) -> int:
    """The number that somebody gave in a query; ValueError if no row can have it."""
    number = int(text)
    if not 0 <= number <= LARGEST:
        raise ValueError("no row has this number")
    return number


def init_row_numbers(app: Flask) -> None:
    """Let every `<int:...>` mean a row's number. Call before a blueprint is registered."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if "\0" in request.path or any("\0" in part for pair in request.args.items(multi=True) for part in pair):
        abort(400)
