"""Guards of mentor_qualification. What is proved stands in the form `evidence`."""

from __future__ import annotations

from datetime import date
from typing import Any

from wbv_mentor.clock import berlin_date
from wbv_mentor.db import session
from wbv_mentor.engine.registry import VOCABULARY, Context, guard
from wbv_mentor.errors import Reason, say
from wbv_mentor.pathways import records
from wbv_mentor.qualification import register
from wbv_mentor.qualification.cohorts import seats
from wbv_mentor.qualification.cohorts.models import Cohort
from wbv_mentor.qualification.keepers import keeper
from wbv_mentor.qualification.learning.done import done_of
from wbv_mentor.qualification.learning.progress import units_missing
from wbv_mentor.qualification.learning.requirements import (
    BASIC_MODULES,
    EVIDENCE_OF,
    LAST_MODULE,
    LOGS_NEEDED,
    TRANSFER,
)
from wbv_mentor.qualification.models import Enrolment

MOST_REPEATS = 2
PRACTICE_CODE = "P"
NO_COHORT = say("Es gibt noch keine Kohorte mit freien Plätzen.")
NO_SEAT = say("In dieser Kohorte ist kein Platz mehr frei.")


def evidence_of(enrolment: Enrolment) -> dict[str, Any]:
    """What trainers and the coordination have seen so far."""
    return records.values(enrolment, "evidence")


def _mend(context: Context, reason: Reason) -> Reason:
    return reason.with_fix(f"/mentors/{context.instance.id}/evidence")


@guard("trained_in_the_past")
def trained_in_the_past(context: Context) -> Reason | None:
    """Earlier training lies behind, not ahead."""
    day: date | None = context.data.get("trained_on")
    if day is None or day <= berlin_date(context.now):
        return None
    return say("Das Datum liegt in der Zukunft.")


@guard("address_confirmed_or_signed")
def address_confirmed_or_signed(context: Context) -> Reason | None:
    """An application counts with a confirmed address or a signed form; nobody else confirms an address."""
    way = context.data.get("way")
    if way is None or way == "signed_form" or context.by.role == "applicant":
        return None
    return say("Die Adresse ist noch nicht bestätigt, und es liegt kein unterschriebenes Formular vor.")


@guard("employed_in_saarland")
def employed_in_saarland(context: Context) -> Reason | None:
    """The programme is for people who work in Saarland."""
    if context.data.get("employed_in_saarland") in (None, True):
        return None
    return say("Zugelassen werden Beschäftigte im Saarland.")


@guard("release_basis_stated")
def release_basis_stated(context: Context) -> Reason | None:
    """Release is granted or applied for, or needed by nobody because it is the person's own time."""
    basis, status = context.data.get("release_basis"), context.data.get("release_status")
    if basis is None or status in ("granted", "applied_for") or basis == "own_time":
        return None
    return say("Bitte sagen Sie, ob die Freistellung zugesagt oder beantragt ist.")


def _chosen(context: Context) -> Cohort | None:
    """The cohort that was chosen in the form, else the one the person has or waits for."""
    chosen = context.data.get("cohort") or context.instance.cohort_id
    return None if chosen is None else session.get(Cohort, int(chosen))


@guard("seat_free")
def seat_free(context: Context) -> Reason | None:
    """The chosen cohort takes people; without a choice yet, some cohort does."""
    if context.data.get("cohort") is None:
        return None if seats.open_choices() else NO_COHORT
    cohort = _chosen(context)
    if cohort is not None and seats.free_for(cohort, context.instance, now=context.now):
        return None
    return NO_SEAT


@guard("cohort_full")
def cohort_full(context: Context) -> Reason | None:
    """Only a full cohort has a waiting list."""
    if context.data.get("cohort") is None:
        return None
    cohort = _chosen(context)
    if cohort is not None and not seats.free_for(cohort, context.instance, now=context.now):
        return None
    return say("In dieser Kohorte ist noch Platz.")


@guard("seat_offer_open")
def seat_offer_open(context: Context) -> Reason | None:
    """A seat was offered and the offer is at most seven days old."""
    offered_on = VOCABULARY.anchors["seat_offered"](context.instance)
    if offered_on is not None and (berlin_date(context.now) - offered_on).days <= 7:
        return None
    return say("Das Angebot galt sieben Tage. Bitte fragen Sie die AK-Koordination.")


@guard("modules_complete")
def modules_complete(context: Context) -> Reason | None:
    """M1 to M3: enough of each attended or credited, its role play or quiz signed."""
    lacking = _lacking_of(context.instance, BASIC_MODULES, but=("privacy_quiz", "declaration"))
    if not lacking:
        return None
    return _learn(context, say("Es fehlen noch: %(modules)s.", modules=", ".join(lacking)))


