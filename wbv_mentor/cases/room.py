"""Opens the room: scopes, what the path's names mean, recipients, mails, jobs, pages."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.cases.calendar import register_calendar
from wbv_mentor.cases.events import register_events
from wbv_mentor.cases.letters import recipients
from wbv_mentor.cases.letters.mails import place_of_case, register_mails
from wbv_mentor.cases.letters.sentences import register_sentences
from wbv_mentor.cases.mentee.blueprint import init_mentee
from wbv_mentor.cases.mentors import open_cases_of
from wbv_mentor.cases.pages import seeking
from wbv_mentor.cases.pages.views import list_of_cases, register_pages
from wbv_mentor.cases.path import (
    anchors,
    effects_consent,
    effects_course,
    effects_handover,
    erasure,
    guards_consent,
    guards_ending,
    guards_plan,
    sweeps,
)
from wbv_mentor.cases.path.keeping import closed_cases_of, lose_mentor
from wbv_mentor.cases.requests import objection_to_request
from wbv_mentor.cases.rows import keeping as rows_keeping
from wbv_mentor.cases.rows import triggers as rows_triggers
from wbv_mentor.cases.scope import register_scopes
from wbv_mentor.cases.tasks import drop_tasks_of, make_task_of
from wbv_mentor.companies.consents import register_consent_check
from wbv_mentor.companies.scope import register_own_companies
from wbv_mentor.funding.tasks import register_task_maker
from wbv_mentor.outbox.recipients import register_recipient
from wbv_mentor.pathways.evaluation.lists import register_evaluation
from wbv_mentor.pathways.overdue import register_teller
from wbv_mentor.pathways.undoing import register_cleaner
from wbv_mentor.qualification.keepers import register_case_keeper
from wbv_mentor.qualification.scope import companies_of_mentor
from wbv_mentor.reminders.owners import register_owner
from wbv_mentor.reminders.places import register_place

# Imported, so that what the path names is defined, the job is registered, and rows follow their cases.
VOCABULARY = (
    anchors,
    effects_consent,
    effects_course,
    effects_handover,
    erasure,
    guards_consent,
    guards_ending,
    guards_plan,
    rows_keeping,
    rows_triggers,
    sweeps,
)


def init_cases(app: Flask) -> None:
    """Tell the rooms below what they ask this one for."""
    app.extensions["wbv_cases"] = VOCABULARY
    register_scopes()
    register_events()
    register_sentences()
    register_mails()
    register_recipient("mentee", recipients.mailboxes_of_mentee)
    register_task_maker(make_task_of)
    register_case_keeper(
        open_cases_of=open_cases_of, lose_mentor=lose_mentor, closed_cases_of=closed_cases_of
    )
    register_consent_check(objection_to_request)
    register_own_companies(companies_of_mentor)
    register_teller("mentee_case", sweeps.tell_owner)
    register_cleaner(drop_tasks_of)
    register_evaluation("mentee_case", ["coordinator"], list_of_cases, place=1)
    _register_reminders()
    register_calendar()
    register_pages(app)
    init_mentee(app)
    app.register_blueprint(seeking.bp)


def _register_reminders() -> None:
    register_owner("mentor", recipients.owner_mentor)
    register_owner("mentee", recipients.owner_mentee)
    register_owner("coordinator", recipients.owner_coordinator)
    register_owner("mentor", recipients.receiver, rule="handover_answer")
    # What would end or erase a case is announced to the person it is about, too.
    register_owner("mentee", recipients.both, rule="spoken_consent_confirmed")
    register_owner("mentor", recipients.both, rule="paper_original_arrived")
    register_owner("mentor", recipients.both, rule="erasure_after_closing")
    register_owner("mentee", recipients.mentee_alone, rule="erasure_after_withdrawal")
    register_place("mentee_case", place_of_case)
    register_place("funding_application", place_of_case)
