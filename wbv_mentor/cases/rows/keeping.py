"""Makes the row and the words of a new case, and follows changed names, in the same transaction.

Whatever else a row says changes in the database: `triggers`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, event, insert, inspect, select, update

from wbv_mentor.cases.models import Case, Mentee
from wbv_mentor.cases.rows.folding import words_of_name, words_of_reference
from wbv_mentor.cases.rows.models import NEVER, CaseWord, ListedCase
from wbv_mentor.cases.scope import OVER
from wbv_mentor.clock import berlin_date
from wbv_mentor.german import german

LONGEST_KEY = 200
NAMES = ("alias", "first_name", "last_name")
CASES: Any = Case.__table__


@event.listens_for(Case, "after_insert")
def _list_case(_mapper: object, connection: Connection, case: Case) -> None:
    mentee = connection.execute(
        select(Mentee.alias, Mentee.first_name, Mentee.last_name).where(Mentee.id == case.mentee_id)
    ).one()
    connection.execute(
        insert(ListedCase).values(
            case_id=case.id, mentor_id=case.mentor_id, state=case.state, ended=case.state in OVER,
            due_on=NEVER, contact_on=berlin_date(case.started_at), name=sort_key(*mentee),
        )
    )  # fmt: skip
    _add_words(connection, case.id, case.mentor_id, words_of_reference(case.reference), named=False)
    _add_words(connection, case.id, case.mentor_id, words_of_name(*mentee), named=True)


@event.listens_for(Mentee, "after_update")
def _rename(_mapper: object, connection: Connection, mentee: Mentee) -> None:
    changed = inspect(mentee).attrs
    if not any(changed[name].history.has_changes() for name in NAMES):
        return
    names = (mentee.alias, mentee.first_name, mentee.last_name)
    cases = select(CASES.c.id, CASES.c.mentor_id).where(CASES.c.mentee_id == mentee.id)
    for case_id, mentor_id in connection.execute(cases).all():
        row = update(ListedCase).where(ListedCase.case_id == case_id)
        connection.execute(row.values(name=sort_key(*names)))
        connection.execute(delete(CaseWord).where(CaseWord.case_id == case_id, CaseWord.named))
        _add_words(connection, case_id, mentor_id, words_of_name(*names), named=True)


def _add_words(
    connection: Connection, case_id: int, mentor_id: int | None, words: set[str], *, named: bool
) -> None:
    rows = [
        {"case_id": case_id, "named": named, "word": word, "mentor_id": mentor_id} for word in sorted(words)
    ]
    if rows:
        connection.execute(insert(CaseWord), rows)


def sort_key(alias: str | None, first_name: str | None, last_name: str | None) -> str:
    """What a case is ordered by among the own ones: last name first, else the alias, in German order.

    Two names of full length do not fit into the column, and an umlaut is two letters there.
    """
    return german(" ".join(filter(None, [last_name, first_name])) or alias)[:LONGEST_KEY]
