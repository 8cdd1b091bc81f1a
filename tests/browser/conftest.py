"""Fixtures for journeys in a browser. Each test module gets a server and a demo of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.live_server import LiveServer, demo_instance, serve
from tests.browser.person import Person
from tests.browser.watched_page import DESKTOP, PHONE, watched_context

CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Device = Literal["desk", "phone", "plain"]
DEVICES: dict[Device, dict[str, Any]] = {
    "desk": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "plain": {"viewport": PHONE, "java_script_enabled": False},
}


class Somebody(Protocol):
    """Makes a person at a browser. `looks=False`: without inspecting each page."""

    def __call__(self, device: Device = "desk", *, looks: bool = True) -> Person: ...


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """An instance folder with the demo. Copy it, never change it."""
    base = tmp_path_factory.getbasetemp()
    parallel = hasattr(request.config, "workerinput")
    return demo_instance(base.parent if parallel else base)


@pytest.fixture(scope="module")
def server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A live server on a copy of the demo, one for each test module."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(demo, folder / "instance")
    with serve(folder / "instance", folder / "log") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; Playwright brings none of its own."""
    found = shutil.which("chromium")
    assert found, "Debian's package chromium is missing; script/test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def somebody(browser: Browser, server: LiveServer) -> Iterator[Somebody]:
    """Call it for a person at a browser of their own: at a desk, at a phone, or without JavaScript."""
    with ExitStack() as contexts:

        def enter(device: Device = "desk", *, looks: bool = True) -> Person:
            context = contexts.enter_context(watched_context(browser, server.url, **DEVICES[device]))
            return Person(context.new_page(), looks=looks)

        yield enter
