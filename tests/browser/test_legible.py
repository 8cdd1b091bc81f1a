"""The measure of legibility itself: it finds a broken word, and lets an address in a mail part anywhere."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.legible import illegible

NARROW = "<p style='font: 16px monospace; width: 8em; word-break: break-all'>{}</p>"


def test_a_broken_word_is_found_and_a_parted_address_is_none(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(NARROW.format("Ein Weiterbildungsplan"))
    assert [line for line in illegible(page, thumb=False) if "Weiterbildungsplan" in line]
    page.set_content(NARROW.format("http://127.0.0.1:8000/einladung/alF_Z1-fKK1SWL5qQyG48Es_wuYC1KYQFsqsdJ"))
    assert illegible(page, thumb=False) == []
    page.close()
