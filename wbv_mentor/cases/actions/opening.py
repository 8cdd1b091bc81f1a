"""A new case: alias and relation first, then how to reach the person, then the concern."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from wbv_mentor.cases.events import happened, happened_before
from wbv_mentor.cases.letters.links import current_link, make_link
from wbv_mentor.cases.models import AGREED, RELATIONS, Case, Mentee, Task
from wbv_mentor.cases.rights import GONE, account_of, require_open, require_role
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Message, Refused, say
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.advance import start
from wbv_mentor.pathways.references import hold_series, next_reference
from wbv_mentor.people.addresses import check_address, normalise
from wbv_mentor.people.models import MailedLink

NAMES = ("first_name", "last_name")
PLACES = ("channel", "phone", "postal_address", "good_times")
NEEDED = {"email": "email", "phone": "phone", "letter": "postal_address"}
LACKS: dict[str, Message] = {
    "email": say("Bitte tragen Sie die private E-Mail-Adresse ein, oder wählen Sie einen anderen Weg."),
    "phone": say("Bitte tragen Sie die Telefonnummer ein, oder wählen Sie einen anderen Weg."),
    "postal_address": say("Bitte tragen Sie die Anschrift ein, oder wählen Sie einen anderen Weg."),
}


def open_case(
    *,
    alias: str,
    way: str,
    relation: str,
    by: Actor,
    now: datetime,
    submission: str,
    mentor_id: int | None = None,
) -> Case:
    """Begin a case in `contact`. `way` is how the consent will be asked for: link, qr or paper.

    A coordinator names the mentor; a mentor opens for themselves. Refused if the mentor may not
    accompany anybody more, or the relation is not stated.
    """
    hold_series("case", now)
    begun = journal.find_start(submission)
    if begun is not None:
        return session.get_one(Case, begun)
    mentor = by.id if by.role == "mentor" else mentor_id
    if mentor is None:
        raise Refused(say("Bitte wählen Sie, wer die Person begleitet."), field="mentor")
    if relation not in RELATIONS:
        raise Refused(say("Bitte sagen Sie, wie Sie zueinander stehen."), field="relation")
    mentee = Mentee(alias=alias.strip(), no_calls_at_work=True, language="de", created_at=now)
    session.add(mentee)
    session.flush()
    data: dict[str, Any] = {"alias": alias.strip(), "way": way, "relation": relation}
    if by.role == "coordinator":
        data["mentor"] = str(mentor)
    return start(
        model=Case, workflow="mentee_case", by=by, now=now, submission=submission, data=data,
        reference=next_reference("case", now), mentee_id=mentee.id, mentor_id=mentor,
        opened_by_id=account_of(by), relation=relation,
    )  # fmt: skip


def change_reachability(
    *, case: Case, data: Mapping[str, Any], by: Actor, now: datetime, submission: str
) -> None:
    """How to reach the person, and the name once it is needed. Refused for an address of a company, and
    for a way without its address."""
    require_role(by, "mentor", "mentee")
    if happened_before(case, submission):
        return
    require_open(case)
    kept = dict(data)
    if kept.get("email"):
        kept["email"] = normalise(str(kept["email"]))
        objection = check_address(kept["email"])
        if objection is not None:
            raise Refused(objection, field="email")
    needed = NEEDED.get(str(kept.get("channel")))
    if needed is not None and not kept.get(needed):
        raise Refused(LACKS[needed], field=needed)
    records.submit_form(instance=case, form="reachability", data=kept, by=by, now=now)
    for name in (*PLACES, "email", *NAMES):
        setattr(case.mentee, name, kept.get(name) or None)
    case.mentee.no_calls_at_work = kept.get("no_calls_at_work") is not False
    happened(case, "reachability_changed", by=by, now=now, submission=submission)


def record_concern(*, case: Case, data: Mapping[str, Any], by: Actor, now: datetime, submission: str) -> None:
    """What it is about; the next step becomes a task."""
    require_role(by, "mentor")
    if happened_before(case, submission):
        return
    require_open(case)
    records.submit_form(instance=case, form="concern", data=data, by=by, now=now)
    entry = happened(case, "concern_recorded", by=by, now=now, submission=submission)
    next_step(case, str(data["next_step"]), data["next_step_by"], now=now, cause=entry.id)


def next_step(case: Case, title: str, due_on: date, *, now: datetime, cause: int) -> None:
    """What mentor and mentee agreed to do next."""
    task = Task(
        case_id=case.id,
        code=AGREED,
        title=title[:200],
        due_on=due_on,
        owner="mentor",
        created_at=now,
        cause=cause,
    )
    session.add(task)
    session.flush()


def mentee_link(*, case: Case, now: datetime) -> MailedLink | None:
    """The link that opens the mentee's page now, if there is one."""
    return current_link(case, now=now)


def renew_mentee_link(*, case: Case, by: Actor, now: datetime, submission: str) -> MailedLink:
    """A new link, because the old one was lost or seen by somebody else: that one opens nothing more."""
    require_role(by, "mentor", "coordinator")
    found = current_link(case, now=now)
    if found is not None and happened_before(case, submission):
        return found
    if case.state in GONE:
        raise Refused(say("Die Einwilligung wurde zurückgezogen. Es gibt keinen neuen Link."))
    link = make_link(case, now=now)
    happened(case, "link_renewed", by=by, now=now, submission=submission)
    return link
