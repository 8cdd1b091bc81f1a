""" "/": what is due for me; for everybody who is not signed in, the public start page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases import queries as cases
from wbv_mentor.certificates.queries import to_confirm
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.home import queries, trainer
from wbv_mentor.people.models import Account
from wbv_mentor.qualification.joining.reviewing import waiting_count
from wbv_mentor.web.access import actor_or_none, public

bp = Blueprint("home", __name__)
MOST_DUE = 50  # the soonest; what comes after them is in the list of cases


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """The start page of whoever asks."""
    actor = actor_or_none()
    if actor is None:
        return render_template("home/public.html")
    name = session.scalars(select(Account).where(Account.id == actor.id)).one().display_name
    if actor.role == "mentor":
        return _for_mentor(actor, name)
    if actor.role == "coordinator":
        return _for_coordinator(actor, name)
    if actor.role == "trainer":
        due = trainer.due_for(actor, today=clock.today(), now=clock.now())
        return render_template("home/trainer.html", name=name, due=due, applications=waiting_count())
    return render_template("home/plain.html", name=name, role=actor.role)


def _for_mentor(actor: Actor, name: str) -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "home/mentor.html",
        name=name,
        most=MOST_DUE,
        due=cases.without_requests(cases.due_items(actor=actor, today=today, most=MOST_DUE)),
        waiting=cases.waiting_for_others(actor=actor, today=today),
        requests=cases.handover_requests(actor=actor),
        drafts=queries.drafts_of(actor),
        to_confirm=to_confirm(actor.id) if actor.id else None,
    )


def _for_coordinator(actor: Actor, name: str) -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "home/coordinator.html",
        name=name,
        most=MOST_DUE,
        shown=queries.MOST_SHOWN,
        due=cases.due_items(actor=actor, today=today, most=MOST_DUE),
        waiting=cases.waiting_for_others(actor=actor, today=today),
        orphans=queries.cases_without_mentor(),
        originals=queries.originals_to_arrive(),
        applications=waiting_count(),
    )
