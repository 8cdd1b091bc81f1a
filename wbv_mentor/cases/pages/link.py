"""The mentee's own link: as a QR code on this screen, as a text to send, or a page on paper."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape

from wbv_mentor import clock
from wbv_mentor.cases import actions, queries
from wbv_mentor.cases.pages.base import bp, content_case, crumbs_of
from wbv_mentor.db import unit_of_work
from wbv_mentor.web.access import allow, current_actor
from wbv_mentor.web.forms import Form


@bp.get("/cases/<ref>/link")
@allow("mentor")
def link(ref: str) -> ResponseReturnValue:
    """Show the QR code. "Weiter" only reloads: as soon as the consent is there, it leads on."""
    case = content_case(ref)
    page = queries.case_page(case=case, actor=current_actor(), now=clock.now())
    found = actions.mentee_link(case=case, now=clock.now())
    address = actions.link_address(found) if found else None
    return render_template(
        "cases/link.html",
        case=case,
        page=page,
        link=address,
        qr=qr_image(address, _("QR-Code zur eigenen Seite der ratsuchenden Person")) if address else None,
        asked_again="again" in request.args,
        form=Form(),
        crumbs=crumbs_of(case, (_("Link und QR-Code"), None)),
    )


@bp.post("/cases/<ref>/link/renew")
@allow("mentor")
def renew_link(ref: str) -> ResponseReturnValue:
    """A new link; the old one stops working at once."""
    case = content_case(ref)
    form = Form()
    if form.validate_on_submit():
        with unit_of_work():
            actions.renew_mentee_link(
                case=case, by=current_actor(), now=clock.now(), submission=form.submission_id
            )
        flash(_("Der neue Link ist da. Der alte geht nicht mehr."), "success")
    return redirect(url_for("cases.link", ref=ref), 303)


def qr_image(address: str, text: str) -> Markup:
    """The address as a QR code: an SVG in a data image, which the content policy allows."""
    source = segno.make(address, error="m").svg_data_uri(scale=6, border=4, dark="#000", light="#fff")
    return Markup('<img class="wbv-qr__bild" src="{}" alt="{}" width="240" height="240">').format(
        Markup(escape(source)), text
    )
