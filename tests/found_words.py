"""Looks for a word in the whole database: what was to be erased must stand nowhere."""

from __future__ import annotations

from sqlalchemy import LargeBinary, inspect, text

from wbv_mentor.db import db


def everything_with(word: str) -> list[str]:
    """Every column of every table in which a word stands."""
    found = []
    tables = inspect(db.engine).get_table_names()
    with db.engine.connect() as connection:
        for table in tables:
            for column in inspect(db.engine).get_columns(table):
                if isinstance(column["type"], LargeBinary):
                    continue
                query = f'SELECT count(*) FROM "{table}" WHERE CAST("{column["name"]}" AS TEXT) LIKE :word'
                if connection.execute(text(query), {"word": f"%{word}%"}).scalar():
                    found.append(f"{table}.{column['name']}")
    return found
