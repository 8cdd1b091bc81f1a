"""What happens to funding applications, one use case an act. Without a number: to all of the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from wbv_mentor import clock
from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.clock import today
from wbv_mentor.db import unit_of_work
from wbv_mentor.demo.advice import clear_tasks
from wbv_mentor.demo.courses import AFBG, BONUS, KDW, QCG, SBFG
from wbv_mentor.demo.days import office_day_until
from wbv_mentor.demo.life import Life
from wbv_mentor.funding import catalogue
from wbv_mentor.funding.actions import plan_application, save_documents

WAYS = (
    ("in_person", "Eingangsstempel auf der Kopie"), ("online", "Eingangsbestätigung vom selben Tag"),
    ("registered_letter", "Einlieferungsbeleg, Rückschein abgeheftet"),
)  # fmt: skip
SHARE = {QCG: Decimal("0.5"), KDW: Decimal("0.4")}  # of the price; other authorities pay all of it
DUTY = {AFBG: "afbg_proofs", KDW: "kdw_payout"}


def numbers(life: Life) -> range:
    """The numbers of the applications that fit the course."""
    return range(1, len(life.course.instruments) + 1)


def apply(life: Life) -> None:
    """One application for each instrument that fits; then the case waits for decisions."""
    for instrument in life.course.instruments:
        _plan(life, instrument)
    life.fire("apply_for_funding")


def _plan(life: Life, instrument: str) -> None:
    with unit_of_work():
        plan_application(
            case=life.case, data={"instrument": instrument}, by=life.by, now=clock.now(),
            submission=life.submission,
        )  # fmt: skip


def apply_for_bonus(life: Life) -> None:
    """After the examination: the bonus of the Land."""
    _plan(life, BONUS)


def collect(life: Life) -> None:
    """Papers are gathered and ticked."""
    for number in numbers(life):
        life.fire_application(number, "collect_documents")
        instrument = catalogue.instrument(life.application(number).instrument)
        ours = [paper.id for paper in instrument.documents if not paper.employer]
        theirs = [paper.id for paper in instrument.documents if paper.employer]
        with unit_of_work():
            save_documents(
                application=life.application(number), there=ours[:-1], only_company=theirs, note=None,
                by=life.by, now=clock.now(), submission=life.submission,
            )  # fmt: skip


def submit(life: Life) -> None:
    """The applications leave, with proof of receipt."""
    for number in numbers(life):
        way, proof = life.chance.choice(WAYS)
        life.dates["arrived"] = today()
        life.fire_application(
            number, "submit", submitted_on=today(), way=way, arrived_on=today(), proof=proof
        )
    clear_tasks(life)


def _notice(life: Life, number: int) -> dict[str, object]:
    """The dates of an authority's notice; an employer's answer has no instruction on remedies."""
    if catalogue.instrument(life.application(number).instrument).remedy != "objection":
        return {"notice_sent_on": today()}
    return {"notice_sent_on": office_day_until(today() - timedelta(days=3)), "instruction": "yes"}


def approve(life: Life) -> None:
    """The answers say yes."""
    for number in numbers(life):
        _grant(life, number, "approve", Decimal(1))


def approve_partly(life: Life) -> None:
    """The notice grants less than was asked for."""
    _grant(life, 1, "approve_partly", Decimal("0.6"))


def _grant(life: Life, number: int, trigger: str, part: Decimal) -> None:
    instrument = life.application(number).instrument
    data = _notice(life, number)
    if instrument != SBFG:
        data["amount"] = (life.course.price * SHARE.get(instrument, Decimal(1)) * part).quantize(
            Decimal("0.01")
        )
    life.fire_application(number, trigger, **data)


def finalise(life: Life) -> None:
    """Everything was granted, so nobody will object."""
    for number in numbers(life):
        life.fire_application(number, "finalise_approval")


def reject(reason: str) -> Callable[[Life], None]:
    """An act: the notice says no."""
    return lambda life: life.fire_application(1, "reject", reason=reason, **_notice(life, 1))


def object_(life: Life) -> None:
    """The mentee objects in time."""
    life.fire_application(
        1, "object", objection_sent_on=today(), objection_arrived_on=today(), way="in_person",
        proof="Eingangsstempel auf der Kopie",
    )  # fmt: skip
    clear_tasks(life)


def reject_objection(life: Life) -> None:
    """The authority stays with its no."""
    life.fire_application(
        1, "reject_objection", notice_sent_on=office_day_until(today() - timedelta(days=3)),
        instruction="yes", reason="Der Widerspruch sei unbegründet, die Maßnahme sei nicht notwendig.",
    )  # fmt: skip


def go_to_court(life: Life) -> None:
    """The legal advice of the AK takes it from here."""
    life.fire_application(
        1, "go_to_court", handed_over_on=today(), way="spoken", given_on=today(), place="AK, Raum 114",
        text_version=TEXT_VERSION,
    )  # fmt: skip


def ask_for_papers(life: Life) -> None:
    """The authority asks for more papers."""
    life.fire_application(
        1, "request_documents", papers="Lehrplan mit Stundenzahl", requested_on=today() - timedelta(days=2),
        papers_due_on=office_day_until(today() + timedelta(days=21)),
    )  # fmt: skip


def deem_granted(life: Life) -> None:
    """The employer said nothing in time, so the leave counts as granted."""
    life.fire_application(
        1, "deem_approved", answer="none", under_ten_staff=False, arrived_on=life.dates["arrived"],
        proof="Einlieferungsbeleg, Rückschein abgeheftet", legal_review_told=True,
    )  # fmt: skip


def revoke(life: Life) -> None:
    """After the drop-out the authority wants a part back."""
    life.fire_application(
        1, "revoke", notice_sent_on=office_day_until(today() - timedelta(days=3)), instruction="yes",
        reclaimed=Decimal("912.50"),
    )  # fmt: skip


def withdraw(life: Life) -> None:
    """The mentee does not want that application any more."""
    life.fire_application(1, "withdraw", reason_code="other_funding")


def settle(life: Life) -> None:
    """Every proof the authorities wanted has been sent."""
    for number in numbers(life):
        duty = DUTY.get(life.application(number).instrument, "none_needed")
        life.fire_application(number, "settle", duties=[duty])
