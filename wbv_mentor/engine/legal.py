"""Legal rules that are more than an offset. Each takes its anchor and answers with its arithmetic.

The system computes dates; it never grants, refuses or makes anything final.
"""

from __future__ import annotations

from datetime import date, timedelta

from wbv_mentor.engine.dates import Computed, add_months, end_of_shorter_month, shifted
from wbv_mentor.engine.registry import rule
from wbv_mentor.errors import Message, say

DEEMED_DAYS = 4  # § 37 Abs. 2 SGB X


def _notified(posted_on: date) -> tuple[date, list[Message]]:
    """The fourth day after posting; not moved by weekends or holidays (BSG B 14 AS 12/09 R)."""
    day = posted_on + timedelta(days=DEEMED_DAYS)
    return day, [
        say("Aufgabe zur Post oder Versand: %(day)s.", day=posted_on),
        say("Gilt als bekannt gegeben am vierten Tag danach: %(day)s.", day=day),
    ]


def _remedy(posted_on: date, months: int, sentence: Message) -> Computed:
    notified_on, steps = _notified(posted_on)
    due = add_months(notified_on, months)
    counted = [say(sentence.text, day=due), *end_of_shorter_month(notified_on, due)]
    return shifted(due, [*steps, *counted], opening=len(steps))


@rule("objection")
def objection(posted_on: date) -> Computed:
    """One month from notification (§ 84 Abs. 1 SGG); only its end moves to a working day (§ 64 Abs. 3)."""
    return _remedy(posted_on, 1, say("Ein Monat danach: %(day)s."))


@rule("objection_without_instruction")
def objection_without_instruction(posted_on: date) -> Computed:
    """One year from notification where the instruction on remedies is missing or wrong (§ 66 Abs. 2 SGG)."""
    return _remedy(posted_on, 12, say("Ein Jahr danach, weil die Belehrung fehlt oder falsch ist: %(day)s."))


@rule("court_action")
def court_action(posted_on: date) -> Computed:
    """One month from notification of the decision on the objection (§ 87 SGG; general knowledge)."""
    return _remedy(posted_on, 1, say("Ein Monat danach: %(day)s."))


@rule("afbg_loan")
def afbg_loan(notified_on: date) -> Computed:
    """The end of the third month after the month of notification (§ 12 Abs. 4 AFBG)."""
    first_of_month = notified_on.replace(day=1)
    due = add_months(first_of_month, 4) - timedelta(days=1)
    return Computed(
        due,
        (
            say("Bekannt gegeben am %(day)s.", day=notified_on),
            say("Drei Monate, gezählt ab dem folgenden Monat: bis %(day)s.", day=due),
        ),
    )
