"""What a move of an application writes down, and which tasks follow from it."""

from __future__ import annotations

from datetime import date, timedelta

from wbv_mentor.clock import berlin_date
from wbv_mentor.engine.registry import Context, effect
from wbv_mentor.errors import Refused, say
from wbv_mentor.funding import catalogue, remedies
from wbv_mentor.funding.models import FundingApplication
from wbv_mentor.funding.tasks import make_task
from wbv_mentor.pathways import journal, records

WEEK = timedelta(days=7)
APPROVED = ("approved", "partly_approved", "deemed_approved", "final_approved")


@effect("list_documents")
def list_documents(context: Context) -> None:
    """Begin the checklist: what only the company has is marked at once."""
    application: FundingApplication = context.instance
    papers = catalogue.instrument(application.instrument).documents
    of_company = [paper.id for paper in papers if paper.employer]
    if of_company and records.latest(application, "documents", submitted=False) is None:
        records.save_draft(
            instance=application, form="documents", data={"only_company": of_company},
            by=context.by, now=context.now,
        )  # fmt: skip


@effect("record_submission")
def record_submission(context: Context) -> None:
    """When it was sent and arrived, and under which number the authority keeps it."""
    application: FundingApplication = context.instance
    application.submitted_on = context.data["submitted_on"]
    application.arrived_on = context.data.get("arrived_on")
    application.file_number = context.data.get("file_number") or application.file_number


@effect("record_papers_due")
def record_papers_due(context: Context) -> None:
    """The date printed in the authority's letter."""
    context.instance.papers_due_on = context.data["papers_due_on"]


@effect("record_notice")
def record_notice(context: Context) -> None:
    """A new decision: its dates start the remedy, and an older objection is history."""
    application: FundingApplication = context.instance
    sent_on, received_on, way = _arrival(context)
    application.notice_sent_on, application.notice_received_on = sent_on, received_on
    application.notice_way = way
    application.notice_instruction = context.data.get("instruction")
    application.objection_sent_on = application.objection_arrived_on = None
    application.objection_notice_sent_on = application.objection_notice_received_on = None
    application.objection_notice_way = None
    _take_amount(context)


@effect("record_objection")
def record_objection(context: Context) -> None:
    """When the objection was sent. A late one is not refused, but handed to the legal advice as well."""
    application: FundingApplication = context.instance
    sent_on = context.data["objection_sent_on"]
    arrived_on = context.data.get("objection_arrived_on")
    last_day = remedies.last_remedy_day(application)
    late = last_day is not None and (arrived_on or sent_on) > last_day
    if late and not context.data.get("handed_off"):
        raise Refused(
            say(
                "Die Frist war am %(day)s vorbei. "
                "Bitte übergeben Sie den Antrag auch an die AK-Rechtsberatung.",
                day=last_day,
            ),
            field="handed_off",
        )
    application.objection_sent_on, application.objection_arrived_on = sent_on, arrived_on


@effect("record_objection_decision")
def record_objection_decision(context: Context) -> None:
    """When the decision on the objection was posted or delivered: the period for an action at court."""
    application: FundingApplication = context.instance
    sent_on, received_on, way = _arrival(context)
    application.objection_notice_sent_on, application.objection_notice_received_on = sent_on, received_on
    application.objection_notice_way = way
    _take_amount(context)


@effect("add_inform_authority_task")
def add_inform_authority_task(context: Context) -> None:
    """Approved but not used: the authority has to know."""
    application: FundingApplication = context.instance
    entries = journal.standing_moves(application)
    if any(entry.to_state in APPROVED for entry in entries):
        make_task(
            instance=application, code="inform_authority", title=say("Stelle informieren"),
            due_on=berlin_date(context.now) + WEEK, now=context.now, cause=context.entry_id,
        )  # fmt: skip


@effect("tell_what_is_possible")
def tell_what_is_possible(context: Context) -> None:
    """A strict date passed: the mentor looks with the mentee at what can still be done."""
    make_task(
        instance=context.instance, code="missed_deadline",
        title=say("Frist versäumt: ansehen, was noch möglich ist"),
        due_on=berlin_date(context.now) + WEEK, now=context.now, cause=context.entry_id,
    )  # fmt: skip


def _arrival(context: Context) -> tuple[date, date | None, str | None]:
    """When and how a notice was sent and received. Refused: delivered on no day, or before it was sent."""
    sent_on, received_on = context.data["notice_sent_on"], context.data.get("delivered_on")
    way = context.data.get("notice_way")
    if way == remedies.DELIVERED and received_on is None:
        raise Refused(
            say("Bitte nennen Sie den Tag der Zustellung oder Übergabe: Von ihm an läuft die Frist."),
            field="delivered_on",
        )
    if received_on is not None and received_on < sent_on:
        unsent = say("Am %(day)s war der Bescheid noch nicht abgeschickt. Bitte prüfen Sie den Tag.")
        raise Refused(say(unsent.text, day=received_on), field="delivered_on")
    return sent_on, received_on, way


def _take_amount(context: Context) -> None:
    """What a decision grants, where it says so."""
    application: FundingApplication = context.instance
    if context.data.get("amount") is not None:
        application.amount_eur = context.data["amount"]
    if context.data.get("voucher_expires_on") is not None:
        application.voucher_expires_on = context.data["voucher_expires_on"]
