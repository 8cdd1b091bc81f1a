"""Finds every form there is by opening what each role can open, and sends it as a browser does."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.factories import fresh
from tests.strict_client import filled_in
from tests.world import ROLES, World

MACHINE = {"csrf_token", "submission", "row_version"}
KIND = "wbv-eingabe--"  # the class that says what kind of answer an input takes
MOST_PAGES = 600
DIFFER_BY_STATE = {"cases.show", "mentee.show"}
Key = tuple[str, ...]
Value = str | list[str]


@dataclass(frozen=True)
class Field:
    """One question of a form."""

    name: str
    kind: str  # as web/fields.py names kinds; select, choice, multi_choice and check by their looks
    id: str
    required: bool
    voluntary: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundForm:
    """A form on a page, with whatever its hidden fields held and its questions already answered."""

    key: Key
    role: str
    page: str
    action: str
    sent: Mapping[str, Any]
    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return f"{' '.join(self.key)} as {self.role} on {self.page}"

    def post(self, world: World, answers: Mapping[str, Value | None], **machine: str) -> TestResponse:
        """Send it with these answers, as a sending of its own; None leaves a field out."""
        data = {**self.sent, "submission": fresh(), **machine, **answers}
        sent = {name: value for name, value in data.items() if value is not None}
        return world.client(self.role).post(self.action, data=sent)


def every_form(world: World) -> list[FoundForm]:
    """Each form once, whoever meets it first."""
    found: dict[Key, FoundForm] = {}
    for role, page in every_page(world):
        for form in forms_on(world, role, page):
            found.setdefault(form.key, form)
    return list(found.values())


def every_page(world: World) -> Iterator[tuple[str, TestResponse]]:
    """What each role reaches from the start, and the mentee from her links; each kind of page once."""
    own = world.own
    starts = {role: ["/", "/cases", "/konto", "/barriere-melden"] for role in ROLES}
    starts["mentor"] += [f"/cases/{reference}" for reference in own.cases.values()]
    starts["coordinator"] += [f"/cases/{reference}" for reference in own.cases.values()]
    starts["mentee"] = [f"/meine-beratung/{token}" for token in own.links.values()]
    links = [f"/einladung/{own.values['einladung']}", f"/passwort/{own.values['passwort']}"]
    starts["anonymous"] = ["/", "/login", "/passwort-vergessen", *links]
    for role, addresses in starts.items():
        yield from crawl(world, role, addresses)


def crawl(world: World, role: str, waiting: list[str]) -> Iterator[tuple[str, TestResponse]]:
    """Open pages and what they lead to, one of each kind in each case."""
    client, seen = world.client(role), set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(world, address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        assert len(seen) < MOST_PAGES, "this never ends"
        page = client.get(address)
        if page.status_code == 303 and page.location:
            waiting.append(urlsplit(page.location).path)
        if page.status_code == 200 and page.mimetype == "text/html":
            yield role, page
            waiting += links_of(page)


def links_of(page: TestResponse) -> list[str]:
    """Where a page leads within this site."""
    links = (urlsplit(str(link["href"])) for link in soup(page).find_all("a", href=True))
    return [parts.path for parts in links if not parts.scheme and parts.path]


def kind_of(world: World, address: str, *, method: str = "GET") -> Key | None:
    """What an address is, without the ids in it unless its page depends on them; None if it is not ours."""
    try:
        endpoint, values = world.app.url_map.bind("localhost").match(address, method=method)
    except HTTPException:
        return None
    if endpoint.startswith(("static", "assets")):
        return None
    kept = ("name", "form", *(("ref", "token") if endpoint in DIFFER_BY_STATE else ()))
    return (endpoint, *(str(values[name]) for name in kept if name in values))


def soup(page: TestResponse) -> BeautifulSoup:
    """The page, parsed."""
    return BeautifulSoup(page.text, "html.parser")


def forms_on(world: World, role: str, page: TestResponse) -> Iterator[FoundForm]:
    """The forms of a page that send something."""
    for form in soup(page).find_all("form"):
        if str(form.get("method", "get")).lower() != "post":
            continue
        address = urlsplit(urljoin(page.request.path, str(form.get("action") or page.request.path))).path
        kind = kind_of(world, address, method="POST")
        assert kind is not None, f"{page.request.path}: a form leads to {address}"
        fields = tuple(fields_of(form))
        names = ",".join(sorted(field.name for field in fields))
        sent = filled_in(form) | pressed(form)
        yield FoundForm((*kind, names), role, page.request.path, address, sent, fields)


def fields_of(form: Tag) -> Iterator[Field]:
    """The questions of a form, in their order, each once."""
    seen = set()
    for tag in form.find_all(["input", "select", "textarea"]):
        name = str(tag.get("name", ""))
        if not name or name in seen or str(tag.get("type")) in ("hidden", "submit"):
            continue
        seen.add(name)
        yield Field(name, kind_of_field(tag), str(tag.get("id", "")), *asked(form, tag, name))


def kind_of_field(tag: Tag) -> str:
    """What kind of answer a field takes, by what a person sees."""
    if tag.name != "input":
        return {"textarea": "long_text", "select": "select"}[tag.name]
    for css in tag.get_attribute_list("class"):
        if str(css).startswith(KIND):
            return str(css).removeprefix(KIND)
    kind = str(tag.get("type"))
    if kind == "checkbox":
        return "multi_choice" if tag.find_parent("fieldset") and tag.get("value") != "y" else "check"
    return {"radio": "choice", "file": "file"}[kind]


def asked(form: Tag, tag: Tag, name: str) -> tuple[bool, bool, tuple[str, ...]]:
    """Whether a field must be answered, whether it is called voluntary, and what is on offer."""
    group = tag.find_parent("fieldset") if tag.get("type") in ("radio", "checkbox") else None
    label = group.find("legend") if group else form.find("label", attrs={"for": str(tag.get("id"))})
    voluntary = isinstance(label, Tag) and label.find(class_="kern-label__optional") is not None
    if tag.name == "select":
        offered = tag.find_all("option")
    else:
        offered = form.find_all("input", attrs={"name": name, "type": ["radio", "checkbox"]})
    sometimes = tag.find_parent(attrs={"data-needed": "sometimes"}) is not None
    return (
        not (voluntary or sometimes),
        voluntary,
        tuple(str(one["value"]) for one in offered if one.get("value")),
    )


def pressed(form: Tag) -> dict[str, str]:
    """What the button says that a browser takes when somebody presses Enter: the first one."""
    button = form.find("button", type=lambda kind: kind in (None, "submit"))
    named = isinstance(button, Tag) and button.get("name")
    return {str(button["name"]): str(button.get("value", ""))} if isinstance(button, Tag) and named else {}


def shown_value(page: TestResponse, form: FoundForm, field: Field) -> str | None:
    """What stands in a field of the page that came back; None without the field."""
    for found in soup(page).find_all(["input", "textarea"], attrs={"name": field.name}):
        return found.text.removeprefix("\n") if found.name == "textarea" else str(found.get("value", ""))
    return None


def readable(text: str) -> str:
    """What of a text a person sees: no control characters, no direction marks, plain blanks."""
    kept = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    return " ".join(kept.replace("\ufffd", " ").split())
