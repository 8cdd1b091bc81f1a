"""Every form, filled in badly: it comes back with its errors linked and what was typed still there.

The forms are found by opening what each role can open (tests/found_forms.py), so a new one is tested as soon
as a page leads to it. PostgreSQL refuses texts that SQLite takes (too long for a column, NUL), so it gets
the texts; everything else is tried on SQLite alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from bs4 import Tag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.applications import running
from tests.case_visits import errors_of
from tests.databases import Postgresql, Sqlite
from tests.factories import STRAIGHT, fresh
from tests.found_forms import Field, FoundForm, Value, every_form, readable, soup
from tests.plausible import plausible
from tests.refusals import FIGURES, TYPED, WORDS, Answers, Findings, refused, sent, unescaped
from tests.world import MAIN, NOTED_BY_THE_WAY, World, changed, rows, world_of
from wbv_mentor.config import Settings

pytestmark = pytest.mark.timeout(900)  # hundreds of forms each; a busy machine takes its time

DETOURS = ("interrupted", "closed_without_course", "paused", "handover", "locked", "awaiting_mentor")
STATES = (MAIN, *(state for state in (*STRAIGHT, *DETOURS) if state != MAIN))
CHOICES = {"choice", "select", "multi_choice"}
READ = FIGURES | {"email", "phone"}  # a sentence is none of these

SCRIPT = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{7*7}} &amp; ' OR 1=1 --"
EMOJI = "👩‍🏭 Grüße 🎉 ß ﬁ 漢字"
TURNED = "Antrag \u202egnp.exe\u202c \u2067abc\u2069 \u05d0\u05d1\u05d2"
LONG_NAME = ("Maximiliane Freifrau von und zu Hohenstein-Wittgenstein " * 4)[:200]
TEXTS = {
    "markup": SCRIPT,
    "emoji": EMOJI,
    "right to left": TURNED,
    "name": LONG_NAME,
    "nul": "Anna\x00Bo\x07",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, sqlite: Sqlite, postgresql: Postgresql) -> Iterator[World]:
    """One world for all tests of this module; each puts it back."""
    source = sqlite if request.param == "sqlite" else postgresql
    with source.fresh() as (instance, address):
        usual = Settings(instance=instance, database_url=address, jobs="off")
        with running(usual) as app:
            yield world_of(app, states=STATES)


@pytest.fixture(scope="module")
def forms(world: World) -> list[FoundForm]:
    """All forms; enough of them, or the search has lost its way."""
    found = every_form(world)
    assert len(found) > 80
    return found


only_on_sqlite = pytest.mark.parametrize("world", ["sqlite"], indirect=True, scope="module")


def with_fields(forms: list[FoundForm], kinds: set[str]) -> Iterator[tuple[FoundForm, list[Field]]]:
    """The forms with such fields."""
    for form in forms:
        fields = [field for field in form.fields if field.kind in kinds]
        if fields:
            yield form, fields


def tried(world: World, form: FoundForm, answers: Answers, wrong: set[str]) -> Iterator[str]:
    """Send bad answers: 422 with everything it needs; 303 only if no field had to be refused."""
    page = sent(world, form, answers)
    if page.status_code == 422:
        yield from refused(page, form, answers, wrong)
    elif page.status_code != 303 or wrong:
        yield f"{page.status_code} instead of 422"


@pytest.mark.parametrize("text", TEXTS)
def test_strange_texts(world: World, forms: list[FoundForm], text: str) -> None:
    found = Findings()
    for form, fields in with_fields(forms, WORDS):
        answers: Answers = {field.name: TEXTS[text] for field in fields}
        wrong = {field.name for field in fields if text == "nul" or field.kind in READ}
        found.look(form, partial(tried, world, form, answers, wrong))
    found.report()


def test_texts_up_to_the_limit_and_beyond(world: World, forms: list[FoundForm]) -> None:
    found = Findings()
    for form, fields in with_fields(forms, {"text", "long_text"}):
        found.look(form, partial(limits_of, world, form, [field.name for field in fields]))
    found.report()


def limits_of(world: World, form: FoundForm, names: list[str]) -> Iterator[str]:
    """Far too long is refused with the limit; just so long is kept."""
    answers: Answers = dict.fromkeys(names, "ä" * 10_000)
    page = sent(world, form, answers)
    if page.status_code != 422:
        yield f"{page.status_code} for 10 000 letters"
        return
    yield from refused(page, form, answers, set(names))
    limits = dict(limits_in(page))
    yield from (f"{name} does not say its limit" for name in names if name not in limits)
    longest: Answers = {name: "ä" * most for name, most in limits.items()}
    for more in plausible(form):
        page = sent(world, form, {**more, **longest})
        if page.status_code == 303:
            return
    if any(name in limits for name, _most in limits_in(page)):
        yield "the limit itself is refused"


LIMIT = re.compile(r"höchstens ([0-9.]+) Zeichen")


def limits_in(page: TestResponse) -> Iterator[tuple[str, int]]:
    """The limits that the error list names, by field."""
    for link in soup(page).select("#fehler a[href^='#']"):
        limit = LIMIT.search(link.text)
        if limit is not None:
            yield str(link["href"])[1:], int(limit[1].replace(".", ""))


# ---- Nothing, the wrong thing, too much of it ------------------------------------------------------


@only_on_sqlite
def test_nothing_filled_in(world: World, forms: list[FoundForm]) -> None:
    found = Findings()
    for form, fields in with_fields(forms, TYPED | CHOICES):
        empty: Answers = dict.fromkeys((field.name for field in fields), "")
        required = {field.name for field in fields if field.required}
        found.look(form, partial(tried, world, form, empty, required))
    found.report()


@only_on_sqlite
def test_what_is_asked_for_is_not_called_voluntary(world: World, forms: list[FoundForm]) -> None:
    found = Findings()
    for form, fields in with_fields(forms, TYPED | CHOICES):
        empty: Answers = dict.fromkeys((field.name for field in fields), "")
        answers = [{field.name: one} for field in fields if field.kind == "choice" for one in field.choices]
        for chosen in ({}, *answers):
            found.look(form, partial(called_voluntary, world, form, {**empty, **chosen}, str(chosen)))
    found.report()


def called_voluntary(world: World, form: FoundForm, answers: Answers, chosen: str) -> Iterator[str]:
    """Fields that a page refuses to take empty although it calls them voluntary."""
    page = sent(world, form, answers)
    for field in form.fields:
        if field.voluntary and not answers.get(field.name) and f'href="#{field.id}"' in page.text:
            yield f"{field.name} is called voluntary and asked for with {chosen}"


@only_on_sqlite
@pytest.mark.parametrize("value", ["morgen", "31.2.2026", "12,3,4", "-1", "9" * 20, "1e9", "∞", "٣"])
def test_no_date_and_no_number(world: World, forms: list[FoundForm], value: str) -> None:
    found = Findings()
    for form, fields in with_fields(forms, FIGURES):
        answers: Answers = {field.name: value for field in fields}
        found.look(form, partial(tried, world, form, answers, set(answers)))
    found.report()


@only_on_sqlite
def test_answers_that_are_not_on_offer(world: World, forms: list[FoundForm]) -> None:
    found = Findings()
    for form, fields in with_fields(forms, CHOICES):
        answers: Answers = {field.name: "<b>keine</b>" for field in fields}
        found.look(form, partial(tried, world, form, answers, set(answers)))
    found.report()


@only_on_sqlite
def test_every_answer_twice(world: World, forms: list[FoundForm]) -> None:
    found = Findings()
    for form in forms:
        answers: Answers = {field.name: ["eins", SCRIPT] for field in form.fields}
        twice: Answers = {"submission": [fresh(), "x"], "row_version": ["x", "1"]}
        found.look(form, partial(no_defect, world, form, {**answers, **twice}))
    found.report()


def no_defect(world: World, form: FoundForm, answers: Answers) -> Iterator[str]:
    """Any answer but a defect of ours."""
    page = sent(world, form, answers)
    if page.status_code not in (303, 400, 409, 422):
        yield page.status
    yield from unescaped(page)


@only_on_sqlite
def test_a_wrong_token_loses_no_text(world: World, forms: list[FoundForm]) -> None:
    found = Findings()
    before = rows()
    for form in forms:
        found.look(form, partial(without_token, world, form))
    assert changed(before, rows()) == []
    found.report()


def without_token(world: World, form: FoundForm) -> Iterator[str]:
    """400, and longer texts to be copied."""
    answers: Answers = {one.name: SCRIPT for one in form.fields if one.kind in WORDS}
    page = form.post(world, answers, csrf_token="wrong")
    if page.status_code != 400:
        yield f"{page.status_code} instead of 400"
    if answers and SCRIPT not in soup(page).get_text():
        yield "what was typed is lost"
    yield from unescaped(page)


@only_on_sqlite
@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_people_type(world: World, forms: list[FoundForm], data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([form for form in forms if form.fields]), label="form")
    known = ["4.12.2026", "2.480,00", "", SCRIPT, EMOJI, TURNED, LONG_NAME]
    anything = st.one_of(st.text(max_size=300), st.sampled_from(known))
    answers: dict[str, Value | None] = {}
    for field in form.fields:
        offered = st.one_of(anything, st.sampled_from(field.choices)) if field.choices else anything
        answers[field.name] = data.draw(offered, label=field.name)
    page = sent(world, form, answers)
    assert page.status_code in (303, 422), page.status
    if page.status_code == 422:
        assert list(refused(page, form, answers, set())) == []


# ---- Twice, and too late ---------------------------------------------------------------------------

# Forms that no plausible answer gets through in this world, and why.
NOT_SENT = {
    "people.login": "answers 303 only to somebody's own password",
    "people_import.send": "needs a file; test_joining_import.py sends one, and twice",
}
# A counter of requests, which is to count the second one too.
COUNTS = {"failed_try"}


@only_on_sqlite
def test_a_double_click_does_it_once_and_a_stale_page_nothing(world: World, forms: list[FoundForm]) -> None:
    found = Findings()
    for form in forms:
        found.look(form, partial(twice_and_late, world, form))
    found.report()


def twice_and_late(world: World, form: FoundForm) -> Iterator[str]:
    """Send it, send the same again, and once more as if somebody else had been faster."""
    refusals = set()
    for answers in plausible(form):
        submission = fresh()
        first = form.post(world, answers, submission=submission)
        if first.status_code == 303:
            break
        refusals.add(errors_of(first) or first.status)
    else:
        if form.key[0] not in NOT_SENT:
            yield " / ".join(sorted(refusals))
        return
    done = rows(NOTED_BY_THE_WAY | COUNTS)
    second = form.post(world, answers, submission=submission)
    if second.status_code != 303:
        yield f"the second click answers {second.status} {errors_of(second)}"
    yield from (f"the second click changed {name}" for name in changed(done, rows(NOTED_BY_THE_WAY | COUNTS)))
    world.reset()
    yield from too_late(world, form, answers)


def too_late(world: World, form: FoundForm, answers: Answers) -> Iterator[str]:
    """409 with what changed and what was typed, if the form says with which version it was shown."""
    version = str(form.sent.get("row_version", ""))
    if not version:
        return
    if version == "0":  # nobody had saved it: now somebody does
        form.post(world, answers)
        version = "1"
    before = rows()
    page = form.post(world, answers, row_version=str(int(version) - 1))
    if page.status_code != 409:
        yield f"a stale page answers {page.status}"
    else:
        if "Inzwischen" not in errors_of(page):
            yield f"stale, but not what changed: {errors_of(page)}"
        yield from (f"stale: {line}" for line in refused(page, form, answers, set()))
        yield from (f"a stale page changed {name}" for name in changed(before, rows()))
    world.reset()


@only_on_sqlite
def test_two_people_who_order_the_same_do_not_undo_each_other(world: World, forms: list[FoundForm]) -> None:
    form = next(form for form in forms if form.key[0] == "cases.legal_hold")
    answers = [form.post(world, {}).status_code for _person in range(2)]
    title = soup(world.client(form.role).get(form.page)).find("h1")
    world.reset()

    assert answers == [303, 303]
    assert title is not None
    assert title.text.strip() == "Aufbewahrung beenden"


# ---- Dates and numbers as Germans write them -------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "price", "hours"),
    [
        ("4.12.2026", "04.03.27", "2.480,00", "1.200"),
        ("4. Dezember 2026", "4,3,2027", "2480", "1200"),
        ("041226", "2027-03-04", "2 480,00 €", "1 200"),
    ],
)
def test_dates_and_numbers_as_germans_write_them(
    world: World, forms: list[FoundForm], start: str, end: str, price: str, hours: str
) -> None:
    form = next(form for form in forms if form.key[0] == "cases.new_offer")
    answers: Answers = {
        "title": "Kurs in Deutsch", "provider": "Haus", "starts_on": start, "ends_on": end,
        "price_eur": price, "hours": hours,
    }  # fmt: skip
    answer = form.post(world, answers)
    assert answer.status_code == 303, errors_of(answer)
    client = world.client(form.role)
    card = card_called(client.follow(answer), "Kurs in Deutsch")
    text = readable(card.get_text(" "))
    change = next(str(link["href"]) for link in card.find_all("a") if "/offers/" in str(link["href"]))
    shown: dict[str, Any] = {
        str(tag["name"]): tag.get("value") for tag in soup(client.get(change)).find_all("input")
    }
    world.reset()

    assert "2.480,00 €" in text
    assert "4. Dezember 2026 – 4. März 2027" in text
    assert (shown["starts_on"], shown["ends_on"]) == ("4.12.2026", "4.3.2027")
    assert (shown["price_eur"], shown["hours"]) == ("2.480,00", "1200")


def card_called(page: TestResponse, title: str) -> Tag:
    """The card with this heading."""
    heading = soup(page).find("h2", string=title)
    assert isinstance(heading, Tag)
    card = heading.find_parent(class_="wbv-karte")
    assert isinstance(card, Tag)
    return card
