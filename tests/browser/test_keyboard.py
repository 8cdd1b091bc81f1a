"""Without a mouse: the skip link, a focus that can be seen, an error list that leads to the fields."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Somebody
from tests.browser.live_server import LiveServer

# What is drawn around the focused element, and whether all of it lies behind something else.
FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const drawn = [at, ...at.querySelectorAll('*')].map(part => getComputedStyle(part)).some(style =>
    style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0));
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const free = [0.1, 0.5, 0.9].some(share => {
    const seen = document.elementFromPoint((left + right) / 2, top + (bottom - top) * share);
    return seen !== null && (at.contains(seen) || seen.contains(at));
  });
  return {name: at.outerHTML.slice(0, 120), drawn, free, out: at === document.body};
}"""


def test_skip_link_comes_first_and_leads_to_the_content(somebody: Somebody, server: LiveServer) -> None:
    mentor = somebody(looks=False)
    mentor.sign_in(server.accounts["mentor"])
    mentor.open("/cases")

    mentor.page.keyboard.press("Tab")
    skip = mentor.page.get_by_role("link", name="Zum Inhalt springen")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    mentor.page.keyboard.press("Enter")

    expect(mentor.page.locator("#inhalt")).to_be_focused()


def test_the_focus_can_be_seen_everywhere(somebody: Somebody, server: LiveServer) -> None:
    for device in ("desk", "phone"):
        mentor = somebody("desk" if device == "desk" else "phone", looks=False)
        mentor.sign_in(server.accounts["mentor"])
        for address in ("/", "/cases", "/cases/new"):
            mentor.open(address)
            tab_through(mentor.page)


def tab_through(page: Page) -> None:
    """Tab once around the page; each stop shows where it is."""
    stops: list[str] = []
    while True:
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found["out"] or len(stops) > 150:
            break
        stops.append(found["name"])
        assert found["drawn"], f"no focus ring on {page.url}: {found['name']}"
        assert found["free"], f"hidden on {page.url}: {found['name']}"
    assert len(stops) > 5


def test_the_error_list_takes_the_focus_and_leads_to_the_field(
    somebody: Somebody, server: LiveServer
) -> None:
    mentor = somebody("phone")
    mentor.sign_in(server.accounts["mentor"])
    mentor.open("/cases/new", "Neuer Fall")
    mentor.press("Weiter", "Neuer Fall")

    errors = mentor.page.locator("#fehler")
    expect(errors).to_be_focused()
    assert mentor.page.title().startswith("Fehler: ")
    mentor.page.keyboard.press("Tab")
    expect(errors.get_by_role("link").first).to_be_focused()
    mentor.page.keyboard.press("Enter")
    expect(mentor.page.locator("[name=alias]")).to_be_focused()
    errors.get_by_role("link", name="Wie stehen Sie zueinander?").click()
    expect(mentor.page.locator("[name=relation]").first).to_be_focused()
