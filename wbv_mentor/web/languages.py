"""Language and colours: German and light unless somebody chooses otherwise on the page.

A browser's language is not asked: a German form that turns English by itself helps nobody who
fills it in together with a colleague. The choice is one cookie each, set by a form in the footer.
"""

from __future__ import annotations

from babel import Locale
from flask import Blueprint, Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale

from wbv_mentor.config import ROOT, Settings
from wbv_mentor.web.access import public
from wbv_mentor.web.local import local_path

LANGUAGES = {"de": "Deutsch", "en": "English"}
THEMES = ("light", "dark")
ONE_YEAR = 31_536_000

bp = Blueprint("appearance", __name__)


def language() -> str:
    """The language of this request, `de` or `en`."""
    locale: Locale | None = get_locale()
    return "en" if locale is not None and locale.language == "en" else "de"


def theme() -> str:
    """The colours of this request; always explicit, never left to the operating system."""
    chosen = request.cookies.get("theme", THEMES[0])
    return chosen if chosen in THEMES else THEMES[0]


def init_languages(app: Flask) -> None:
    """Set up Babel with the German texts as msgids."""
    Babel(
        app,
        default_locale="de",
        default_timezone="Europe/Berlin",
        default_translation_directories=str(ROOT / "translations"),
        locale_selector=_chosen_language,
    )
    app.register_blueprint(bp)
    app.jinja_env.globals.update(language=language, theme=theme, languages=LANGUAGES)


def _chosen_language() -> str:
    chosen = request.cookies.get("language", "de")
    return chosen if chosen in LANGUAGES else "de"


@bp.post("/appearance")
@public
def choose() -> ResponseReturnValue:
    """Remember a language or a theme, then go back to the page on which it was chosen."""
    settings: Settings = current_app.config["SETTINGS"]
    response = redirect(local_path(request.form.get("next")), 303)
    for name, known in (("language", tuple(LANGUAGES)), ("theme", THEMES)):
        value = request.form.get(name)
        if value in known:
            response.set_cookie(
                name, value, max_age=ONE_YEAR, secure=settings.https, httponly=True, samesite="Lax"
            )
    return response
