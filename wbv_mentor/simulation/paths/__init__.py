"""What a script can do on each path: its transitions, its forms, and the use cases that move nothing."""

from __future__ import annotations

from collections.abc import Mapping

from wbv_mentor.simulation.paths.base import Subject
from wbv_mentor.simulation.paths.cases import CaseSubject
from wbv_mentor.simulation.paths.confirmations import ConfirmationSubject
from wbv_mentor.simulation.paths.funding import ApplicationSubject
from wbv_mentor.simulation.paths.qualification import QualificationSubject

SUBJECTS: Mapping[str, type[Subject]] = {
    "mentee_case": CaseSubject,
    "funding_application": ApplicationSubject,
    "mentor_qualification": QualificationSubject,
    "company_confirmation": ConfirmationSubject,
}
