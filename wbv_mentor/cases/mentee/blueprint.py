"""The mentee's own pages, as the room registers them."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.cases.mentee import calendar as views_mentee_calendar
from wbv_mentor.cases.mentee import consent as views_mentee_consent
from wbv_mentor.cases.mentee import consents as views_mentee_consents
from wbv_mentor.cases.mentee import employer as views_mentee_employer
from wbv_mentor.cases.mentee import mentor as views_mentee_mentor
from wbv_mentor.cases.mentee import plan as views_mentee_plan
from wbv_mentor.cases.mentee import views as views_mentee
from wbv_mentor.cases.mentee import ways as views_mentee_ways
from wbv_mentor.cases.mentee import wishes
from wbv_mentor.cases.mentee.page import bp
from wbv_mentor.cases.pages import consent_paper as views_consent_paper

# Their views hang on the blueprints; a blueprint has to know them before it is registered.
PAGES = (
    views_consent_paper,
    views_mentee,
    views_mentee_calendar,
    views_mentee_consent,
    views_mentee_consents,
    views_mentee_employer,
    views_mentee_mentor,
    views_mentee_plan,
    views_mentee_ways,
)


def init_mentee(app: Flask) -> None:
    """Put /meine-beratung on the application. Imported before the blueprint of the cases is registered."""
    wishes.register_events()
    app.register_blueprint(bp)
