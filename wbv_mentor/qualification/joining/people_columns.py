"""The columns of a file with people: what they are called, and from a line to a person or to sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wbv_mentor.errors import Message, Refused, say
from wbv_mentor.people.addresses import normalise
from wbv_mentor.qualification.joining.csv_reading import FIELD, Line
from wbv_mentor.qualification.joining.csv_writing import as_typed
from wbv_mentor.web.cleaning import has_control, tidy
from wbv_mentor.web.date_fields import read_date
from wbv_mentor.web.text_fields import PHONE

FAULT_COLUMN = "Fehler"
SCRAMBLED = re.compile("[ÃÂ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")
YES_NO = {"ja": True, "j": True, "x": True, "yes": True, "nein": False, "n": False, "no": False}
LANGUAGES = {"de": "de", "deutsch": "de", "en": "en", "englisch": "en", "english": "en"}
FUNCTIONS = {
    "kollegin": "colleague", "kollege": "colleague", "kolleg*in": "colleague",
    "betriebsrat": "works_council_or_no_answer", "keine angabe": "works_council_or_no_answer",
    "personalabteilung": "personnel", "personal": "personnel", "vorgesetzte": "supervisor",
    "vorgesetzter": "supervisor", "vorgesetzte*r": "supervisor", "inhaberin": "owner_or_family",
    "inhaber": "owner_or_family", "inhaber*in": "owner_or_family", "familie": "owner_or_family",
}  # fmt: skip
RELEASES = {
    "betrieb": "employer", "freistellung durch den betrieb": "employer", "sbfg": "sbfg",
    "bildungsfreistellung": "sbfg", "bildungsfreistellung (sbfg)": "sbfg", "andere": "other_law",
    "andere gesetzliche freistellung": "other_law", "eigene zeit": "own_time",
}  # fmt: skip
STATUSES = {
    "zugesagt": "granted", "beantragt": "applied_for", "nicht nötig": "not_needed",
    "noch nicht gefragt": "not_asked",
}  # fmt: skip


class Wrong(ValueError):
    """A value that cannot be read; carries the sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Column:
    """One column: its name, how to read a value, other names it goes by, a value for the template."""

    key: str
    name: str
    read: Callable[[str], Any]
    others: tuple[str, ...] = ()
    required: bool = False
    example: str = ""


