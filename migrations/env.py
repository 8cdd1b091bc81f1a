"""Runs migrations inside the application, in one transaction on either database.

All or nothing: a migration that fails half-way leaves the database as it was.
"""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, inspect

from wbv_mentor.db import Base, db, is_sqlite
from wbv_mentor.pathways.triggers import create_triggers, drop_other_triggers


def skip_empty_revision(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """`revision --autogenerate` writes no file when the models have not changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives.clear()


def migrate(connection: Connection) -> None:
    """Run the asked revisions; the triggers are made anew, as a rebuilt table loses its own."""
    options = dict(current_app.extensions["migrate"].configure_args)
    options.setdefault("process_revision_directives", skip_empty_revision)
    context.configure(connection=connection, target_metadata=Base.metadata, **options)
    context.run_migrations()
    if inspect(connection).has_table("journal_entry"):
        create_triggers(connection)


def migrate_sqlite(connection: Connection) -> None:
    """On SQLite a table is altered by rebuilding it, which foreign keys would refuse or cascade.

    They can only be switched off before the transaction begins, so they are checked at its end.
    """
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        drop_other_triggers(connection)
        migrate(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration breaks foreign keys, so it is undone: {broken[:5]}")
        connection.commit()
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise RuntimeError("migrations run against a database, never into a file")

with db.engine.connect() as connection:
    if is_sqlite(db.engine):
        migrate_sqlite(connection)
    else:
        with connection.begin():
            migrate(connection)
