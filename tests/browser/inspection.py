"""What must hold on every page, whoever sees it and in whichever state."""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.legible import illegible
from tests.browser.watched_page import DESKTOP, PHONE, axe_findings, check_width

# Dark colours change nothing but colours: only the rules that measure them are run again.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
THEME = "document.documentElement.dataset.kernTheme"
SHAPE = """() => [document.title, ...Array.from(
    document.querySelectorAll('main h1, main h2, main legend, main label, main button, main .kern-btn'),
    part => part.textContent.trim())].join('|')"""
# What is folded away counts too.
UNFOLD = """for (const part of document.querySelectorAll('main details:not([open])')) {
    part.open = true; part.dataset.unfolded = ''; }"""
FOLD = "for (const part of document.querySelectorAll('[data-unfolded]')) part.open = false"

# One run of the tests, whichever of its workers: what one has inspected the others need not.
_RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
_INSPECTED = Path(tempfile.gettempdir()) / f"wbv-inspected-{_RUN}"
atexit.register(shutil.rmtree, _INSPECTED, ignore_errors=True)


def inspect(page: Page) -> None:
    """Nothing that axe finds, in both widths and both colours; on a phone all can be tapped, no word is
    broken; no scrolling sideways at 320 px.

    A page whose path, headings and questions were inspected before in this run is let through.
    """
    shape = re.sub(r"[A-Za-z0-9_-]{30,}|\d+", "#", page.url.split("?")[0] + page.evaluate(SHAPE))
    if not _is_first(shape):
        return
    before = page.viewport_size
    page.evaluate(UNFOLD)
    found = _findings(page)
    if before is not None:
        page.set_viewport_size(before)
    assert not found, f"on {page.url}:\n" + "\n".join(found)
    check_width(page)
    page.evaluate(FOLD)


def _is_first(shape: str) -> bool:
    _INSPECTED.mkdir(exist_ok=True)
    try:
        (_INSPECTED / hashlib.sha256(shape.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _findings(page: Page) -> list[str]:
    found = []
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        found += [f"{viewport['width']} px: {line}" for line in axe_findings(page)]
        found += [f"{viewport['width']} px: {line}" for line in illegible(page, thumb=viewport == PHONE)]
        _put_on(page, "dark")
        found += [f"{viewport['width']} px, dark: {line}" for line in axe_findings(page, COLOUR_RULES)]
        _put_on(page, "light")
    return found


def _put_on(page: Page, theme: str) -> None:
    """What the button "Dunkle Farben" changes in the layout (test_shell.py presses it)."""
    page.evaluate(f"theme => {{ {THEME} = theme }}", theme)