def _name(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise Wrong(say("höchstens %(most)s Zeichen", most=most))
        if text.startswith(("=", "@", "+")):
            raise Wrong(say("das sieht nach einer Formel aus"))
        return text

    return read


def _email(text: str) -> str:
    try:
        return normalise(text)
    except Refused:
        raise Wrong(say("keine E-Mail-Adresse")) from None


def _phone(text: str) -> str:
    if not PHONE.fullmatch(text):
        raise Wrong(say("keine Telefonnummer"))
    return text


def _day(text: str) -> str:
    day = read_date(text)
    if day is None:
        raise Wrong(say("kein Datum, zum Beispiel 4.12.2026"))
    return day.isoformat()


def _one_of(known: Mapping[str, Any], allowed: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if text.casefold() not in known:
            raise Wrong(say("möglich sind: %(allowed)s", allowed=allowed))
        return known[text.casefold()]

    return read


COLUMNS = (
    Column("first_name", "Vorname", _name(100), required=True, example="Ayşe"),
    Column("last_name", "Nachname", _name(100), ("Name", "Familienname"), required=True, example="Muster"),
    Column(
        "email", "E-Mail", _email, ("Mail", "E-Mail-Adresse", "Private E-Mail-Adresse", "Mailadresse"),
        required=True, example="ayse.muster@post.example",
    ),
    Column("phone", "Telefon", _phone, ("Telefonnummer", "Tel", "Handy", "Mobil"), example="0681 123456"),
    Column("company", "Betrieb", _name(200), ("Firma", "Unternehmen"), example="Muster GmbH"),
    Column("language", "Sprache", _one_of(LANGUAGES, "de, en"), example="de"),
    Column(
        "function_in_company", "Funktion im Betrieb",
        _one_of(FUNCTIONS, "Kolleg*in, Betriebsrat, Personalabteilung, Vorgesetzte*r, Inhaber*in"),
        ("Funktion",), example="Kolleg*in",
    ),
    Column(
        "works_in_saarland", "Arbeit im Saarland", _one_of(YES_NO, "ja, nein"), ("Saarland",), example="ja"
    ),
    Column(
        "release_basis", "Freistellung", _one_of(RELEASES, "Betrieb, SBFG, andere, eigene Zeit"),
        ("Grundlage der Freistellung",), example="Betrieb",
    ),
    Column(
        "release_status", "Stand der Freistellung",
        _one_of(STATUSES, "zugesagt, beantragt, nicht nötig, noch nicht gefragt"), ("Stand",),
        example="zugesagt",
    ),
    Column(
        "signed_on", "Unterschrieben am", _day, ("Unterschrift", "Formular unterschrieben am"),
        example="4.12.2026",
    ),
)  # fmt: skip


def template_rows() -> list[list[str]]:
    """The template: the header, and one invented person to be replaced."""
    return [[column.name for column in COLUMNS], [column.example for column in COLUMNS]]


def places_of(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands. Refused if a required one is missing or one stands there twice."""
    known = {_plain(name): column for column in COLUMNS for name in (column.name, *column.others)}
    places: dict[str, int] = {}
    for place, title in enumerate(header):
        column = known.get(_plain(title))
        if column is None:
            continue
        if column.key in places:
            raise Refused(say("Die Spalte „%(name)s“ gibt es zweimal.", name=column.name), field=FIELD)
        places[column.key] = place
    lacking = [column.name for column in COLUMNS if column.required and column.key not in places]
    if lacking:
        found = ", ".join(title[:40] for title in header[:12] if title) or "–"
        raise Refused(
            say(
                "Es fehlen Spalten: %(lacking)s. Gefunden: %(found)s.",
                lacking=", ".join(lacking),
                found=found,
            ),
            field=FIELD,
        )
    return places


def unread(header: Sequence[str]) -> list[str]:
    """Columns that mean nothing here: they are not read, and the page says so."""
    known = {_plain(name) for column in COLUMNS for name in (column.name, *column.others)}
    return [title[:60] for title in header if title and _plain(title) not in known | {_plain(FAULT_COLUMN)}]


def person_of(
    line: Line, places: Mapping[str, int], width: int, today: date
) -> tuple[dict[str, Any], list[Message]]:
    """The person of a line, and everything that is wrong with it."""
    faults = [line.fault] if line.fault is not None else []
    if any(line.values[width:]):
        faults.append(say("Die Zeile hat mehr Felder als die Kopfzeile."))
    person: dict[str, Any] = {}
    for column in COLUMNS:
        place = places.get(column.key)
        raw = line.values[place] if place is not None and place < len(line.values) else ""
        text = tidy(as_typed(raw))
        try:
            value = _value(column, text)
        except Wrong as wrong:
            faults.append(say("%(column)s: %(what)s.", column=column.name, what=wrong.message))
            continue
        if value is not None:
            person[column.key] = value
    return person, faults + _together(person, today)


def _value(column: Column, text: str) -> Any:
    if not text:
        if column.required:
            raise Wrong(say("fehlt"))
        return None
    if has_control(text):
        raise Wrong(say("enthält ein unsichtbares Zeichen"))
    if SCRAMBLED.search(text):
        raise Wrong(say("die Umlaute sind verfälscht"))
    return column.read(text)


def _together(person: Mapping[str, Any], today: date) -> list[Message]:
    """What a signed form must say besides."""
    signed = person.get("signed_on")
    if signed is None:
        return []
    faults = []
    if date.fromisoformat(signed) > today:
        faults.append(say("Unterschrieben am: Das Datum liegt in der Zukunft."))
    if "works_in_saarland" not in person:
        faults.append(say("Arbeit im Saarland: Bei einem unterschriebenen Formular ist das nötig."))
    return faults


def _plain(title: str) -> str:
    return re.sub(r"[^a-zäöüß]", "", title.casefold())
