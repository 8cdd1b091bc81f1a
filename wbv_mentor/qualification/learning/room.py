"""Opens the inner room: attendance, evidence, the people of a cohort."""

from __future__ import annotations

from flask import Flask

from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.qualification.learning import attendance_views, evidence_views, people_views, reminding
from wbv_mentor.qualification.learning.requirements import evidence_label


def init_learning(app: Flask) -> None:
    """Register everything about what people do in a cohort."""
    register_mail("training_missing", reminding.missing_mail)
    register_mail("evidence_handed_in", reminding.evidence_mail)
    register_mail("evidence_returned", reminding.evidence_mail)
    register_mail("cohort_news", reminding.news_mail)
    app.jinja_env.globals["label_of"] = evidence_label
    for blueprint in (attendance_views.bp, evidence_views.bp, people_views.bp):
        app.register_blueprint(blueprint)
