"""Fixtures for journeys in a browser. Each test module gets a server and a demo of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.live_server import LiveServer, demo_instance, serve
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
SignIn = Callable[[Page, str], None]


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
def desktop(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """A watched page, 1280 px wide."""
    with watched_context(browser, server.url, viewport=DESKTOP) as context:
        yield context.new_page()


@pytest.fixture
def phone(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """A watched page, 390 px wide, touched by a finger."""
    with watched_context(browser, server.url, viewport=PHONE, has_touch=True, is_mobile=True) as context:
        yield context.new_page()


@pytest.fixture
def without_javascript(browser: Browser, server: LiveServer) -> Iterator[Page]:
    """A watched page, 390 px wide, JavaScript off."""
    with watched_context(browser, server.url, viewport=PHONE, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["1280px", "390px"])
def page(request: pytest.FixtureRequest, browser: Browser, server: LiveServer) -> Iterator[Page]:
    """A watched page at both widths, one after the other."""
    viewport = cast(ViewportSize, request.param)
    options: dict[str, Any] = {"has_touch": True, "is_mobile": True} if viewport == PHONE else {}
    with watched_context(browser, server.url, viewport=viewport, **options) as context:
        yield context.new_page()


@pytest.fixture
def sign_in(server: LiveServer) -> SignIn:
    """Sign a demo account in by its role, through the form."""

    def enter(page: Page, role: str) -> None:
        account = server.accounts[role]
        page.goto("/login")
        page.locator("input[name=email]").fill(account.email)
        page.locator("input[name=password]").fill(account.password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)

    return enter
