"""Dates, numbers and text as people type them: read right, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage

from tests.small_shell import filled, small_shell
from wbv_mentor import clock
from wbv_mentor.web.date_fields import read_date
from wbv_mentor.web.fields import (
    CheckField,
    ChoiceField,
    DateField,
    DecimalField,
    EmailField,
    IntegerField,
    LongTextField,
    MoneyField,
    MultiChoiceField,
    NotAfter,
    NotBefore,
    NotBeforeField,
    PasswordField,
    PhoneField,
    SelectField,
    TextField,
    UploadField,
    YesNoField,
)
from wbv_mentor.web.file_fields import MOST_BYTES
from wbv_mentor.web.forms import Form
from wbv_mentor.web.number_fields import read_number

NUMBER_SENTENCE = "Geben Sie eine Zahl ein, zum Beispiel 2.480,00."
DATE_SENTENCE = "Geben Sie ein Datum ein, zum Beispiel 4.12.2026."


class Course(Form):
    """One field of each kind; all optional but the name."""

    name = TextField("Name")
    note = LongTextField("Notiz", required=False, max_length=50)
    start = DateField("Kursbeginn", required=False)
    end = DateField("Kursende", required=False, validators=[NotBeforeField("start")])
    cost = MoneyField("Kurskosten", required=False)
    share = DecimalField("Anteil", required=False, most=100)
    hours = IntegerField("Stunden", required=False, least=1, most=2000)
    kind = ChoiceField("Art", required=False, choices=[("a", "Teilzeit"), ("b", "Vollzeit")])
    place = SelectField("Ort", required=False, choices=[("sb", "Saarbrücken")])
    ways = MultiChoiceField("Wege", required=False, choices=[("mail", "E-Mail"), ("phone", "Telefon")])
    approved = YesNoField("Zugelassen?", required=False)
    email = EmailField("E-Mail", required=False)
    phone = PhoneField("Telefon", required=False)
    agreed = CheckField("Ja, einverstanden")
    proof = UploadField("Nachweis", required=False)
    secret = PasswordField("Passwort", required=False)


@pytest.fixture(autouse=True)
def request_context() -> Iterator[Flask]:
    app = small_shell()
    with app.test_request_context("/", method="POST"):
        yield app


def course(**answers: Any) -> Form:
    return filled(Course, {"name": "Ada"} | answers)


def errors_of(**answers: Any) -> list[str]:
    form = course(**answers)
    return [str(error) for field in form for error in field.errors]


@pytest.mark.parametrize(
    "text",
    [
        "4.12.2026", "04.12.2026", "04.12.26", " 4.12.2026 ", "4. 12. 2026", "4/12/2026", "4,12,2026",
        "4-12-2026", "04122026", "041226", "2026-12-04", "4. Dezember 2026", "4 Dez. 2026", "4 december 2026",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    form = course(start=text)

    assert not form.errors
    assert form["start"].data == date(2026, 12, 4)


@pytest.mark.parametrize(
    "text", ["morgen", "12/2026", "4.12.2026.", "99.99.99999", "4.12.202", "٤.١٢.٢٠٢٦", "0"]
)
def test_what_is_no_date_gets_an_example(text: str) -> None:
    assert errors_of(start=text) == [DATE_SENTENCE]


@pytest.mark.parametrize("text", ["30.2.2026", "2026-02-30", "4.13.2026", "0.1.2026", "1.1.1899", "1.1.2200"])
def test_a_day_that_no_calendar_has_is_named(text: str) -> None:
    [sentence] = errors_of(start=text)

    assert sentence.startswith("Dieses Datum gibt es nicht.")


def test_a_date_without_a_year_asks_for_it() -> None:
    assert errors_of(start="4.12.")[0].startswith("Es fehlt das Jahr.")


def test_a_leap_day_and_a_birth_year_in_two_digits() -> None:
    assert read_date("29.2.2028") == date(2028, 2, 29)
    assert read_date("1.5.69") == date(1969, 5, 1)
    assert read_date("1.5.68") == date(2068, 5, 1)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_survives_being_shown_and_read(day: date) -> None:
    assert read_date(f"{day.day}.{day.month}.{day.year}") == day
    assert read_date(day.isoformat()) == day


def test_a_stored_date_is_shown_as_germans_write_it() -> None:
    form = Course(formdata=None, data={"start": date(2026, 12, 4)}, meta={"csrf": False})

    assert form.start._value() == "4.12.2026"


def test_an_end_before_the_start_names_both_days() -> None:
    [sentence] = errors_of(start="10.3.2027", end="3.3.2027")

    assert sentence == (
        "Der 3. März 2027 liegt vor „Kursbeginn“ (10. März 2027). Bitte ändern Sie eines der beiden Daten."
    )
    assert not errors_of(start="10.3.2027", end="10.3.2027")
    assert not errors_of(end="10.3.2027")


def test_a_date_may_be_held_between_days() -> None:
    class Held(Form):
        day = DateField("Tag", validators=[NotBefore(clock.today), NotAfter(date(2199, 1, 1))])

    yesterday = clock.today() - timedelta(days=1)
    late = filled(Held, {"day": "2.1.2199"})

    assert filled(Held, {"day": f"{clock.today():%d.%m.%Y}"}).errors == {}
    assert "ab dem" in filled(Held, {"day": f"{yesterday:%d.%m.%Y}"}).errors["day"][0]
    assert late.errors["day"] == ["Geben Sie ein Datum bis zum 1. Januar 2199 ein."]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.480,00", "2480.00"), ("2480", "2480.00"), ("2.480", "2480.00"), ("2480,5", "2480.50"),
        ("2 480,00", "2480.00"), ("1.234.567,89", "1234567.89"), ("2.480,00 €", "2480.00"),
        ("99 EUR", "99.00"), ("0", "0.00"), ("0,01", "0.01"),
    ],
)  # fmt: skip
def test_money_is_read_as_germans_write_it(text: str, value: str) -> None:
    form = course(cost=text)

    assert not form.errors
    assert str(form["cost"].data) == value


@pytest.mark.parametrize(
    "text",
    ["ca. 2500", "2480.50", "2.48", "2,480.00", "1e5", "--1", "2500,-", "zwei", "٢٤٨٠", "9" * 41, "NaN", ","],
)
def test_what_is_no_amount_gets_an_example(text: str) -> None:
    form = course(cost=text)

    assert form.errors["cost"] == [NUMBER_SENTENCE]
    assert form["cost"]._value() == text


def test_money_has_two_places_and_limits() -> None:
    assert errors_of(cost="1,005") == ["Bitte höchstens 2 Stellen nach dem Komma."]
    assert errors_of(cost="-1") == ["Geben Sie eine Zahl von 0 bis 999.999.999 ein."]
    assert errors_of(share="100,5") == ["Geben Sie eine Zahl von 0 bis 100 ein."]


@given(st.decimals(min_value=0, max_value=999_999_999, places=2, allow_nan=False))
def test_every_amount_survives_being_shown_and_read(amount: Decimal) -> None:
    app = small_shell()
    with app.test_request_context("/"):
        shown = Course(formdata=None, data={"cost": amount}, meta={"csrf": False}).cost._value()

    assert read_number(shown) == amount


def test_whole_numbers_stay_whole() -> None:
    assert course(hours="1.200")["hours"].data == 1200
    assert course(hours="12,0")["hours"].data == 12
    assert errors_of(hours="12,5") == ["Geben Sie eine ganze Zahl ein, zum Beispiel 12."]
    assert errors_of(hours="0") == ["Geben Sie eine Zahl von 1 bis 2.000 ein."]


@pytest.mark.parametrize(
    "name", ["start", "cost", "hours", "kind", "place", "approved", "note", "email", "proof"]
)
def test_an_optional_empty_answer_is_none(name: str) -> None:
    form = course(**{name: "  " if name in {"start", "note"} else ""})

    assert not form.errors
    assert form[name].data is None
    assert course()["ways"].data == []


def test_a_required_answer_is_asked_for_in_the_words_of_its_field() -> None:
    class All(Form):
        name = TextField("Name")
        start = DateField("Beginn")
        cost = MoneyField("Kosten")
        kind = ChoiceField("Art", choices=[("a", "A")])
        place = SelectField("Ort", choices=[("a", "A")])
        ways = MultiChoiceField("Wege", choices=[("a", "A")])
        approved = YesNoField("Zugelassen?")
        agreed = CheckField("Ja", required=True)
        proof = UploadField("Nachweis")

    errors = filled(All, {"name": "   "}).errors

    assert errors["start"] == [DATE_SENTENCE]
    assert errors["cost"] == [NUMBER_SENTENCE]
    assert errors["approved"] == ["Wählen Sie Ja oder Nein."]
    assert set(errors) == {
        name for name in All(meta={"csrf": False}).data if name not in {"submission", "row_version"}
    }
    assert all(len(sentences) == 1 for sentences in errors.values())


def test_text_is_trimmed_composed_and_on_one_line() -> None:
    form = course(name="  Zoe\u0308 \t Zoo\n ", note=" erste Zeile\r\nzweite ")

    assert form["name"].data == "Zoë Zoo"
    assert form["note"].data == "erste Zeile\nzweite"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\x7f", "a\u0085b"])
def test_control_characters_are_refused_and_not_shown(text: str) -> None:
    form = course(note=text)

    assert "unsichtbares Zeichen" in form.errors["note"][0]
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in form["note"]._value())


def test_reading_direction_cannot_be_turned() -> None:
    form = course(name="Rechnung\u202efdp.exe\u2066")

    assert form["name"].data == "Rechnungfdp.exe"
    assert "\u202e" not in form["name"]._value()


@pytest.mark.parametrize(
    "text", ["😀 Łukasz", "محمد", "<script>alert(1)</script>", 'O\'Neill & "Söhne"', "李"]
)
def test_letters_of_all_kinds_are_kept(text: str) -> None:
    form = course(name=text)

    assert not form.errors
    assert form["name"].data == text


def test_a_text_that_is_too_long_is_kept_and_counted() -> None:
    form = course(name="ä" * 201)

    assert form.errors["name"] == ["Bitte höchstens 200 Zeichen. Sie haben 201 eingegeben."]
    assert form["name"]._value() == "ä" * 201
    assert not course(name="ä" * 200).errors


def test_choices_that_are_not_on_offer_are_refused() -> None:
    assert errors_of(kind="c") == ["Wählen Sie eine Antwort aus."]
    assert errors_of(place="xx") == ["Wählen Sie einen Eintrag aus der Liste."]
    assert errors_of(ways=["mail", "fax"]) == ["Wählen Sie mindestens eine Antwort aus."]
    assert errors_of(approved="vielleicht") == ["Wählen Sie Ja oder Nein."]


def test_choices_give_their_values() -> None:
    form = course(kind="b", place="sb", ways=["phone", "mail", "phone"], approved="no", agreed="y")

    assert (form["kind"].data, form["place"].data) == ("b", "sb")
    assert form["ways"].data == ["phone", "mail"]
    assert form["approved"].data is False
    assert form["agreed"].data is True


@pytest.mark.parametrize("value", [True, False, None])
def test_a_stored_yes_or_no_is_marked(value: bool | None) -> None:
    form = Course(formdata=None, data={"approved": value}, meta={"csrf": False})

    marked = [answer for answer, _label, chosen, _more in form.approved.iter_choices() if chosen]
    assert marked == ({True: ["yes"], False: ["no"], None: []}[value])


@pytest.mark.parametrize(
    "text", ["ada", "ada@", "@post.example", "ada @post.example", "a@b@c.de", "ada@localhost"]
)
def test_what_is_no_mail_address_is_refused(text: str) -> None:
    assert errors_of(email=text) == ["Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de."]


def test_a_mail_address_is_stored_with_a_small_domain() -> None:
    assert course(email=" Ada@Post.EXAMPLE ")["email"].data == "Ada@post.example"


@pytest.mark.parametrize("text", ["0681 4005-0", "+49 (681) 4005/12", "110 112"])
def test_telephone_numbers_are_kept_as_written(text: str) -> None:
    assert course(phone=text)["phone"].data == text


@pytest.mark.parametrize("text", ["ruf an", "123", "0681 abc", "+"])
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    assert errors_of(phone=text) == ["Geben Sie eine Telefonnummer ein, zum Beispiel 0681 123456."]


def test_a_password_is_kept_as_typed_and_never_shown() -> None:
    form = course(secret="  ganz  geheim ")

    assert form["secret"].data == "  ganz  geheim "
    assert form["secret"]._value() == ""


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
    ],
)
def test_a_file_is_told_by_its_bytes(content: bytes, media_type: str) -> None:
    form = course(proof=FileStorage(BytesIO(content), filename="C:\\Fotos\\Bild\u202e.exe"))

    upload = form["proof"].data
    assert (upload.media_type, upload.content, upload.name) == (media_type, content, "Bild.exe")


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<svg/>", b"%PDF-" + b"x" * MOST_BYTES])
def test_other_files_and_too_large_ones_are_refused(content: bytes) -> None:
    form = course(proof=FileStorage(BytesIO(content), filename="nachweis.pdf"))

    assert form.errors["proof"] == [
        "Die Datei ist kein PDF und kein Bild. Bitte nehmen Sie PDF, JPG oder PNG, höchstens 10 MB."
    ]
