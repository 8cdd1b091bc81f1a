"""Opens the room: the directory's pages, its scopes, the address check, the choices for other forms."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from wbv_mentor.companies import confirmation_views, effects, guards, talk_views, views
from wbv_mentor.companies.addresses import refuse_company_address
from wbv_mentor.companies.answering import codes, passing, receipt
from wbv_mentor.companies.answering import views as answering_views
from wbv_mentor.companies.answering.page import bp as answering
from wbv_mentor.companies.asking import PATH, being_answered
from wbv_mentor.companies.confirmation_page import PAST
from wbv_mentor.companies.letters import mailboxes_of_contact, register_letters
from wbv_mentor.companies.mails import register_mails
from wbv_mentor.companies.queries import company_choices
from wbv_mentor.companies.reminders import register_reminders
from wbv_mentor.companies.scope import register_scopes
from wbv_mentor.engine.registry import register_choices
from wbv_mentor.outbox.recipients import register_recipient
from wbv_mentor.pathways import journal
from wbv_mentor.pathways.evaluation.lists import register_evaluation
from wbv_mentor.pathways.suiting import register_hindrance
from wbv_mentor.people.addresses import register_address_check
from wbv_mentor.web.navigation import register_item

# Their views hang on the blueprint; it has to know them before it is registered.
PAGES = (answering_views, codes, confirmation_views, passing, receipt, talk_views)


def init_companies(app: Flask) -> None:
    """Register everything about companies."""
    register_scopes()
    register_mails()
    register_letters()
    register_recipient("contact", mailboxes_of_contact)
    register_reminders()
    journal.register_transitions("company_confirmation", PAST)
    register_address_check(refuse_company_address)
    register_hindrance(PATH, being_answered)
    register_choices("companies", company_choices)
    register_evaluation("company_confirmation", ["coordinator"], place=4)
    register_item(["coordinator"], _l("Betriebe"), "companies.index", "dehaze", place=4)
    app.register_blueprint(views.bp)
    app.register_blueprint(answering)
    app.extensions["wbv_companies"] = (guards, effects, *PAGES)  # imported, so that their names are known
