"""What whoever holds a company's link does: answer, ask for time, pass on, change the answer.

The link is used up by one conditional update in the same unit of work as the answer: of two at once
exactly one is heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wbv_mentor.companies.links import end_links, extend_link
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import NotFound
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.advance import advance
from wbv_mentor.pathways.holding import hold
from wbv_mentor.people.links import is_open, use_link
from wbv_mentor.people.models import MailedLink

KEEPS_THE_LINK = "ask_for_time"


def answer(
    *, confirmation: Confirmation, link: MailedLink, trigger: str, data: Mapping[str, Any], by: Actor,
    now: datetime, submission: str,
) -> None:  # fmt: skip
    """Fire an answer by the mailed link. NotFound once the link opens nothing, Refused as advance."""
    hold(confirmation)
    if journal.find_submission(confirmation, submission) is not None:
        return
    if trigger == KEEPS_THE_LINK:
        if not is_open(link, now=now):
            raise NotFound()
    elif not use_link(link, now=now):
        raise NotFound()
    advance(instance=confirmation, trigger=trigger, by=by, now=now, submission=submission, data=data)
    if trigger == KEEPS_THE_LINK:
        extend_link(confirmation, now=now)
    else:
        end_links(confirmation, now=now)


def change(
    *, confirmation: Confirmation, link: MailedLink, trigger: str, data: Mapping[str, Any], by: Actor,
    now: datetime, submission: str, expected_version: int | None,
) -> None:  # fmt: skip
    """Change an answer by the receipt's link. NotFound once that is closed, Stale and Refused as advance."""
    hold(confirmation)
    if journal.find_submission(confirmation, submission) is not None:
        return
    if not is_open(link, now=now):
        raise NotFound()
    advance(
        instance=confirmation, trigger=trigger, by=by, now=now, submission=submission, data=data,
        expected_version=expected_version,
    )  # fmt: skip
