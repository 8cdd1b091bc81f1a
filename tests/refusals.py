"""What every page must do that refuses a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from werkzeug.test import TestResponse

from tests.case_visits import dangling, errors_of
from tests.found_forms import FoundForm, Value, readable, shown_value
from tests.world import World

Answers = Mapping[str, Value | None]
WORDS = {"text", "long_text", "email", "phone"}
FIGURES = {"date", "integer", "decimal", "money_eur"}
TYPED = WORDS | FIGURES


class Findings:
    """Collects what is wrong over all forms, so that one run tells everything."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tried = 0

    def look(self, form: FoundForm, check: Callable[[], Iterator[str]]) -> None:
        """Run one check of a form; what it says, or what the strict client says, is noted."""
        self.tried += 1
        try:
            self.lines += [f"{form}: {line}" for line in check()]
        except AssertionError as defect:
            self.lines.append(f"{form}: {str(defect).splitlines()[0]}")

    def report(self) -> None:
        """Fail with all of it."""
        assert self.tried
        assert not self.lines, f"{len(self.lines)} of {self.tried}:\n" + "\n".join(self.lines)


def sent(world: World, form: FoundForm, answers: Answers) -> TestResponse:
    """Send a form, follow where it leads, and put the world back if it did something."""
    answer = form.post(world, answers)
    if answer.status_code == 303:
        client = world.client(form.role)
        client.follow(answer)  # the strict client looks at what the next page makes of it
        world.reset()
    return answer


def refused(page: TestResponse, form: FoundForm, answers: Answers, wrong: set[str]) -> Iterator[str]:
    """What is missing on a page that refuses: the list, its links, those to `wrong`, what was typed."""
    if not errors_of(page):
        yield f"{page.status_code} without an error list"
        return
    yield from (f"the error list leads to {target}, which is not there" for target in dangling(page))
    for field in form.fields:
        if field.name in wrong and f'href="#{field.id}"' not in page.text:
            yield f"no error is linked to {field.name}"
        typed = answers.get(field.name)
        if field.kind in TYPED and isinstance(typed, str):
            shown = shown_value(page, form, field)
            if shown is None or readable(shown) != readable(typed):
                yield f"{field.name} shows {shown!r:.60} instead of {typed!r:.60}"
    yield from unescaped(page)


def unescaped(page: TestResponse) -> Iterator[str]:
    """Typed markup or a template's braces that came to life, or a traceback."""
    for living in ("<script>alert", "<img src=x", "Traceback (most"):
        if living in page.text:
            yield f"{living} stands in the page"
