"""Guards that every path may name."""

from __future__ import annotations

from wbv_mentor.engine.registry import Context, guard
from wbv_mentor.errors import Reason, say
from wbv_mentor.pathways import records


@guard("form_complete")
def form_complete(context: Context) -> Reason | None:
    """The form of the state that is left has been submitted, nothing required missing."""
    name = context.workflow.states[context.instance.state].form
    if name is None:
        return None
    form = context.workflow.forms[name]
    record = records.latest(context.instance, name, submitted=False)
    if record is None:
        return say("Noch nicht ausgefüllt: %(form)s.", form=form.label)
    if record.draft:
        return say("Noch ein Entwurf, bitte abschließen: %(form)s.", form=form.label)
    lacking = records.missing(form, record.data)
    return say("Es fehlt noch: %(field)s.", field=lacking[0].label) if lacking else None
