"""Somebody at a browser: finds things by what they say, taps, types, and looks at every page."""

from __future__ import annotations

import time

from playwright.sync_api import Locator, Page, expect

from tests.browser.inspection import inspect
from tests.browser.live_server import Account

PATIENCE = 30_000  # milliseconds until what was expected has to be there, on a busy machine too


class Person:
    """Works on one page. `taps` counts what a hand does: each tap and each field that is filled in."""

    def __init__(self, page: Page, *, looks: bool = True) -> None:
        self.page = page
        self.taps = 0
        self._looks = looks

    @property
    def main(self) -> Locator:
        """The content of the page, without header and footer."""
        return self.page.get_by_role("main")

    def card(self, title: str) -> Locator:
        """The part of the page under a heading."""
        return self.page.get_by_role("region", name=title)

    def open(self, address: str, heading: str | None = None, *, status: int = 200) -> None:
        """Open an address as from a link in a message; see its heading."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{answer.status} on {address}"
        if heading is not None:
            self.see(heading)

    def see(self, heading: str) -> None:
        """The page with this heading is there; look at it."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=PATIENCE)
        if self._looks:
            inspect(self.page)

    def read(self, *texts: str) -> None:
        """Each of these stands in the content."""
        for text in texts:
            expect(self.main).to_contain_text(text, timeout=PATIENCE)

    def read_at_last(self, text: str, *, seconds: float = PATIENCE / 1000) -> None:
        """This stands in the content as soon as the system has done its part."""
        end = time.monotonic() + seconds
        while text not in self.main.inner_text():
            assert time.monotonic() < end, f"{text!r} does not come on {self.page.url}"
            self.page.reload()

    def follow(self, name: str, heading: str | None = None, *, within: Locator | None = None) -> None:
        """Tap a link; see the page behind it."""
        place = within or self.main
        self._tap(place.get_by_role("link", name=name, exact=True).first)
        if heading is not None:
            self.see(heading)

    def begin(self, task: str) -> None:
        """Open a task of the case's present step."""
        self._tap(self.card("Aufgaben in diesem Schritt").get_by_role("link", name=task))

    def press(self, name: str, heading: str | None = None, *, within: Locator | None = None) -> None:
        """Tap a button; see the page that follows."""
        self._tap((within or self.main).get_by_role("button", name=name, exact=True).first)
        if heading is not None:
            self.see(heading)

    def choose(self, question: str, *answers: str) -> None:
        """Tick answers below a question."""
        for answer in answers:
            group = self.main.get_by_role("group", name=question)
            self._tap(group.get_by_text(answer, exact=True))

    def tick(self, text: str) -> None:
        """Tick a single box."""
        self._tap(self.main.locator("label", has_text=text).first)

    def write(self, **answers: str) -> None:
        """Fill in fields by their names."""
        for name, text in answers.items():
            self.page.locator(f"[name={name}]").fill(text)
            self.taps += 1

    def unfold(self, summary: str) -> None:
        """Open what is folded."""
        self._tap(self.main.locator("summary", has_text=summary).first)

    def sign_in(self, account: Account) -> None:
        """Sign in through the form; the taps are counted from then on."""
        self.open("/login", "Anmelden")
        self.write(email=account.email, password=account.password)
        self.press("Anmelden", "Guten Tag")
        self.taps = 0

    def _tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1
