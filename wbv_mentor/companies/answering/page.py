"""What all pages of a company's link share: finding the question, the page for a link that opens nothing.

Whoever holds the link acts for the company. A GET changes nothing, however often it is made: scanners,
previews and browsers open every link.
"""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from wbv_mentor import clock
from wbv_mentor.companies.answering.forms import RenewForm
from wbv_mentor.companies.links import LINK, RECEIPT
from wbv_mentor.companies.models import Confirmation
from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import NotFound
from wbv_mentor.people.links import find_link, used_link
from wbv_mentor.people.models import MailedLink
from wbv_mentor.web.access import act_as

bp = Blueprint("answering", __name__, url_prefix="/bestaetigen")


@bp.errorhandler(NotFound)
def opens_nothing(_error: NotFound) -> ResponseReturnValue:
    """The same page whatever is wrong with a link: used, replaced, expired, cut off, revoked, made up."""
    return render_template("companies/answering/unknown.html", form=RenewForm(formdata=None)), 404


def question_of(token: str) -> tuple[Confirmation, MailedLink]:
    """The question that a link opens; from here on its holder is the actor. Raises NotFound."""
    link = find_link(token, LINK, now=clock.now())
    confirmation = _behind(link)
    if link is None or confirmation.state != "requested":
        raise NotFound()
    return confirmation, link


def answered_by(token: str) -> Confirmation:
    """The question that a link has answered within the last hour, for the page that says thanks."""
    return _behind(used_link(token, LINK, now=clock.now()))


def receipt_of(token: str) -> tuple[Confirmation, MailedLink]:
    """The question whose answer a receipt's link shows. Raises NotFound."""
    link = find_link(token, RECEIPT, now=clock.now())
    confirmation = _behind(link)
    assert link is not None
    return confirmation, link


def _behind(link: MailedLink | None) -> Confirmation:
    confirmation = session.get(Confirmation, link.subject_id) if link is not None else None
    if confirmation is None:
        raise NotFound()
    act_as(Actor("company", confirmation.contact_id))
    found: Confirmation = confirmation
    return found
