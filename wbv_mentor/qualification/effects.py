"""Effects of mentor_qualification: the register, the account, the cases, and what is noted for later."""

from __future__ import annotations

from datetime import date, timedelta

from flask import current_app

from wbv_mentor.certificates.actions import confirm_attendance, drop_attendance, drop_ready, make_ready
from wbv_mentor.certificates.imprint import imprint_of
from wbv_mentor.clock import berlin_date, berlin_moment
from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.engine.dates import add_months
from wbv_mentor.engine.registry import VOCABULARY, Context, effect, reversal
from wbv_mentor.errors import Refused, say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.pathways import journal
from wbv_mentor.people.actions import activate, deactivate
from wbv_mentor.qualification import register
from wbv_mentor.qualification.certificates import attended_by, facts_of
from wbv_mentor.qualification.cohorts import seats
from wbv_mentor.qualification.guards import NO_SEAT, leave_by_sbfg
from wbv_mentor.qualification.joining.effects import open_account
from wbv_mentor.qualification.keepers import keeper
from wbv_mentor.qualification.learning.done import done_of
from wbv_mentor.qualification.models import Enrolment

TIGHT_DAYS, LATE_DAYS = 63, 43  # before the start: "SBFG wird knapp", "SBFG zu spät"
NOTED = {
    "certificate_ready": say("Zertifikat ist bereit"),
    "attendance_confirmation_ready": say("Teilnahmebescheinigung ist bereit"),
    "nothing_attended": say("Keine Teilnahmebescheinigung: Es ist keine Anwesenheit eingetragen"),
    "modules_credited": say("Besuchte Module angerechnet"),
    "register_halted": say("Die Zeit im Verzeichnis steht still"),
    "leave_is_tight": say("SBFG wird knapp"),
    "leave_is_late": say("SBFG zu spät"),
    "erasure_planned": say("Löschung vorgemerkt"),
}
for _name, _sentence in NOTED.items():
    journal.register_event(_name, _sentence)


def _note(context: Context, event: str) -> None:
    journal.note(
        instance=context.instance, event=event, by=context.by, now=context.now,
        submission=f"{context.entry_id}:{event}",
    )  # fmt: skip


@effect("enter_register")
def enter_register(context: Context) -> None:
    """24 months from the day of the training, or from the colloquium. Who only applied gets an account."""
    enrolment: Enrolment = context.instance
    open_account(context)
    if "trained_on" in context.data:
        enrolment.trained_on = context.data["trained_on"]
        enrolment.training_proof = context.data["training_proof"]
    began: date = context.data.get("trained_on") or context.data.get("held_on") or berlin_date(context.now)
    enrolment.valid_until = add_months(began, register.VALID_MONTHS)


@effect("extend_register")
def extend_register(context: Context) -> None:
    """24 months more, counted from the old date."""
    enrolment: Enrolment = context.instance
    old = enrolment.valid_until or berlin_date(context.now)
    enrolment.valid_until = add_months(old, register.VALID_MONTHS)


@effect("halt_register")
def halt_register(context: Context) -> None:
    """Parental leave, illness: the validity stands still from today (register.rested_days counts)."""
    if context.data.get("reason_code") in register.STANDS_STILL:
        _note(context, "register_halted")


@effect("resume_register")
def resume_register(context: Context) -> None:
    """The days of standing still are added; if the validity is over all the same, the refresher counts."""
    enrolment: Enrolment = context.instance
    today = berlin_date(context.now)
    if enrolment.valid_until is not None:
        enrolment.valid_until += timedelta(days=register.rested_days(enrolment, today))
    refreshed = register.refreshed_until(enrolment)
    if refreshed is not None and (enrolment.valid_until is None or enrolment.valid_until < today):
        enrolment.valid_until = refreshed


@effect("assign_cohort")
def assign_cohort(context: Context) -> None:
    """The cohort stands in the form that was just kept, or on the waiting list; it must have a seat."""
    enrolment: Enrolment = context.instance
    chosen = context.data.get("cohort") or enrolment.cohort_id
    if chosen is None:
        raise Refused(NO_SEAT, field="cohort")
    cohort = seats.hold_cohort(int(chosen))
    enrolment.cohort, enrolment.seat_offered_at = cohort, None
    session.flush()
    taken = seats.taken_seats([cohort.id], now=context.now).get(cohort.id, 0)
    if cohort.cancelled_at is not None or taken > cohort.seats:
        raise Refused(NO_SEAT, field="cohort")


