"""What the mails about a person's path say."""

from __future__ import annotations

from typing import Any

from wbv_mentor.db import session
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.qualification.models import Enrolment


def rejection(context: dict[str, Any]) -> dict[str, Any] | None:
    """The reason and the sentence for the letter; None if the decision was undone."""
    enrolment = session.get(Enrolment, context["enrolment"])
    if enrolment is None or enrolment.state != "rejected":
        return None
    said = records.values(enrolment, "reject")
    choices = workflow_of(enrolment).forms["reject"].field("reason_code").choices
    reason = next((one.label for one in choices if one.value == said.get("reason_code")), None)
    return {"why": reason, "sentence": said.get("sentence")}


def no_show(context: dict[str, Any]) -> dict[str, Any] | None:
    """The number of the person's page; None if the training has not begun after all."""
    enrolment = session.get(Enrolment, context["enrolment"])
    if enrolment is None or enrolment.state != "in_training":
        return None
    return {"number": enrolment.id}


def register_mails() -> None:
    """Tell the outbox."""
    register_mail("application_rejected", rejection)
    register_mail("training_no_show", no_show)
