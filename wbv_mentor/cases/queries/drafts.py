"""What somebody began to write in a case and did not finish."""

from __future__ import annotations

from wbv_mentor.cases.models import Case
from wbv_mentor.engine.actors import SYSTEM
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways import records
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import StepRecord

NO_FORM = say("Frühere Fassung eines Formulars")  # the path's version has no such form any more


def own_draft(case: Case, form: str) -> StepRecord | None:
    """The draft of a form that a person saved; what the system filled in is nobody's."""
    record = records.latest(case, form, submitted=False)
    return record if record is not None and record.draft and record.saved_by_role != SYSTEM.role else None


def draft_label(case: Case, form: str) -> Message:
    """What the form of a draft is called."""
    known = workflow_of(case).forms.get(form)
    return say("%(name)s", name=known.label) if known is not None else NO_FORM


def draft_place(case: Case, form: str) -> str:
    """Where one can go on writing, below the case; where that is not possible now, the page that shows the
    draft and throws it away."""
    path = workflow_of(case)
    if form == "funding_check":
        return "funding-check/questions"
    asked_by = {name: way for name, way in path.transitions.items() if way.form == form}
    if asked_by:
        open_now = (name for name, way in asked_by.items() if case.state in way.source)
        name = next(open_now, None)
        return f"transitions/{name}" if name is not None else f"drafts/{form}/discard"
    return f"forms/{form}#formular" if form in path.forms else f"drafts/{form}/discard"