@effect("credit_modules")
def credit_modules(context: Context) -> None:
    """What was attended stays attended: units count by piece of the curriculum, in whichever cohort."""
    if done_of(context.instance.id).units:
        _note(context, "modules_credited")


@effect("warn_about_leave")
def warn_about_leave(context: Context) -> None:
    """Leave under SBFG has to be applied for six full weeks before the start."""
    begins = VOCABULARY.anchors["cohort_start"](context.instance)
    warning = leave_warning(begins, berlin_date(context.now))
    if warning is not None and leave_by_sbfg(context) is None:
        _note(context, warning)


def leave_warning(begins: date | None, today: date) -> str | None:
    """Whether leave under SBFG for a cohort that begins then is tight or comes too late; None: neither."""
    days = TIGHT_DAYS if begins is None else (begins - today).days
    if days >= TIGHT_DAYS:
        return None
    return "leave_is_late" if days < LATE_DAYS else "leave_is_tight"


@effect("ask_about_no_show")
def ask_about_no_show(context: Context) -> None:
    """The day after the first one the trainers are asked who did not come."""
    tomorrow = berlin_date(context.now) + timedelta(days=1)
    enqueue(
        key=f"training_no_show:{context.instance.id}:{context.entry_id}", template="training_no_show",
        recipient="role:trainer", context={"enrolment": context.instance.id},
        reason={"rule": say("Die Qualifizierung hat begonnen.")}, now=context.now,
        cause=context.entry_id, not_before=berlin_moment(tomorrow),
    )  # fmt: skip


@effect("make_certificate_ready")
def make_certificate_ready(context: Context) -> None:
    """The certificate may be issued from now on, once the mentor has confirmed name and form."""
    _note(context, "certificate_ready")
    enrolment: Enrolment = context.instance
    facts = facts_of(enrolment)
    if facts is not None:
        make_ready(
            instance=enrolment, account_id=enrolment.member.id, facts=facts, by=context.by, now=context.now,
            cause=context.entry_id,
        )  # fmt: skip


@effect("make_attendance_confirmation_ready")
def make_attendance_confirmation_ready(context: Context) -> None:
    """Who leaves early gets a confirmation of what was attended, if there is anything to confirm."""
    enrolment: Enrolment = context.instance
    attended = attended_by(enrolment)
    if attended is None:
        _note(context, "nothing_attended")
        return
    _note(context, "attendance_confirmation_ready")
    confirm_attendance(
        instance=enrolment, account_id=enrolment.member.id, attended=attended,
        imprint=imprint_of(current_app.config["SETTINGS"]), now=context.now,
    )  # fmt: skip


@reversal("make_attendance_confirmation_ready")
def take_attendance_back(context: Context) -> None:
    """Who goes on has not left."""
    drop_attendance(context.instance.id)


@effect("count_repeat")
def count_repeat(context: Context) -> None:
    """One repeat more."""
    context.instance.repeats += 1


@effect("send_rejection")
def send_rejection(context: Context) -> None:
    """The letter with the reason, to the person's own address."""
    enqueue(
        key=f"application_rejected:{context.instance.id}:{context.entry_id}",
        template="application_rejected", recipient=context.instance.recipient,
        context={"enrolment": context.instance.id},
        reason={"rule": say("Über Ihre Bewerbung wurde entschieden.")}, now=context.now,
        cause=context.entry_id,
    )  # fmt: skip


@effect("plan_erasure")
def plan_erasure(context: Context) -> None:
    """From `register.erase_after` on the person's data are no longer needed."""
    _note(context, "erasure_planned")


@reversal("make_certificate_ready")
def take_certificate_back(context: Context) -> None:
    """Nothing is ready any more. Refused if it was issued."""
    drop_ready(context.instance.id)


@reversal("restore_sign_in")
@effect("end_sign_in")
def end_sign_in(context: Context) -> None:
    """Access ends at once."""
    deactivate(account=context.instance.member, by=_manager(context.by), now=context.now)


@reversal("end_sign_in")
@effect("restore_sign_in")
def restore_sign_in(context: Context) -> None:
    """The account opens again, with the password it had."""
    activate(account=context.instance.member, by=_manager(context.by), now=context.now)


def _manager(by: Actor) -> Actor:
    """Mentors leave by themselves; their account is then closed by the system."""
    return by if by.role == "coordinator" else SYSTEM


@effect("lose_mentor")
def lose_mentor(context: Context) -> None:
    """The cases of somebody who may no longer accompany wait for another mentor."""
    keeper().lose_mentor(context.instance.member.id, now=context.now, cause=context.entry_id)
