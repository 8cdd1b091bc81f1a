"""What every test may ask for. Nothing here is a stand-in: databases, mail server and clock are real."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any, Literal, cast

import pytest
from flask import Flask
from hypothesis import settings as examples
from sqlalchemy.orm import scoped_session

from tests.applications import running
from tests.databases import Postgresql, Sqlite
from tests.smtp_sink import SmtpSink
from tests.strict_client import StrictClient
from tests.uncommitted import Watch
from wbv_mentor.config import Settings
from wbv_mentor.db import session

# Whoever runs the tests may have settings of their own; no test may see them.
for _name in [name for name in os.environ if name.startswith("WBV_")]:
    del os.environ[_name]

# How long one example takes says how busy the machine is.
examples.register_profile("without a deadline", deadline=None)
examples.load_profile("without a deadline")


# What takes longest comes first, so that no worker waits for one of them at the end. The first of them makes
# the demo for all journeys in the browser: the second worker has other work until it is there.
FIRST = ("test_case_to_closed", "test_routes", "test_bad_input", "test_readme", "test_demo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files in their order, then the journeys in the browser, then the others as they were."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, bool]:
    name = item.path.stem
    return FIRST.index(name) if name in FIRST else len(FIRST), "browser" not in item.path.parts


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector need not look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


Kind = Literal["sqlite", "postgresql"]
MakeSettings = Callable[..., Settings]


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    """SQLite with its migrated template."""
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgresql]:
    """PostgreSQL; the server starts when a test first needs it."""
    server = Postgresql(tmp_path_factory.mktemp("postgresql"))
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Kind:
    """On which database a test runs: on both, one after the other.

    A test of one alone says so: `@pytest.mark.parametrize("database", ["sqlite"], indirect=True)`.
    """
    return cast(Kind, request.param)


@pytest.fixture
def make_settings(database: Kind, sqlite: Sqlite, postgresql: Postgresql) -> Iterator[MakeSettings]:
    """Settings for this test's own database, with whatever it wants otherwise."""
    source = sqlite if database == "sqlite" else postgresql
    with source.fresh() as (instance, address):

        def make(**wanted: Any) -> Settings:
            usual: dict[str, Any] = {
                "instance": instance,
                "database_url": address,
                "base_url": "http://127.0.0.1:8000",
                "jobs": "off",  # a test runs its jobs itself
            }
            return Settings(**(usual | wanted))

        yield make


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    """The settings of `app`; a test module may replace this fixture."""
    return make_settings()


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on an empty, migrated database, its context pushed.

    Fails the test at its end if a change was made and never committed.
    """
    with Watch().over_all_sessions() as watch, running(settings) as app:
        yield app
        watch.look_at(session())
    assert not watch.lost, "changes outside a unit of work:\n" + "\n".join(watch.lost)


@pytest.fixture
def db_session(app: Flask) -> scoped_session[Any]:
    """The session of the pushed context, to read with. Writing needs unit_of_work."""
    return session


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A browser without a window: keeps cookies, checks every answer."""
    return cast(StrictClient, app.test_client())


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real mail server: give its `url` to `make_settings(smtp_url=...)`."""
    sink = SmtpSink()
    sink.start()
    yield sink
    sink.stop()
