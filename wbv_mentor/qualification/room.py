"""Opens the room: pages of the register, the names its path uses, choices of mentors, reminders."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from wbv_mentor.certificates.sources import register_facts
from wbv_mentor.engine.registry import register_choices
from wbv_mentor.pathways.evaluation.lists import register_evaluation
from wbv_mentor.qualification import anchors, effects, guards, own_views, views
from wbv_mentor.qualification.automatic import register_automatic
from wbv_mentor.qualification.calendar import register_calendar
from wbv_mentor.qualification.certificates import facts_by_id
from wbv_mentor.qualification.choices import mentor_choices
from wbv_mentor.qualification.cohorts.room import init_cohorts
from wbv_mentor.qualification.joining.room import init_joining
from wbv_mentor.qualification.learning.room import init_learning
from wbv_mentor.qualification.mails import register_mails
from wbv_mentor.qualification.reminders import register_reminders
from wbv_mentor.qualification.scope import register_scopes
from wbv_mentor.qualification.sentences import register_sentences
from wbv_mentor.web.navigation import register_item


def init_qualification(app: Flask) -> None:
    """Register everything about the path to becoming a mentor."""
    register_scopes()
    register_mails()
    register_automatic()
    register_reminders()
    register_calendar()
    register_sentences()
    register_facts(facts_by_id)
    register_choices("active_mentors", mentor_choices)
    register_evaluation("mentor_qualification", ["trainer", "coordinator"], views.list_of, place=2)
    register_item(["trainer", "coordinator"], _l("Mentor*innen"), "mentors.index", "account-circle", place=3)
    register_item(["mentor"], _l("Qualifizierung"), "qualification.own", "checklist", place=4)
    for blueprint in (views.bp, own_views.bp):
        app.register_blueprint(blueprint)
    init_joining(app)
    init_cohorts(app)
    init_learning(app)
    app.extensions["wbv_qualification"] = (
        anchors,
        effects,
        guards,
    )  # imported, so that their names are known
