"""Mentors to choose from when a case begins or is handed over."""

from __future__ import annotations

from wbv_mentor.engine.registry import VOCABULARY
from wbv_mentor.engine.types import Label
from wbv_mentor.qualification.queries import active_mentors
from wbv_mentor.web.access import actor_or_none


def mentor_choices() -> list[tuple[str, Label]]:
    """Everybody who may open cases, but not the reader: a case is handed to somebody else."""
    reader = actor_or_none()
    own_id = reader.id if reader is not None and reader.role == "mentor" else None
    return [
        (str(account.id), Label(de=account.display_name, en=account.display_name))
        for account in active_mentors()
        if account.id != own_id
    ]


def company_name(company_id: int | None) -> str | None:
    """What the companies room calls a company; this room knows only its id."""
    names = {value: label.de for value, label in VOCABULARY.choices["companies"]()}
    return names.get(str(company_id))
