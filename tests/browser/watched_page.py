"""Pages that are watched: what a person would not see, but must not happen, fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize

from wbv_mentor.config import ROOT

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST = 320
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The innermost parts that reach beyond the right edge.
STICKING_OUT = """width => Array.from(document.querySelectorAll('body *'))
  .filter(part => part.getBoundingClientRect().right > width + 0.5)
  .filter(part => !Array.from(part.children).some(one => one.getBoundingClientRect().right > width + 0.5))
  .slice(0, 5).map(part => part.outerHTML.slice(0, 160))"""


@contextmanager
def watched_context(browser: Browser, url: str, **options: Any) -> Iterator[BrowserContext]:
    """A browser context with `url` as base. Fails at its end on a policy message, an error in a
    script, an answer of 500 or more, or a request to another machine."""
    faults: list[str] = []
    context = browser.new_context(
        base_url=url, locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce", **options
    )
    context.set_default_timeout(30_000)
    context.on("page", lambda page: watch(page, faults))
    try:
        yield context
    finally:
        context.close()
    assert not faults, "\n".join(faults)


def watch(page: Page, faults: list[str]) -> None:
    """Note in `faults` what must not happen on a page."""

    def spoke(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            faults.append(f"console on {page.url}: {message.text}")
        elif "Content Security Policy" in message.text:
            faults.append(f"policy on {page.url}: {message.text}")

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.hostname != "127.0.0.1":
            faults.append(f"{page.url} asks another machine: {request.url}")

    page.on("console", spoke)
    page.on("request", asked)
    page.on("pageerror", lambda error: faults.append(f"script on {page.url}: {error}"))
    page.on(
        "response",
        lambda answer: faults.append(f"{answer.status} from {answer.url}") if answer.status >= 500 else None,
    )


@cache
def axe_source() -> str:
    """axe-core as its package ships it."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def check_axe(page: Page) -> None:
    """Fails on any finding of axe: WCAG 2.0 to 2.2, A and AA, and best practice."""
    found = axe_findings(page)
    assert not found, f"axe on {page.url} at {page.viewport_size}:\n" + "\n".join(found)


def axe_findings(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds as the page stands now, one line a place; with `rules` by these alone."""
    if not page.evaluate("'axe' in window"):
        # Through the debugger and not as a <script>: the page's own policy stays in force.
        session = page.context.new_cdp_session(page)
        session.send("Runtime.evaluate", {"expression": axe_source()})
        session.detach()
    wanted = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_RULES}
    result = page.evaluate(
        "wanted => axe.run(document, {runOnly: wanted, resultTypes: ['violations']})", wanted
    )
    assert result["passes"] or rules, f"axe checked nothing on {page.url}"
    return [
        f"{violation['id']} ({violation['help']}): {node['html'][:160]} at {node['target']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def check_width(page: Page, width: int = NARROWEST) -> None:
    """Fails if the page scrolls sideways at `width` px; the viewport is put back."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    sticking_out = page.evaluate(STICKING_OUT, width) if scrolled > width else []
    if before is not None:
        page.set_viewport_size(before)
    assert scrolled <= width, f"{page.url} is {scrolled} px wide at {width} px: {sticking_out}"
