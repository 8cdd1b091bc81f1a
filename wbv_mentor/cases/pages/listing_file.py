"""The list of cases as a file: exactly what the person may see with the filters of the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.cases.queries.listing import CaseRow
from wbv_mentor.engine.actors import Actor
from wbv_mentor.qualification.joining.csv_writing import MEDIA_TYPE, csv_file
from wbv_mentor.web.formatting import date_short, label

AT_ONCE = 500  # rows read with one query


def file_of(actor: Actor, wanted: Mapping[str, Any]) -> ResponseReturnValue:
    """All pages of the list, one after the other, as an attachment."""
    answer = make_response(csv_file(_lines(actor, wanted)))
    answer.headers["Content-Type"] = MEDIA_TYPE
    answer.headers["Content-Disposition"] = "attachment; filename=faelle.csv"
    return answer


def _lines(actor: Actor, wanted: Mapping[str, Any]) -> Iterator[list[str]]:
    staff = actor.role == "coordinator"
    whose = _("Mentor*in") if staff else _("Person")
    yield [_("Fall"), whose, _("Status"), _("Nächste Frist")]
    after = ""
    while True:
        page = queries.case_list(
            actor=actor, today=clock.today(), per_page=AT_ONCE, **{**wanted, "after": after, "before": ""}
        )
        for row in page.rows:
            yield _cells(row, staff)
        after = page.after
        if not after:
            return


def _cells(row: CaseRow, staff: bool) -> list[str]:
    whose = (row.mentor_name or _("ohne Begleitung")) if staff else row.initials
    due = date_short(row.next_due.due_on) if row.next_due else ""
    return [row.reference, whose, label(row.state_label), due]
