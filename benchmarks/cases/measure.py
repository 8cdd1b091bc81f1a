"""One database of one size: fill it, ask for each page in turns, print medians in milliseconds as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from benchmarks.cases.filling import fill, pages
from tests.case_visits import enter
from tests.databases import Postgresql, Sqlite
from tests.strict_client import StrictClient
from wbv_mentor.app import create_app
from wbv_mentor.config import Settings

WARMING = 3


def main(database: str, count: int, rounds: int, folder: str) -> None:
    """Print {role: {page: milliseconds}}."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        source = Sqlite(Path(place)) if database == "sqlite" else Postgresql(Path(place))
        with source.fresh() as (instance, address):
            settings = Settings(
                instance=instance, database_url=address, base_url="http://127.0.0.1:8000", jobs="off"
            )
            app = create_app(settings)
            app.test_client_class = StrictClient
            with app.app_context():
                mentor, coordinator, reference = fill(count)
                clients = {one.role: enter(app, one) for one in (mentor, coordinator)}
            found: dict[str, dict[str, list[float]]] = {role: {} for role in clients}
            for turn in range(rounds + WARMING):
                for role, client in clients.items():
                    for name, where in pages(role, reference):
                        begun = time.perf_counter()
                        answer = FlaskClient.open(client, where, base_url="http://127.0.0.1:8000")
                        taken = time.perf_counter() - begun
                        if answer.status_code != 200:
                            raise RuntimeError(f"{where} answers {answer.status}")
                        if turn >= WARMING:
                            found[role].setdefault(name, []).append(taken * 1000)
        if isinstance(source, Postgresql):
            source.stop()
    result = {role: {name: median(times) for name, times in of.items()} for role, of in found.items()}
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
