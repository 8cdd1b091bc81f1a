"""Files for the browser: our own, and KERN and the fonts straight from the installed packages.

KERN is EUPL-1.2, copyleft on modifications: it is served byte-identical and corrected in wbv.css.
Only named files leave the package folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Flask, abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from wbv_mentor.config import ROOT
from wbv_mentor.web.access import public

ONE_YEAR = 31_536_000
ONE_DAY = 86_400
NODE_MODULES = ROOT / "node_modules"

bp = Blueprint("assets", __name__)


def _vendor_files() -> dict[str, str]:
    files = {"kern.min.css": "@kern-ux/native/dist/kern.min.css"}
    for subset in ("latin", "latin-ext"):
        for family, weights in (("fira-sans", (400, 500, 600, 700)), ("source-serif-4", (400, 600))):
            for weight in weights:
                name = f"{family}-{subset}-{weight}-normal.woff2"
                files[name] = f"@fontsource/{family}/files/{name}"
    return files


VENDOR = _vendor_files()
TYPES = {".css": "text/css", ".woff2": "font/woff2"}


def vendor_file(name: str) -> Path:
    """Where an allowed file of a package lies. KeyError for any other name."""
    return NODE_MODULES / VENDOR[name]


@bp.get("/static/vendor/<name>")
@public
def vendor(name: str) -> ResponseReturnValue:
    """One allowed file of an installed package; with its digest in the address it never changes."""
    if name not in VENDOR or not vendor_file(name).is_file():
        abort(404)
    path = vendor_file(name)
    age = ONE_YEAR if "v" in request.args else ONE_DAY * 30
    response = send_file(path, mimetype=TYPES[path.suffix], max_age=age)
    response.cache_control.public = True
    return response


_addresses: dict[str, str] = {}


def asset(name: str) -> str:
    """The address of a static file with its digest, so that a new version is fetched at once."""
    if name not in _addresses:
        vendor_name = name.removeprefix("vendor/")
        path = vendor_file(vendor_name) if vendor_name != name else ROOT / "static" / name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "none"
        _addresses[name] = digest
    digest = _addresses[name]
    if name.startswith("vendor/"):
        return url_for("assets.vendor", name=name.removeprefix("vendor/"), v=digest)
    return url_for("static", filename=name, v=digest)


def init_assets(app: Flask) -> None:
    """Serve the files; what bears its digest in the address may be kept for a year."""
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = asset
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = ONE_YEAR
