"""Every error is a page: what is, what to do, a way back. Never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from wbv_mentor.errors import Message, NotFound, Stale, WbvError, say
from wbv_mentor.web.access import SignedOut
from wbv_mentor.web.keeping import typed_texts
from wbv_mentor.web.local import way_back

log = logging.getLogger(__name__)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # read out on the telephone: no 0/O, no 1/I/L

SENTENCES: dict[int, Message] = {
    400: say("Diese Anfrage konnten wir nicht lesen. Bitte öffnen Sie die Seite noch einmal."),
    404: NotFound().messages[0],
    405: say("Diese Adresse lässt sich so nicht öffnen. Bitte nehmen Sie den Knopf auf der Seite davor."),
    413: say("Das ist zu groß. Bitte nehmen Sie eine Datei mit höchstens 10 MB: PDF, JPG oder PNG."),
    429: say("Das waren viele Versuche hintereinander. Bitte warten Sie einige Minuten."),
}
EXPIRED_FORM = say("Diese Seite war zu lange offen. Bitte öffnen Sie sie neu und senden Sie noch einmal.")

PLAIN = """<!doctype html><html lang="de"><title>Das hat nicht geklappt</title>
<h1>Das hat nicht geklappt</h1><p>Der Fehler liegt bei uns, nicht bei Ihnen. Vorgang {number}</p>
<p><a href="/">Zur Startseite</a></p></html>"""


def init_errors(app: Flask) -> None:
    """Answer every error with a page of the layout."""
    app.register_error_handler(WbvError, _answer)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _incident)


def error_page(
    status: int, title: str, messages: Sequence[Message], *, sign_in: bool = False
) -> tuple[str, int]:
    """The page for an error: its sentences, what had been typed, and a way back."""
    page = render_template(
        "errors/page.html",
        title=title,
        messages=messages,
        typed=typed_texts(),
        back=way_back(),
        sign_in=sign_in,
    )
    return page, status


def _answer(error: WbvError) -> ResponseReturnValue:
    if isinstance(error, NotFound):
        return error_page(404, _("Seite nicht gefunden"), error.messages)
    if isinstance(error, SignedOut):
        return error_page(401, _("Sie sind abgemeldet"), error.messages, sign_in=True)
    if isinstance(error, Stale):
        return error_page(409, _("Inzwischen geändert"), error.messages)
    title = _("Nicht freigegeben") if error.status == 403 else _("Noch nicht möglich")
    return error_page(error.status, title, error.messages)


def _expired(error: CSRFError) -> ResponseReturnValue:
    return error_page(400, _("Bitte noch einmal senden"), [EXPIRED_FORM])


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    if status >= 500:
        return _incident(error)
    title = _("Seite nicht gefunden") if status == 404 else _("Das ging nicht")
    page, code = error_page(status, title, [SENTENCES.get(status, SENTENCES[400])])
    headers = [pair for pair in error.get_headers() if pair[0] in {"Allow", "Retry-After"}]
    return page, code, headers


def _incident(error: Exception) -> ResponseReturnValue:
    """Number the defect, log it under that number, say so. The log names no address: it may hold a token."""
    if current_app.debug or current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    number = incident_number()
    log.error("incident %s: %s on %s", number, request.method, request.endpoint, exc_info=error)
    g.wbv_bare = True  # the layout must not ask the database again
    try:
        return render_template("errors/incident.html", number=number), 500
    except Exception:  # the layout itself is broken: the sentence must still arrive
        log.exception("incident %s: the error page failed as well", number)
        return PLAIN.format(number=number), 500


def incident_number() -> str:
    """A number that can be read out: 7K4Q-M2XD."""
    letters = "".join(secrets.choice(ALPHABET) for _position in range(8))
    return f"{letters[:4]}-{letters[4:]}"
