"""CSV files with people: every way in which Excel and others write them, and what is wrong with a line."""

from __future__ import annotations

from datetime import date

import pytest

from wbv_mentor.errors import Refused
from wbv_mentor.qualification.joining.csv_reading import MOST_LINES, OTHERWISE, Line, read_sheet
from wbv_mentor.qualification.joining.csv_writing import as_typed, csv_file, harmless
from wbv_mentor.qualification.joining.people_columns import (
    person_of,
    places_of,
    template_rows,
    unread,
)

TEXT = "Vorname;Nachname;E-Mail\r\nJürgen;Groß;jg@post.example\r\n\r\nAyşe;Ö;a@post.example\r\n"
LATIN = TEXT.replace("Ayşe", "Anne")
TODAY = date(2026, 11, 30)
HEADER = (
    "Vorname",
    "Nachname",
    "E-Mail",
    "Telefon",
    "Unterschrieben am",
    "Arbeit im Saarland",
    "Freistellung",
)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (LATIN.encode("cp1252"), ["Jürgen", "Anne"]),
        (TEXT.encode("utf-8-sig"), ["Jürgen", "Ayşe"]),
        (TEXT.encode(), ["Jürgen", "Ayşe"]),
        (TEXT.replace("\r\n", "\n").replace(";", ",").encode(), ["Jürgen", "Ayşe"]),
        (TEXT.replace(";", "\t").encode("utf-16"), ["Jürgen", "Ayşe"]),
        (("sep=;\r\n" + TEXT).encode(), ["Jürgen", "Ayşe"]),
        (TEXT.replace("Jürgen", '"Jürgen"').replace("Groß", '"Groß; ""G"""').encode(), ["Jürgen", "Ayşe"]),
    ],
)
def test_every_way_of_writing_is_read(content: bytes, names: list[str]) -> None:
    sheet = read_sheet(content)
    assert sheet.header == ("Vorname", "Nachname", "E-Mail")
    assert [line.values[0] for line in sheet.lines] == names
    assert [line.fault for line in sheet.lines] == [None, None]


def test_lines_keep_their_numbers_over_empty_and_long_ones() -> None:
    content = b'Vorname;Nachname;E-Mail\n\n"Jo\nAnn";A;a@b.example\n;;\nBo;B;b@b.example\n'
    assert [(line.number, line.values[1]) for line in read_sheet(content).lines] == [(3, "A"), (6, "B")]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_line_in_another_encoding_is_kept_apart(mark: bytes) -> None:
    lines = [b"Vorname;Nachname;E-Mail\r\n", "Jürgen;G;j@b.example\r\n".encode()]
    content = mark + b"".join(lines) + "Käthe;K;k@b.example\r\n".encode("cp1252")
    first, second = read_sheet(content).lines
    assert first.fault is None
    assert (second.fault, second.values[0]) == (OTHERWISE, "Käthe")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leer"),
        (b"\r\n;;\r\n", "leer"),
        (b"PK\x03\x04rest", "Excel-Mappe"),
        (b"\xd0\xcf\x11\xe0rest", "Excel-Mappe"),
        (b"a;b\x00\n", "keine CSV-Datei"),
        (b"a;b\n" + b"x;y\n" * (MOST_LINES + 1), "höchstens 10.000 Zeilen"),
        (b"a;b\n" + b"x" * 200_000 + b";y\n", "Ab Zeile 2"),
    ],
)
def test_what_is_no_file_with_people_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        read_sheet(content)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (("Name", "Strasse"), "Es fehlen Spalten: Vorname, E-Mail. Gefunden: Name, Strasse"),
        (("Vorname", "Nachname", "E-Mail", "Mail"), "„E-Mail“ gibt es zweimal"),
    ],
)
def test_wrong_columns_are_named(header: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        places_of(header)


def test_columns_in_any_order_and_by_other_names() -> None:
    header = ("Firma", " E-Mail-Adresse", "NACHNAME", "vorname", "Blutgruppe", "Fehler")
    assert places_of(header) == {"company": 0, "email": 1, "last_name": 2, "first_name": 3}
    assert unread(header) == ["Blutgruppe"]


def faults(*values: str) -> list[str]:
    person, wrong = person_of(Line(2, values), places_of(HEADER), len(HEADER), TODAY)
    assert person or wrong
    return [str(one) for one in wrong]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (("", "Groß", "j@b.example"), "Vorname: fehlt."),
        (("Jo", "Groß"), "E-Mail: fehlt."),
        (("Jo", "Groß", "j@@b"), "E-Mail: keine E-Mail-Adresse."),
        (("J" * 101, "Groß", "j@b.example"), "Vorname: höchstens 100 Zeichen."),
        (("=cmd|' /C calc'!A0", "Groß", "j@b.example"), "Vorname: das sieht nach einer Formel aus."),
        (("JÃ¼rgen", "Groß", "j@b.example"), "Vorname: die Umlaute sind verfälscht."),
        (("Jo\x07", "Groß", "j@b.example"), "Vorname: enthält ein unsichtbares Zeichen."),
        (("Jo", "G", "j@b.example", "ruf an"), "Telefon: keine Telefonnummer."),
        (("Jo", "G", "j@b.example", "", "31.2.2026", "ja"), "Unterschrieben am: kein Datum"),
        (("Jo", "G", "j@b.example", "", "1.1.2027", "ja"), "liegt in der Zukunft"),
        (("Jo", "G", "j@b.example", "", "1.1.2026"), "Arbeit im Saarland: Bei einem unterschriebenen"),
        (("Jo", "G", "j@b.example", "", "", "vielleicht"), "möglich sind: ja, nein"),
        (("Jo", "G", "j@b.example", "", "", "", "Chef"), "möglich sind: Betrieb, SBFG"),
        (("Jo", "G", "j@b.example", "", "", "", "", "mehr"), "mehr Felder als die Kopfzeile"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(values: tuple[str, ...], sentence: str) -> None:
    assert sentence in " ".join(faults(*values))


def test_several_faults_of_a_line_are_said_at_once() -> None:
    assert len(faults("", "", "kein", "x", "y")) == 5


@pytest.mark.parametrize("value", ["=1+1", "+49 681 1", "-x", "@sum", "\t=1", " =1"])
def test_nothing_in_a_written_file_calculates(value: str) -> None:
    assert harmless(value) == f"'{value}"
    assert as_typed(harmless(value)) == value
    assert harmless("O'Hara") == as_typed("O'Hara") == "O'Hara"


def test_a_written_file_is_one_that_german_excel_opens() -> None:
    content = csv_file([["Vorname", "Fehler"], ["Jürgen; Bo", "=1"]])
    assert content == '\ufeffVorname;Fehler\r\n"Jürgen; Bo";\'=1\r\n'.encode()


def test_the_template_is_read_without_a_fault() -> None:
    sheet = read_sheet(csv_file(template_rows()))
    places = places_of(sheet.header)
    person, wrong = person_of(sheet.lines[0], places, len(sheet.header), date(2027, 1, 1))
    assert not wrong
    assert len(person) == len(places) == len(sheet.header)
