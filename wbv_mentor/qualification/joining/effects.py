"""Effects of the application's part of mentor_qualification."""

from __future__ import annotations

from wbv_mentor.engine.registry import Context, effect
from wbv_mentor.errors import say
from wbv_mentor.qualification.joining import letters


@effect("acknowledge_application")
def acknowledge_application(context: Context) -> None:
    """The person gets the link of the own page; who was recorded on behalf learns it that way."""
    rule = say("Ihre Bewerbung für die Qualifizierung ist eingegangen.")
    assert context.entry_id is not None
    letters.write(
        context.instance, "application_received", rule=rule, now=context.now, cause=context.entry_id
    )
