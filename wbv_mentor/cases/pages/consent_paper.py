"""The consent on paper: one page with the case's number, to be printed, signed and photographed."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wbv_mentor.cases.mentee.words import consent_words
from wbv_mentor.cases.pages.base import bp, crumbs_of, find_case
from wbv_mentor.errors import Refused, say
from wbv_mentor.web.access import allow


@bp.get("/cases/<ref>/consent/paper")
@allow("mentor", "coordinator")
def consent_paper(ref: str) -> ResponseReturnValue:
    """The same words as on the mentee's own page. No name of hers stands on it: she writes it herself."""
    case = find_case(ref)
    if case.mentor is None:
        raise Refused(say("Dieser Fall hat gerade keine Begleitung. Das Blatt nennt die Person, die berät."))
    return render_template(
        "cases/consent_paper.html",
        case=case,
        words=consent_words(case),
        crumbs=crumbs_of(case, (_("Einwilligung auf Papier"), None)),
        back=url_for("cases.show", ref=ref),
    )
