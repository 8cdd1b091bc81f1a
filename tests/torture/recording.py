"""Records the people of a long file to the last one, on SQLite."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import cast

import click

from tests.accounts import add_account, sign_in
from tests.applications import running
from tests.databases import Sqlite
from tests.factories import paths_known
from tests.strict_client import StrictClient
from tests.uploads import record_to_the_last
from wbv_mentor.config import Settings


@click.command(help=__doc__)
@click.option("--people", default=9_998, show_default=True, help="How many there are, beside two bad lines.")
def main(people: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Sqlite(Path(folder)).fresh() as (instance, address):
        settings = Settings(
            instance=instance, database_url=address, base_url="http://127.0.0.1:8000", jobs="off"
        )
        with running(settings) as app:
            paths_known()
            add_account("trainer", "Toni Tal")
            office = cast(StrictClient, app.test_client())
            sign_in(office, "Toni Tal")
            begun = time.perf_counter()
            record_to_the_last(office, people)
            taken = time.perf_counter() - begun
    click.echo(f"{people} people recorded, {1000 * taken / people:.1f} ms each.")


if __name__ == "__main__":
    main()