@guard("quiz_passed")
def quiz_passed(context: Context) -> Reason | None:
    """The quiz on privacy is passed."""
    if done_of(context.instance.id).signed("privacy_quiz"):
        return None
    return _learn(context, say("Der Test zum Datenschutz fehlt noch."))


@guard("declaration_signed")
def declaration_signed(context: Context) -> Reason | None:
    """Confidentiality is no duty of mentors by law (§ 203 StGB): the signed declaration creates it."""
    if done_of(context.instance.id).signed("declaration"):
        return None
    return _learn(context, say("Die Vertraulichkeitserklärung ist noch nicht unterschrieben."))


@guard("two_logs_signed")
def two_logs_signed(context: Context) -> Reason | None:
    """Two supervised talks with signed logs; a simulated one, with its reason, stands for one."""
    done = done_of(context.instance.id)
    if PRACTICE_CODE in done.credited or done.logs_signed() >= LOGS_NEEDED:
        return None
    missing = LOGS_NEEDED - done.logs_signed()
    return _learn(context, say("Es fehlen noch abgezeichnete Protokolle: %(count)s.", count=missing))


@guard("transfer_task_done")
def transfer_task_done(context: Context) -> Reason | None:
    """The transfer task is accepted."""
    done = done_of(context.instance.id)
    if PRACTICE_CODE in done.credited or done.signed(TRANSFER):
        return None
    return _learn(context, say("Die Transferaufgabe fehlt noch."))


@guard("module_4_complete")
def module_4_complete(context: Context) -> Reason | None:
    """M4 attended."""
    if not _lacking_of(context.instance, (LAST_MODULE,)):
        return None
    return _learn(context, say("Modul 4 fehlt noch."))


def _lacking_of(enrolment: Enrolment, codes: tuple[str, ...], but: tuple[str, ...] = ()) -> list[str]:
    """Which of these modules of the person's cohort are not complete; all of them without a cohort."""
    cohort = enrolment.cohort
    if cohort is None:
        return list(codes)
    done = done_of(enrolment.id)
    return [
        module.code
        for module in cohort.modules
        if module.code in codes
        and (
            units_missing(cohort, module, done)
            or any(kind not in but and not done.signed(kind) for kind in EVIDENCE_OF.get(module.code, ()))
        )
    ]


def _learn(context: Context, reason: Reason) -> Reason:
    """With the page on which a trainer records what is missing."""
    enrolment: Enrolment = context.instance
    if enrolment.cohort_id is None or context.by.role not in ("trainer", "coordinator"):
        return reason
    return reason.with_fix(f"/cohorts/{enrolment.cohort_id}/people/{enrolment.id}#nachweise")


@guard("repeats_left")
def repeats_left(context: Context) -> Reason | None:
    """The practice is repeated at most twice."""
    if context.instance.repeats < MOST_REPEATS:
        return None
    return say("Die Praxisphase kann höchstens zweimal wiederholt werden.")


@guard("repeats_used")
def repeats_used(context: Context) -> Reason | None:
    """Nobody fails finally while a repeat is left."""
    return say("Eine Wiederholung ist noch möglich.") if context.instance.repeats < MOST_REPEATS else None


@guard("renewal_earned")
def renewal_earned(context: Context) -> Reason | None:
    """A refresher and two meetings, or one closed case and one meeting, in the period that is valid now."""
    enrolment: Enrolment = context.instance
    began = register.period_began(enrolment) or date.min
    seen = {
        name: day for name, day in evidence_of(enrolment).items() if isinstance(day, date) and day >= began
    }
    meetings = sum(1 for name in ("meeting_1_on", "meeting_2_on") if name in seen)
    if "refresher_on" in seen and meetings == 2:
        return None
    closed = keeper().closed_cases_of(enrolment.member.id, began)
    if closed and meetings:
        return None
    lacking = say("ein Netzwerktreffen") if closed else say("Auffrischung und zwei Netzwerktreffen")
    return _mend(context, say("Das fehlt noch für die Verlängerung: %(evidence)s.", evidence=lacking))


@guard("refresher_if_expired")
def refresher_if_expired(context: Context) -> Reason | None:
    """Coming back needs a refresher only if the validity is over."""
    today = berlin_date(context.now)
    until = register.valid_until_if_resumed(context.instance, today)
    refreshed = register.refreshed_until(context.instance)
    if (until is not None and until >= today) or (refreshed is not None and refreshed >= today):
        return None
    return _mend(context, say("Die Zeit im Verzeichnis ist abgelaufen. Es fehlt eine Auffrischung."))


@guard("leave_by_sbfg")
def leave_by_sbfg(context: Context) -> Reason | None:
    """Released under SBFG and not granted yet (for the deadline)."""
    admitted = records.values(context.instance, "admit") or records.values(context.instance, "apply")
    if admitted.get("release_basis") == "sbfg" and admitted.get("release_status") != "granted":
        return None
    return say("Keine offene Bildungsfreistellung.")
