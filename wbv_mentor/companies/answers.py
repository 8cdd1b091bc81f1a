"""Which answers each kind of question knows, in which words, and what each of them asks for (texts.md, 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wbv_mentor.companies.statement import fact
from wbv_mentor.errors import Message, say


@dataclass(frozen=True)
class Answer:
    """One answer. `fields` can be filled in with it, one of `needs` must be; `declined` is kept with a no."""

    value: str
    trigger: str
    label: Message
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    declined: str | None = None


TIMES = ("other_start", "other_end", "other_times")
FACTS_OF_EMPLOYER = (
    "headcount", "up_to_10_hours", "up_to_20_hours", "up_to_30_hours", "collective_agreement", "release",
)  # fmt: skip
NO_STATEMENT = Answer(
    "no_statement", "decline", say("Dazu möchten wir nichts angeben."), declined="no_statement"
)
QUESTION = Answer("question", "ask_for_time", say("Wir haben eine Frage."), ("question",), ("question",))
TIME = Answer(
    "time", "ask_for_time", say("Wir brauchen noch Zeit."), ("need_until", "question"), ("need_until",)
)
ANSWERS: dict[str, tuple[Answer, ...]] = {
    "C0": (
        Answer("yes", "confirm", say("Ja, das haben wir so vereinbart.")),
        QUESTION,
        Answer("no", "decline", say("Nein, das stimmt so nicht."), declined="no"),
    ),
    "C1": (
        Answer("yes", "confirm", say("Ja, wir geben diese Zeit.")),
        Answer(
            "correct", "correct", say("Ja, aber mit einer anderen Stundenzahl."),
            ("hours_a_month",), ("hours_a_month",),
        ),
        Answer("no", "decline", say("Nein, das geht nicht."), declined="no"),
    ),
    "C2": (
        Answer("yes", "confirm", say("Ja, das Gespräch hat so stattgefunden.")),
        Answer(
            "correct", "correct", say("Ja, aber eine Angabe stimmt nicht."), ("correction",), ("correction",)
        ),
        Answer("dispute", "dispute", say("Nein, dieses Gespräch hat nicht stattgefunden.")),
        NO_STATEMENT,
    ),
    "C3": (
        Answer("yes", "confirm", say("Ja, wir nehmen diese Plätze.")),
        Answer("correct", "correct", say("Ja, aber eine andere Anzahl Plätze."), ("seats",), ("seats",)),
        Answer("no", "decline", say("Nein, wir nehmen nicht teil."), declined="no"),
    ),
    "C4": (
        Answer("yes", "confirm", say("Hier sind unsere Angaben."), FACTS_OF_EMPLOYER, ("headcount",)),
        NO_STATEMENT,
    ),
    "C5": (
        Answer("yes", "confirm", say("Ja, wir gewähren die Bildungsfreistellung.")),
        Answer("correct", "correct", say("Wir verschieben sie auf einen anderen Termin."), TIMES, TIMES),
        Answer(
            "no", "decline", say("Nein, wir lehnen sie mit einem Grund des Gesetzes ab."),
            ("ground",), ("ground",), "refused",
        ),
    ),
    "C6": (
        Answer("yes", "confirm", say("Ja, wir stellen %(person)s vom %(start)s bis %(end)s frei.")),
        Answer("correct", "correct", say("Ja, aber mit anderen Zeiten."), TIMES, TIMES),
        Answer("no", "decline", say("Nein, wir stellen nicht frei."), ("ground",), declined="no"),
        TIME,
    ),
    "C7": (
        Answer("yes", "confirm", say("Ja, der Betriebsrat stimmt zu.")),
        Answer("no", "decline", say("Nein, der Betriebsrat stimmt nicht zu."), declined="no"),
        QUESTION,
    ),
}  # fmt: skip
CHANGES = {
    "confirm": "change_to_confirmed",
    "correct": "change_to_corrected",
    "dispute": "change_to_disputed",
    "decline": "change_to_declined",
}
HEADINGS: dict[str, Message] = {
    "C0": say("Kooperationsvereinbarung bestätigen"),
    "C1": say("Zeit für die Weiterbildungsmentor*in"),
    "C2": say("Bedarfsgespräch bestätigen"),
    "C3": say("Teilnahme an einem gemeinsamen Kurs"),
    "C4": say("Angaben zu einem Förderantrag"),
    "C5": say("Bildungsfreistellung"),
    "C6": say("Freistellung für eine Weiterbildung"),
    "C7": say("Zustimmung des Betriebsrats"),
}
QUESTIONS: dict[str, Message] = {
    "C0": say("Haben Sie das so vereinbart?"),
    "C1": say("Geben Sie diese Zeit?"),
    "C2": say("Stimmen diese Angaben?"),
    "C3": say("Nehmen Sie teil?"),
    "C4": say("Ihre Antwort"),
    "C5": say("Ihre Entscheidung"),
    "C6": say("Stellen Sie frei?"),
    "C7": say("Stimmt der Betriebsrat zu?"),
}


def answers_to(code: str, *, changing: bool = False) -> tuple[Answer, ...]:
    """The answers of a kind; when one is changed, only those that decide."""
    return tuple(one for one in ANSWERS[code] if not changing or one.trigger in CHANGES)


def fields_of(code: str, *, changing: bool = False) -> frozenset[str]:
    """Every field that one of the answers may fill in."""
    return frozenset(name for one in answers_to(code, changing=changing) for name in one.fields)


def words_of(answer: Answer, stored: Mapping[str, Any]) -> Message:
    """The answer's sentence with what the question said."""
    if "%(" not in answer.label.text:
        return answer.label
    person, first, last = (fact(stored, name) for name in ("person", "starts_on", "ends_on"))
    return say(answer.label.text, person=person, start=first, end=last)


def given(code: str, state: str, declined: str | None) -> Answer | None:
    """The answer behind a state of the path; None while there is none."""
    for answer in answers_to(code, changing=True):
        if STATES[answer.trigger] == state and answer.declined in (None, declined):
            return answer
    return next((one for one in answers_to(code, changing=True) if STATES[one.trigger] == state), None)


STATES = {"confirm": "confirmed", "correct": "corrected", "dispute": "disputed", "decline": "declined"}
