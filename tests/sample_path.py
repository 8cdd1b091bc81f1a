"""A path of the tests' own with deadlines, so that reminding can be tested without any room above it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask

from tests.sample_mail import install as install_mail
from wbv_mentor.clock import berlin_moment
from wbv_mentor.db import session, unit_of_work
from wbv_mentor.engine.loader import canonical, digest
from wbv_mentor.engine.types import Workflow
from wbv_mentor.errors import Message, say
from wbv_mentor.outbox.models import OutboxMessage
from wbv_mentor.pathways.deadlines import next_reminder
from wbv_mentor.pathways.models import Deadline, Instance, WorkflowDefinition
from wbv_mentor.reminders.owners import register_owner
from wbv_mentor.reminders.places import Place, register_missing, register_place

LONG_AGO = berlin_moment(date(2020, 1, 1))
PATH: dict[str, Any] = {
    "workflow": "sample_path",
    "version": 1,
    "label": {"de": "Probe", "en": "Sample"},
    "initial": "open",
    "start": {"by": ["admin"]},
    "states": {
        "open": {"label": {"de": "Offen", "en": "Open"}, "owner": "admin"},
        "done": {"label": {"de": "Fertig", "en": "Done"}, "final": True},
    },
    "transitions": {
        "finish": {
            "label": {"de": "Beenden", "en": "Finish"},
            "from": ["open"],
            "to": "done",
            "by": ["admin"],
        }
    },
    "deadlines": {
        "before_course": {
            "label": {"de": "Antrag vor Kursbeginn", "en": "Application before the course"},
            "anchors": ["entered"],
            "offset": {"days": -1},
            "owner": "admin",
            "strict": True,
            "source": "§ 324 SGB III",
            "remind": [{"days": -20}, {"days": -6}, {"days": -1}],
        },
        "our_own": {
            "label": {"de": "Nachfragen", "en": "Ask again"},
            "anchors": ["entered"],
            "offset": {"days": 7},
            "owner": "admin",
            "source": "[D]",
            "remind": [{"days": 0}, {"days": 7}],
        },
        "begins": {
            "label": {"de": "Letzter Tag davor", "en": "Last day before"},
            "announce": {"de": "am %(next)s beginnt etwas.", "en": "on %(next)s something begins."},
            "anchors": ["entered"],
            "offset": {"days": -1},
            "owner": "admin",
            "source": "[D]",
            "remind": [{"days": -6}],
        },
        "nobodys": {
            "label": {"de": "Herrenlos", "en": "Ownerless"},
            "anchors": ["entered"],
            "offset": {"days": 7},
            "owner": "system",
            "source": "[D]",
            "remind": [{"days": 0}],
        },
    },
}
WORKFLOW = Workflow.model_validate(PATH)
PEOPLE = ["sample:1"]  # whom the owner's role means; tests change it
MISSING: list[Message] = []


def people_in_charge(instance: Instance) -> list[str]:
    """Whoever the test says, for the sample path alone."""
    return list(PEOPLE) if instance.kind == "instance" else []


def page(instance: Instance, recipient: str) -> Place:
    """A page that does not exist, with the reference as its title."""
    return Place(
        say("Fall %(reference)s", reference=instance.reference),
        f"http://127.0.0.1:8000/cases/{instance.reference}",
    )


def what_is_missing(instance: Instance, rule: str) -> list[Message]:
    """Whatever the test says."""
    return list(MISSING)


def install(app: Flask) -> None:
    """Teach an application the sample path, its people and its page."""
    install_mail(app)
    register_owner("admin", people_in_charge)
    register_place("instance", page)
    register_missing("instance", what_is_missing)
    PEOPLE[:], MISSING[:] = ["sample:1"], []


def deadline(due_on: date, *, rule: str = "before_course", seen: datetime = LONG_AGO, **more: Any) -> int:
    """Add an instance with one deadline; its reminders begin after `seen`. Its id."""
    with unit_of_work() as current:
        definition = current.query(WorkflowDefinition).filter_by(name=WORKFLOW.name).one_or_none()
        if definition is None:
            definition = WorkflowDefinition(
                name=WORKFLOW.name,
                version=1,
                digest=digest(WORKFLOW),
                body=canonical(WORKFLOW),
                registered_at=LONG_AGO,
            )
        number = current.query(Instance).count() + 147
        instance = Instance(
            kind="instance",
            definition=definition,
            state="open",
            return_to=[],
            started_at=LONG_AGO,
            entered_at=berlin_moment(due_on),
            reference=f"2026-{number:04}",
        )
        found = WORKFLOW.deadlines[rule]
        row = Deadline(
            instance=instance,
            rule=rule,
            anchor_on=more.pop("anchor_on", due_on),
            due_on=due_on,
            owner=found.owner,
            strict=found.strict,
            next_reminder_at=next_reminder(found, due_on, seen),
            created_at=LONG_AGO,
            **more,
        )
        current.add(row)
        current.flush()
        return row.id


def mails(state: str | None = None) -> list[OutboxMessage]:
    """What stands in the outbox, in order."""
    session.rollback()
    query = session.query(OutboxMessage).order_by(OutboxMessage.id)
    found: list[OutboxMessage] = (query if state is None else query.filter_by(state=state)).all()
    return found
