"""The page on which the latest step is taken back: the same for whatever moves along a path."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from wbv_mentor import clock
from wbv_mentor.db import unit_of_work
from wbv_mentor.errors import Refused, Stale
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.models import Instance, JournalEntry
from wbv_mentor.pathways.pages import Crumbs
from wbv_mentor.pathways.undoing import NOTHING, Offer, undo, undo_offer
from wbv_mentor.web.access import current_actor
from wbv_mentor.web.fields import LongTextField
from wbv_mentor.web.formatting import label, say
from wbv_mentor.web.forms import Form, form_page


class UndoForm(Form):
    """Which step, and why it is taken back."""

    entry = HiddenField()
    reason = LongTextField(
        _l("Warum nehmen Sie den Schritt zurück?"), max_length=300, hint=_l("Zum Beispiel: Falscher Fall.")
    )

    @property
    def entry_id(self) -> int:
        """The entry that was shown; 0 for anything else."""
        typed = str(self.entry.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def undo_page(*, instance: Instance, back: str, crumbs: Crumbs) -> ResponseReturnValue:
    """Show (GET) what would be taken back, or take it back (POST). The instance was found through its scope.

    422 where there is nothing of this actor's, or with the reason if it cannot be taken back any more.
    """
    form = UndoForm()
    if request.method == "POST" and journal.find_submission(instance, f"{journal.UNDO}{form.entry_id}"):
        return redirect(back, 303)
    offer = undo_offer(instance=instance, by=current_actor(), now=clock.now())
    if offer is None:
        raise Refused(NOTHING)
    shown: dict[str, Any] = {
        "instance": instance, "offer": offer, "told": told_as_done(instance, offer.entry), "back": back,
        "crumbs": [*crumbs, (_("Rückgängig machen"), None)],
    }  # fmt: skip
    if not form.validate_on_submit():
        _show(form, instance, offer)
        return form_page("pathways/undo.html", form=form, **shown)
    try:
        with unit_of_work():
            undo(
                instance=instance, entry_id=form.entry_id, by=current_actor(), now=clock.now(),
                reason=form.reason.data or "", expected_version=form.version,
            )  # fmt: skip
    except (Refused, Stale) as error:
        form.show_version(instance.row_version)
        return form_page("pathways/undo.html", form=form, error=error, **shown)
    flash(_("Zurückgenommen: %(what)s", what=shown["told"]), "success")
    return redirect(back, 303)


def told_as_done(instance: Instance, entry: JournalEntry) -> str:
    """What a move says in the history; its label where the room says nothing."""
    told = journal.event_sentence(entry.trigger) or journal.transition_sentence(instance.kind, entry.trigger)
    return say(told) if told is not None else label(workflow_of(instance).transitions[entry.trigger].label)


def possible_undo(instance: Instance) -> Offer | None:
    """For templates: the step that this reader can take back now."""
    offer = undo_offer(instance=instance, by=current_actor(), now=clock.now())
    return offer if offer is not None and not offer.blocked else None


def _show(form: UndoForm, instance: Instance, offer: Offer) -> None:
    if request.method != "POST":
        form.show_version(instance.row_version)
        form.entry.data = str(offer.entry.id)
