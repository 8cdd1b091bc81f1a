"""A test client that looks at every answer: what no page may ever do fails the test that met it."""

from __future__ import annotations

from collections import Counter
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
    if response.request.method == "POST" and not response.history:
        assert response.status_code != 200, f"{where}: a POST redirects or refuses, else a reload repeats it"
    if response.mimetype == "text/html" and response.data:
        check_page(where, BeautifulSoup(response.text, "html.parser"))


def check_page(where: str, page: BeautifulSoup) -> None:
    """Fails on what the policy would block, on doubled ids and on a POST form without a token."""
    for tag in page.find_all(True):
        inline = [name for name in tag.attrs if name == "style" or name.startswith("on")]
        assert not inline, f"{where}: <{tag.name}> has {inline}"
    assert not page.find_all("style"), f"{where}: inline style"
    assert not page.find_all("script", src=False, type=lambda kind: kind != "application/json"), (
        f"{where}: inline script"
    )
    ids = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    doubled = [name for name, count in ids.items() if count > 1]
    assert not doubled, f"{where}: ids used twice: {doubled}"
    for form in page.find_all("form"):
        if str(form.get("method", "get")).lower() == "post":
            assert form.find("input", attrs={"name": "csrf_token"}), f"{where}: a form without a token"


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
