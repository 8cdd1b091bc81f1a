"""What is wrong with the lines of a file with people: in the line, in the file, and against what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from wbv_mentor.db import session
from wbv_mentor.errors import Message, say
from wbv_mentor.people.addresses import check_address
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.joining.actions import RUNNING
from wbv_mentor.qualification.joining.csv_reading import Line, Sheet
from wbv_mentor.qualification.joining.models import Applicant
from wbv_mentor.qualification.joining.people_columns import person_of, places_of
from wbv_mentor.qualification.models import Enrolment

CHUNK = 500  # addresses asked for in one query


def looked_through(
    sheet: Sheet, today: date, admitting: bool, proof: str | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The people of a sheet, and its faulty lines. Refused if a column is missing."""
    places, width = places_of(sheet.header), len(sheet.header)
    read = [(line, *person_of(line, places, width, today)) for line in sheet.lines]
    taken = taken_addresses({person["email"] for _line, person, _faults in read if "email" in person})
    first: dict[str, int] = {}
    objections: dict[str, Message | None] = {}
    people, faulty = [], []
    for line, person, faults in read:
        wrong = [*faults, *_about_address(person.get("email"), line, first, taken, objections)]
        if admitting:
            wrong += _about_admission(person)
        if wrong:
            faulty.append(fault_of(line, wrong))
        else:
            people.append({**person, "line": line.number, "proof": proof, "values": list(line.values)})
    return people, faulty


def _about_address(
    email: str | None, line: Line, first: dict[str, int], taken: Mapping[str, Message],
    objections: dict[str, Message | None],
) -> Iterator[Message]:  # fmt: skip
    if email is None:
        return
    if email in first:
        yield say("E-Mail: steht schon in Zeile %(line)s.", line=first[email])
        return
    first[email] = line.number
    domain = email.rpartition("@")[2]
    if domain not in objections:
        objections[domain] = check_address(email)
    found = objections[domain] or taken.get(email)
    if found is not None:
        yield found


def _about_admission(person: Mapping[str, Any]) -> Iterator[Message]:
    """What would stand against an admission is said now, not when it is too late."""
    if "signed_on" not in person:
        return
    if person.get("works_in_saarland") is False:
        yield say("Arbeit im Saarland: Zugelassen werden Beschäftigte im Saarland.")
    basis, status = person.get("release_basis"), person.get("release_status")
    if basis is None or status is None:
        yield say("Freistellung: Für die Zulassung sind Freistellung und Stand nötig.")
    elif status not in ("granted", "applied_for") and basis != "own_time":
        yield say("Stand der Freistellung: Für die Zulassung muss sie zugesagt oder beantragt sein.")
    elif status == "not_asked":
        yield say("Stand der Freistellung: Bei eigener Zeit bitte „nicht nötig“.")


def taken_addresses(emails: set[str]) -> dict[str, Message]:
    """Addresses that have an account or an application under way, with the sentence about it."""
    known: dict[str, Message] = {}
    wanted = sorted(emails)
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        applying = (
            select(Applicant.email)
            .join(Enrolment, Enrolment.applicant_id == Applicant.id)
            .where(Applicant.email.in_(some), Enrolment.state.in_(RUNNING))
        )
        running = say("Zu dieser Adresse läuft schon eine Bewerbung.")
        known |= dict.fromkeys(session.scalars(applying), running)
        accounts = session.scalars(select(Account.email).where(Account.email.in_(some)))
        known |= dict.fromkeys(accounts, say("Mit dieser E-Mail-Adresse gibt es schon einen Zugang."))
    return known


def sentences(fault: Mapping[str, Any]) -> list[Message]:
    """What is wrong with a line, ready to be translated."""
    return [_thaw(one) for one in fault["errors"]]


def fault_of(line: Line, wrong: Sequence[Message]) -> dict[str, Any]:
    """A faulty line as it is kept: its values, so that it can be corrected, and the sentences."""
    return {"line": line.number, "values": list(line.values), "errors": [_freeze(one) for one in wrong]}


def _freeze(message: Message) -> dict[str, Any]:
    params = {
        name: _freeze(value)
        if isinstance(value, Message)
        else value
        if isinstance(value, int)
        else str(value)
        for name, value in message.params.items()
    }
    return {"text": message.text, "params": params}


def _thaw(stored: Mapping[str, Any]) -> Message:
    params = {
        name: _thaw(value) if isinstance(value, dict) else value for name, value in stored["params"].items()
    }
    text = stored["text"]  # known to the catalogue from where it was first said
    return say(text, **params)
