"""The mentee's own pages, as the room registers them."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.cases import (
    views_consent_paper,
    views_mentee,
    views_mentee_consent,
    views_mentee_consents,
    views_mentee_mentor,
    views_mentee_plan,
    views_mentee_ways,
    wishes,
)
from wbv_mentor.cases.mentee_page import bp

# Their views hang on the blueprints; a blueprint has to know them before it is registered.
PAGES = (
    views_consent_paper,
    views_mentee,
    views_mentee_consent,
    views_mentee_consents,
    views_mentee_mentor,
    views_mentee_plan,
    views_mentee_ways,
)


def init_mentee(app: Flask) -> None:
    """Put /meine-beratung on the application. Imported before the blueprint of the cases is registered."""
    wishes.register_events()
    app.register_blueprint(bp)
