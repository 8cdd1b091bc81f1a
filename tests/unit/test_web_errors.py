"""Every error is a page with a sentence and a way back; no answer shows how the house is built."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from werkzeug.test import TestResponse

from tests.small_shell import small_shell, without_rooms
from wbv_mentor.errors import Forbidden, NotFound, Refused, Stale, say
from wbv_mentor.web.access import public
from wbv_mentor.web.fields import MoneyField, TextField
from wbv_mentor.web.forms import Form, form_page

LONG = "Ein langer Text, den niemand zweimal tippt."
MISSING = say("Es fehlt die Einwilligung.").with_fix("/cases/1/consent")
ONLY_AK = say("Nur die AK.")
CHANGED = say("Inzwischen hat %(role)s diesen Fall geändert.", role="AK-Koordination")


class Offer(Form):
    """Two fields."""

    title = TextField("Titel", max_length=80)
    cost = MoneyField("Kurskosten")


@pytest.fixture(autouse=True)
def nobody_signed_in() -> Iterator[None]:
    with without_rooms():
        yield


@pytest.fixture
def shell() -> Flask:
    app = small_shell()
    app.config["WTF_CSRF_ENABLED"] = False

    @app.route("/cases/1", methods=["GET"])
    @public
    def case() -> str:
        return "case"

    @app.post("/cases/1/transitions/<name>")
    @public
    def fire(name: str) -> ResponseReturnValue:
        errors = {
            "refused": Refused(MISSING),
            "forbidden": Forbidden(say("Nur die AK.")),
            "stale": Stale(CHANGED),
        }
        if name == "defect":
            raise ZeroDivisionError("SELECT secret FROM account")
        raise errors.get(name, NotFound())

    @app.get("/abort/<int:code>")
    @public
    def stop(code: int) -> ResponseReturnValue:
        abort(code)

    @app.route("/offer", methods=["GET", "POST"])
    @public
    def offer() -> ResponseReturnValue:
        form = Offer()
        if not form.validate_on_submit():
            return form_page("pages/barrier.html", form=form, answer_by=None, can_send=True)
        refusal = Refused(MISSING, field="title" if form.title.data == "field" else None)
        error = Stale(CHANGED) if form.title.data == "stale" else refusal
        return form_page("pages/barrier.html", form=form, answer_by=None, can_send=True, error=error)

    return app


def page(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("refused", 422, "Es fehlt die Einwilligung."),
        ("forbidden", 403, "Nur die AK."),
        ("stale", 409, "Inzwischen hat AK-Koordination diesen Fall geändert."),
        ("unknown", 404, "Diese Seite gibt es nicht, oder sie ist nicht für Sie freigegeben."),
    ],
)
def test_an_answer_says_what_is_and_keeps_what_was_typed(
    shell: Flask, name: str, status: int, sentence: str
) -> None:
    answer = shell.test_client().post(f"/cases/1/transitions/{name}", data={"note": LONG, "submission": LONG})

    assert answer.status_code == status
    found = page(answer)
    assert len(found.find_all("h1")) == 1
    assert sentence in found.get_text()
    assert answer.text.count(LONG) == 1
    assert found.find("a", href="/cases/1") is not None


def test_a_refusal_leads_to_where_it_can_be_mended(shell: Flask) -> None:
    answer = shell.test_client().post("/cases/1/transitions/refused")

    assert page(answer).find("a", href="/cases/1/consent") is not None


def test_a_defect_has_the_same_number_in_the_log(shell: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = shell.test_client().post("/cases/1/transitions/defect")

    assert answer.status_code == 500
    number = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", answer.text)
    assert number is not None
    assert number[0] in caplog.text
    assert "/cases/1/transitions" not in caplog.records[-1].getMessage()
    for secret in ("Traceback", "ZeroDivision", "SELECT", "wbv_mentor/"):
        assert secret not in answer.text


def test_a_defect_of_the_layout_still_gets_the_sentence(shell: Flask) -> None:
    shell.jinja_env.globals["asset"] = None  # every page with the layout fails now

    answer = shell.test_client().get("/cases/1/nowhere")

    assert answer.status_code == 500
    assert "Der Fehler liegt bei uns, nicht bei Ihnen." in answer.text


@pytest.mark.parametrize("code", [400, 404, 405, 413, 418, 429])
def test_every_http_error_is_a_page_in_german(shell: Flask, code: int) -> None:
    answer = shell.test_client().get(f"/abort/{code}")

    assert answer.status_code == code
    assert page(answer).find("a", href="/") is not None
    assert "teapot" not in answer.text.lower()


def test_a_wrong_method_names_the_right_ones(shell: Flask) -> None:
    answer = shell.test_client().delete("/cases/1")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_what_is_too_large_gets_a_sentence(shell: Flask) -> None:
    answer = shell.test_client().post("/offer", data={"title": "x" * 12_000_000})

    assert answer.status_code == 413
    assert "höchstens 10 MB" in answer.text


def test_a_page_left_open_too_long_shows_what_was_typed(shell: Flask) -> None:
    shell.config["WTF_CSRF_ENABLED"] = True

    answer = shell.test_client().post("/offer", data={"title": LONG})

    assert answer.status_code == 400
    assert "zu lange offen" in answer.text
    assert LONG in answer.text


def test_wrong_answers_are_listed_and_linked(shell: Flask) -> None:
    answer = shell.test_client().post("/offer", data={"title": "", "cost": "ca. <b>2500</b>"})

    found = page(answer)
    assert answer.status_code == 422
    assert found.title is not None
    assert found.title.get_text().startswith("Fehler: ")
    links = found.select("#fehler a")
    assert [link.get_text() for link in links] == [
        "Titel: Bitte füllen Sie dieses Feld aus.",
        "Kurskosten: Geben Sie eine Zahl ein, zum Beispiel 2.480,00.",
    ]
    for link in links:
        field = found.find(id=str(link["href"]).removeprefix("#"))
        assert field is not None
        assert field["aria-invalid"] == "true"
        for name in str(field["aria-describedby"]).split():
            assert found.find(id=name) is not None
    cost = found.find(id="cost")
    assert cost is not None
    assert cost["value"] == "ca. <b>2500</b>"


@pytest.mark.parametrize(
    ("title", "status", "sentence"),
    [
        ("other", 422, "Es fehlt die Einwilligung."),
        ("field", 422, "Titel: Es fehlt die Einwilligung."),
        ("stale", 409, "Inzwischen hat AK-Koordination diesen Fall geändert."),
    ],
)
def test_a_refused_form_comes_back(shell: Flask, title: str, status: int, sentence: str) -> None:
    answer = shell.test_client().post("/offer", data={"title": title, "cost": "12,50"})

    found = page(answer)
    listed = found.select_one("#fehler")
    assert answer.status_code == status
    assert listed is not None
    assert sentence in listed.get_text()
    cost = found.find(id="cost")
    assert cost is not None
    assert cost["value"] == "12,50"


@pytest.mark.parametrize("sent", ["", "kaputt", "' OR 1=1"])
def test_a_broken_submission_id_is_replaced(shell: Flask, sent: str) -> None:
    with shell.test_request_context("/", method="POST", data={"submission": sent, "row_version": sent}):
        form = Offer()

        assert re.fullmatch(r"[0-9a-f-]{36}", form.submission_id)
        assert form.version is None


def test_a_form_keeps_its_submission_and_its_version(shell: Flask) -> None:
    sent = {"submission": "6f1c2c3e-98a5-4d0f-8a29-0c9a6c1d2e3f", "row_version": "7"}
    with shell.test_request_context("/", method="POST", data=sent):
        form = Offer()
        assert (form.submission_id, form.version) == (sent["submission"], 7)

        form.show_version(8)
        assert 'value="8"' in str(form.row_version())
