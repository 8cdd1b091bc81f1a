"""Where trainers and the coordination move somebody: the application, the cohort or the register.

Each page serves the transitions of its own part of the path, so that nobody is moved past what the right one
shows (free seats, attendance, evidence).
"""

from __future__ import annotations

from wbv_mentor.errors import NotFound
from wbv_mentor.qualification.models import LEARNING, Enrolment

APPLICATION = (
    "recognise_training", "apply", "start_review", "admit", "put_on_waiting_list", "reject", "withdraw",
)  # fmt: skip
REGISTER = ("renew", "rest", "reactivate", "suspend", "lift_suspension", "retire")


def application_only(name: str) -> None:
    """NotFound for what is no decision about an application."""
    if name not in APPLICATION:
        raise NotFound()


def cohort_only(name: str) -> None:
    """NotFound for what is decided about an application. Who is in the register may still be moved here."""
    if name in APPLICATION:
        raise NotFound()


def register_only(name: str) -> None:
    """NotFound for what does not concern the standing in the register."""
    if name not in REGISTER:
        raise NotFound()


def learns_in_cohort(enrolment: Enrolment) -> bool:
    """Whether the person is moved on the cohort's page: they learn there, or may come back to it."""
    return enrolment.cohort_id is not None and enrolment.state in (*LEARNING, "interrupted")
