"""Forms of the paths as web forms: every shipped form can be asked, and answers come back typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tests.small_shell import small_shell
from wbv_mentor.config import ROOT
from wbv_mentor.engine import types
from wbv_mentor.engine.loader import load_all
from wbv_mentor.pathways.forms import build_form, draft_of, fill, uploads_of, values_of
from wbv_mentor.web.fields import Upload
from wbv_mentor.web.forms import Form

SEEN = {"label": {"de": "Feld", "en": "Field"}, "category": "process", "retention": "process"}


def declared(*fields: dict[str, Any]) -> types.Form:
    """A definition's form with these fields; all that a field must have is filled in."""
    return types.Form.model_validate(
        {"label": SEEN["label"], "fields": [{**SEEN, "visible_to": ["mentor"], **field} for field in fields]}
    )


NEEDED_WHEN = ("Nur bei ", "Nur nötig", "Nur, wenn Sie es für die Person", "Nur nach Ablauf", "Nötig", "Bei ")


def test_what_is_needed_in_some_cases_is_not_called_voluntary() -> None:
    forms = [form for path in load_all(ROOT / "workflows") for form in path.forms.values()]
    asked = [field for form in forms for field in form.fields]
    told = [field for field in asked if field.hint is not None and field.hint.de.startswith(NEEDED_WHEN)]
    assert len(told) >= 8
    assert [field.name for field in told if not (field.sometimes_needed or field.required)] == []
    assert [field.name for field in asked if field.sometimes_needed and field.required] == []


ALL = declared(
    {"name": "line", "type": "text", "required": True, "max_length": 10},
    {"name": "lines", "type": "long_text"},
    {"name": "day", "type": "date"},
    {"name": "count", "type": "integer"},
    {"name": "share", "type": "decimal"},
    {"name": "price", "type": "money_eur"},
    {"name": "agreed", "type": "yes_no"},
    {"name": "email", "type": "email"},
    {"name": "phone", "type": "phone"},
    {"name": "one", "type": "choice", "choices": [{"value": "a", "label": {"de": "A", "en": "A"}}]},
    {"name": "some", "type": "multi_choice", "choices": [{"value": "a", "label": {"de": "A", "en": "A"}}]},
    {"name": "scan", "type": "file"},
    {"name": "secret", "type": "text", "visible_to": ["trainer"]},
)


@pytest.fixture
def shell() -> Iterator[Flask]:
    """A request of the shell alone."""
    app = small_shell()
    with app.test_request_context("/"):
        yield app


def sent(form: type[Form], **answers: Any) -> Form:
    """The form as if these answers had been sent, not validated yet."""
    return form(formdata=MultiDict(answers), meta={"csrf": False})


@pytest.mark.usefixtures("shell")
def test_answers_come_back_in_python_types() -> None:
    form = sent(
        build_form(ALL, private_addresses=False), line=" Öl ",
        lines="a\nb", day="4.12.2026", count="12", share="12,5",
        price="2.480,00", agreed="no", email="Kim@Post.example", phone="0681 123456", one="a", some="a",
    )  # fmt: skip
    assert form.validate(), form.errors
    assert values_of(form) == {
        "line": "Öl", "lines": "a\nb", "day": date(2026, 12, 4), "count": 12, "share": Decimal("12.5"),
        "price": Decimal("2480.00"), "agreed": False, "email": "Kim@post.example", "phone": "0681 123456",
        "one": "a", "some": ["a"],
    }  # fmt: skip


@pytest.mark.usefixtures("shell")
def test_empty_answers_are_left_out_and_required_ones_refused() -> None:
    form = sent(build_form(ALL))
    assert not form.validate()
    assert set(form.errors) == {"line"}
    assert values_of(form) == {}


@pytest.mark.usefixtures("shell")
def test_a_role_is_asked_what_it_may_see_and_what_is_required() -> None:
    trainer = build_form(ALL, role="trainer")()
    assert [field.name for field in trainer.shown_fields()] == ["line", "secret"]
    assert "secret" not in build_form(ALL, role="mentor")()


@pytest.mark.usefixtures("shell")
def test_files_are_asked_only_by_a_room_that_keeps_them() -> None:
    assert "scan" not in build_form(ALL)()
    form = build_form(ALL, files=True)()
    form["scan"].data = Upload("x.pdf", "application/pdf", b"%PDF-")
    assert uploads_of(form) == {"scan": form["scan"].data}
    assert "scan" not in values_of(form)


@pytest.mark.usefixtures("shell")
def test_a_draft_forgives_what_is_empty_but_not_what_cannot_be_read() -> None:
    form = sent(build_form(ALL), agreed="yes", count="3")
    assert draft_of(form) == {"agreed": True, "count": 3}
    assert not form.failed
    broken = sent(build_form(ALL), day="irgendwann", count="3")
    assert draft_of(broken) == {"count": 3}
    assert broken.failed


@pytest.mark.usefixtures("shell")
def test_kept_values_are_shown_but_never_over_what_was_typed() -> None:
    fresh = build_form(ALL)()
    fill(fresh, {"line": "alt", "day": date(2026, 12, 4), "agreed": True, "unknown": 1})
    assert (fresh["line"].data, fresh["day"]._value()) == ("alt", "4.12.2026")
    assert [chosen for _value, _label, chosen, _more in fresh["agreed"].iter_choices()] == [True, False]
    typed = sent(build_form(ALL), line="neu")
    fill(typed, {"line": "alt"})
    assert typed["line"].data == "neu"


@pytest.mark.usefixtures("shell")
def test_a_choice_that_is_not_on_offer_is_refused() -> None:
    form = sent(build_form(ALL), line="x", one="b", some="b")
    assert not form.validate()
    assert set(form.errors) == {"one", "some"}


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("name", ["data", "errors", "version", "reasons", "submission", "validate"])
def test_a_name_that_a_form_needs_for_itself_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        build_form(declared({"name": name, "type": "text"}))


@pytest.mark.usefixtures("shell")
def test_every_shipped_form_without_choices_from_elsewhere_can_be_asked() -> None:
    asked = 0
    for workflow in load_all(ROOT / "workflows"):
        for definition in workflow.forms.values():
            plain = definition.model_copy(
                update={"fields": tuple(field for field in definition.fields if field.source is None)}
            )
            form = build_form(plain, files=True)()
            assert len(form.shown_fields()) == len(plain.fields)
            asked += 1
    assert asked > 40
