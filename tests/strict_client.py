"""A test client that looks at every answer: what no page may ever do fails the test that met it."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from wbv_mentor.db import session

TEXT_INPUTS_LEFT_OUT = {"submit", "button", "image", "reset", "file"}


class StrictClient(FlaskClient):
    """Checks each answer; `submit` sends a page's own form, hidden fields and all, as a browser does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Any request. A redirect is not followed unless asked for."""
        if args and isinstance(args[0], str):
            kwargs.setdefault("base_url", self.application.config["SETTINGS"].base_url)
        # The test's own session lets go of its snapshot, so that it sees what the request did. The
        # request gets a context of its own: it would share ours, and with it who is signed in.
        session.rollback()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        check_answer(response)
        return response

    def submit(
        self, page: TestResponse, *, form: str | None = None, button: str | None = None, **fields: Any
    ) -> TestResponse:
        """Fill in and send a form of `page`.

        `form` is the id or the end of the action of the form (default: the only one with all `fields`);
        `button` is the value of the submit button pressed. None leaves a field out.
        """
        found = find_form(page, form, set(fields))
        data = filled_in(found) | fields
        if button is not None:
            pressed = found.find("button", value=button) or found.find("input", value=button)
            assert isinstance(pressed, Tag), f"no button {button!r} in the form"
            data[str(pressed["name"])] = button
        data = {name: value for name, value in data.items() if value is not None}
        target = urljoin(page.request.url, str(found.get("action") or page.request.url))
        parts = urlsplit(target)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if str(found.get("method", "get")).lower() == "get":
            return self.get(parts.path, query_string=data)
        return self.post(path, data=data)

    def follow(self, response: TestResponse) -> TestResponse:
        """The page that a redirect leads to."""
        assert response.location is not None, f"{response.status} leads nowhere: {response.text[:500]}"
        parts = urlsplit(response.location)
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))


def check_answer(response: TestResponse) -> None:
    """Fails on an error of ours, a missing policy, inline code, a doubled id, a form without a token."""
    where = f"{response.request.method} {response.request.path} -> {response.status}"
    assert response.status_code < 500, f"{where}\n{response.text[:2000]}"
    assert "default-src 'none'" in response.headers.get("Content-Security-Policy", ""), f"{where}: no policy"
    counts_only = response.request.path.endswith("/funding-check/result")  # keeps nothing
    if response.request.method == "POST" and not response.history and not counts_only:
        assert response.status_code != 200, f"{where}: a POST redirects or refuses, else a reload repeats it"
    if response.mimetype == "text/html" and response.data:
        check_page(where, response.text)


class Looked(HTMLParser):
    """Looks through a page once, tag by tag: a tree of every answer would take longer than the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.ids: Counter[str] = Counter()
        self._form_without_token = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What the policy would block; what a form holds."""
        found = dict(attrs)
        inline = [name for name in found if name == "style" or name.startswith("on")]
        if inline:
            self.wrong.append(f"<{tag}> has {inline}")
        if tag == "style" or (
            tag == "script" and "src" not in found and found.get("type") != "application/json"
        ):
            self.wrong.append(f"inline {tag}")
        if "id" in found:
            self.ids[str(found["id"])] += 1
        if tag == "form":
            self.form_ends()
            self._form_without_token = str(found.get("method", "get")).lower() == "post"
        elif tag == "input" and found.get("name") == "csrf_token":
            self._form_without_token = False

    def handle_endtag(self, tag: str) -> None:
        """What a form should have held by its end."""
        if tag == "form":
            self.form_ends()

    def form_ends(self) -> None:
        """By now a form that is posted had its token."""
        if self._form_without_token:
            self.wrong.append("a form without a token")
        self._form_without_token = False


def check_page(where: str, page: str) -> None:
    """Fails on what the policy would block, on doubled ids and on a POST form without a token."""
    looked = Looked()
    looked.feed(page)
    looked.close()
    looked.form_ends()
    assert not looked.wrong, f"{where}: {looked.wrong}"
    doubled = [name for name, count in looked.ids.items() if count > 1]
    assert not doubled, f"{where}: ids used twice: {doubled}"


def find_form(page: TestResponse, wanted: str | None, fields: set[str]) -> Tag:
    """The form of a page; fails if it is missing or if several would do."""
    forms = BeautifulSoup(page.text, "html.parser").find_all("form")
    if wanted is not None:
        fitting = [form for form in forms if wanted in (form.get("id"), form.get("action"))]
        fitting = fitting or [form for form in forms if str(form.get("action", "")).endswith(wanted)]
    else:
        fitting = [form for form in forms if fields <= names_in(form)]
    assert len(fitting) == 1, (
        f"{len(fitting)} forms fit {wanted or sorted(fields)} on {page.request.path} ({page.status}); "
        f"it has {[(form.get('id'), form.get('action')) for form in forms]}"
    )
    return fitting[0]


def names_in(form: Tag) -> set[str]:
    """The names of a form's fields."""
    return {str(tag["name"]) for tag in form.find_all(["input", "select", "textarea"]) if tag.get("name")}


def filled_in(form: Tag) -> dict[str, Any]:
    """What a browser would send for a form that nobody touched."""
    data: dict[str, Any] = {}
    for tag in form.find_all(["input", "select", "textarea"]):
        if not tag.get("name") or tag.has_attr("disabled"):
            continue
        values = _values(tag)
        if values:
            name = str(tag["name"])
            data[name] = [*_as_list(data[name]), *values] if name in data else _plain(values)
    return data


def _values(tag: Tag) -> list[str]:
    if tag.name == "textarea":
        return [tag.text.removeprefix("\n")]
    if tag.name == "select":
        options = tag.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not chosen and not tag.has_attr("multiple"):
            chosen = options[:1]
        return [str(option.get("value", option.text)) for option in chosen]
    kind = str(tag.get("type", "text"))
    if kind in TEXT_INPUTS_LEFT_OUT or (kind in {"checkbox", "radio"} and not tag.has_attr("checked")):
        return []
    return [str(tag.get("value", "on" if kind == "checkbox" else ""))]


def _as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _plain(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values
