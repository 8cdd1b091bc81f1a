"""Everything that "Meine Beratung" shows, for one case and one moment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from wbv_mentor import clock
from wbv_mentor.cases import queries
from wbv_mentor.cases.mentee import wishes
from wbv_mentor.cases.mentee.forms import PlanForm, TimesForm
from wbv_mentor.cases.mentee.page import shown
from wbv_mentor.cases.mentee.words import FUTURES, STANDING, consent_words, has_path, path_steps
from wbv_mentor.cases.models import Case, Task
from wbv_mentor.cases.pages.present import shown_value
from wbv_mentor.cases.path.anchors import FOLLOW_UPS
from wbv_mentor.cases.path.guards_plan import RISK_ACCEPTED, open_applications, plan_mark
from wbv_mentor.cases.path.release import answer_mark, times_to_accept
from wbv_mentor.cases.path.standing import pending_handover, said_by_mentee
from wbv_mentor.cases.queries import ConsentLine, DeadlineLine, MenteePage
from wbv_mentor.cases.queries.mentee import ERASURES
from wbv_mentor.companies.answering.asked import given_of
from wbv_mentor.db import session
from wbv_mentor.errors import Message
from wbv_mentor.funding.catalogue import instrument
from wbv_mentor.funding.queries import FINAL_QUESTION, applications_of
from wbv_mentor.pathways import journal, records
from wbv_mentor.pathways.deadlines import open_deadlines
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.pathways.forms import build_form
from wbv_mentor.people.models import Account
from wbv_mentor.web.formatting import label
from wbv_mentor.web.forms import Form

QUESTIONS = ("completed", "used_at_work", "changed")  # the fourth one is read by the AK alone
BEFORE_BOOKING = ("plan_agreed", "funding")
# What was agreed with the mentee: form and the fields of it that stand on her page.
AGREED = (
    ("intake", ("goal", "company_may_know")),
    ("needs_assessment", ("target_competence", "gap")),
    ("plan", ("goal", "measure", "funding", "working_time_rule", "next_steps")),
)

DATES = (*FOLLOW_UPS, "course_resumes")
WISHES = (wishes.OTHER_MENTOR, wishes.GO_ON_AGAIN, wishes.PLAN_CHANGE)

Facts = list[tuple[str, str]]


def overview(case: Case, token: str) -> dict[str, Any]:
    """The values of templates/cases/mentee/page.html and locked.html."""
    page = queries.mentee_page(case=case, now=clock.now())
    waiting, times = pending_handover(case), times_to_accept(case)
    mark = answer_mark(times) if times is not None else ""
    return {
        "case": case,
        "token": token,
        "page": page,
        "words": consent_words(case),
        "standing": STANDING.get(case.state),
        "steps": path_steps(case) if has_path(case) else [],
        "terms": terms_of(page),
        "passed": passed_of(page),
        "running": running_of(page),
        "switches": switches_of(page),
        "can": {option.name for option in page.options if not option.blocked},
        "blank": lambda: shown(Form(formdata=None), case),
        "plan_form": lambda: shown(PlanForm(formdata=None, plan=plan_mark(case)), case),
        "plan_facts": plan_facts(case, page.plan),
        "agreed": agreed(case),
        "course": course_facts(case),
        "applications": application_facts(case),
        "risk": asks_risk(case),
        "follow_up": follow_up_due(case) is not None,
        "receiver": session.get(Account, waiting.to_account_id) if waiting is not None else None,
        "pause_until": records.values(case, "pause").get("return_on") if case.state == "paused" else None,
        "wished": {code for code in WISHES if wishes.is_wished(case, code)},
        "future": future_chosen(case),
        "requests": [
            line
            for line in queries.employer_requests(case)
            if line.confirmation is None and not line.allowed and not line.declined
        ],
        "other_times": given_of(times) if times is not None else None,
        "times_form": lambda: shown(TimesForm(formdata=None, shown=mark), case),
        "lapsed": case.state == "locked" and was_lapsed(case),
    }


def terms_of(page: MenteePage) -> list[DeadlineLine]:
    """The dates ahead that concern the mentee; course, pause and erasure are told in words of their own."""
    return [line for line in _her_dates(page) if not line.overdue]


def passed_of(page: MenteePage) -> list[DeadlineLine]:
    """Legal deadlines that are over; advice that came too late is left out."""
    return [line for line in _her_dates(page) if line.overdue and line.strict]


def running_of(page: MenteePage) -> list[DeadlineLine]:
    """What goes on when the advice rests or ends: legal deadlines and applications."""
    return [line for line in terms_of(page) if line.strict or line.application]


def _her_dates(page: MenteePage) -> list[DeadlineLine]:
    return [
        line
        for line in page.deadlines
        if (line.strict or line.application or line.owner == "mentee" or line.rule in DATES)
        and line.rule not in {*ERASURES, FINAL_QUESTION}
    ]


def switches_of(page: MenteePage) -> list[ConsentLine]:
    """One line for each consent that holds: a confirmed one stands for the spoken one before it."""
    found: dict[tuple[str, str | None], ConsentLine] = {}
    for line in page.consents:  # newest first
        if line.alive:
            found.setdefault((line.purpose, line.recipient), line)
    return list(reversed(found.values()))


def future_chosen(case: Case) -> Message | None:
    """What a mentee without a mentor chose last, in her own words."""
    query = select(Task.code).where(
        Task.case_id == case.id,
        Task.code.in_([f"wish:{choice}" for choice in FUTURES]),
        Task.done_at.is_(None),
    )
    newest: str | None = session.scalars(query.order_by(Task.id.desc()).limit(1)).first()
    return FUTURES[newest.removeprefix("wish:")] if newest else None


def was_lapsed(case: Case) -> bool:
    """Whether nobody withdrew the consent: it was never confirmed."""
    moves = (entry for entry in reversed(journal.entries_of(case)) if entry.kind == "transition")
    return next(moves).trigger == "lapse_consent"


def plan_facts(case: Case, plan: dict[str, Any] | None) -> Facts:
    """The draft of the plan in words, as the mentee is asked to confirm it."""
    form = workflow_of(case).forms["plan"]
    fields = [field for field in form.fields if plan and field.name in plan and "mentee" in field.visible_to]
    return [(label(field.label), shown_value(field, (plan or {})[field.name])) for field in fields]


def agreed(case: Case) -> Facts:
    """What was recorded and may be read by the mentee; a later form says it better than an earlier one."""
    path, rows = workflow_of(case), {}
    for name, wanted in AGREED:
        kept = records.read_record(case, name, "mentee")
        for field in path.forms[name].fields:
            if field.name in wanted and field.name in kept:
                rows[field.name] = (label(field.label), shown_value(field, kept[field.name]))
    return [row for row in rows.values() if row[1]]


def course_facts(case: Case) -> dict[str, Any] | None:
    """Title, provider and dates of the course; None as long as none is booked."""
    if case.course_start is None:
        return None
    return {
        "title": case.course_title,
        "provider": case.course_provider,
        "start": case.course_start,
        "end": case.course_end,
    }


def application_facts(case: Case) -> Facts:
    """Each application and where it stands: a decision is hers before it is anybody else's."""
    return [
        (label(instrument(row.instrument).name), label(workflow_of(row).states[row.state].label))
        for row in applications_of(case)
    ]


def asks_risk(case: Case) -> bool:
    """Whether the mentee may decide to book although an application is open, and has not yet."""
    if case.state not in BEFORE_BOOKING or not open_applications(case):
        return False
    return not said_by_mentee(case, RISK_ACCEPTED, since=case.entered_at)


def follow_up_due(case: Case) -> str | None:
    """The follow-up whose day has come and that nobody answered yet: the name of its form."""
    due = (row for row in open_deadlines(case) if row.rule in FOLLOW_UPS and row.due_on <= clock.today())
    return next((row.rule for row in due), None)


def follow_up_form(case: Case, name: str) -> Form:
    """The questions of a follow-up that the mentee herself answers."""
    definition = workflow_of(case).forms[name]
    asked = tuple(field for field in definition.fields if field.name in QUESTIONS)
    form: Form = build_form(definition.model_copy(update={"fields": asked}))()
    return form
