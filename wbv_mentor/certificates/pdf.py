"""Sets certificates and confirmations of attendance as PDF/A-3a with tags. A process of its own:
`python -m wbv_mentor.certificates.pdf`.

It reads a line of JSON for each document and answers a line of JSON with a size, then that many bytes.
It gets no settings and no database, may use only so much memory and time, opens no connection, and
fetches nothing but data URLs (WeasyPrint's own fetcher would read files and addresses).
"""

from __future__ import annotations

import json
import os
import resource
import sys
from base64 import b64encode
from datetime import date
from functools import cache
from typing import IO, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import TypeAdapter
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from wbv_mentor.certificates.attendance import AttendanceSnapshot
from wbv_mentor.certificates.drawing import as_url, background, frame, qr_code
from wbv_mentor.certificates.facts import Snapshot
from wbv_mentor.certificates.tags import finish
from wbv_mentor.config import ROOT

FONTS = ROOT / "node_modules" / "@fontsource"
TEMPLATES = ROOT / "templates" / "documents"
MEMORY = 1536 * 1024**2
CPU_SECONDS = 120
FILE_SIZE = 64 * 1024**2
FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.bind", "os.system", "subprocess.Popen")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
# Family, subset, weights: WeasyPrint knows no unicode-range, so every subset is a family of its own.
SUBSETS = (
    ("source-serif-4", "latin", (400, 600)),
    ("source-serif-4", "latin-ext", (400,)),
    ("source-serif-4", "vietnamese", (400,)),
    ("source-serif-4", "greek", (400,)),
    ("source-serif-4", "cyrillic", (400,)),
    ("fira-sans", "latin", (400, 600)),
    ("fira-sans", "latin-ext", (400, 600)),
)
SIZES = ((24, ""), (34, "lang"), (48, "laenger"))  # a name of up to so many letters is set this large


Page = Snapshot | AttendanceSnapshot
PAGES: TypeAdapter[Page] = TypeAdapter(Page)  # what a page says tells which of the two it is


class OutOfBounds(RuntimeError):
    """Something in a document asked for the network or another program."""


def render(snapshot: Page) -> bytes:
    """The document. The same snapshot gives the same bytes, as long as the parts are the same versions."""
    style, fonts = _style(_template_of(snapshot))
    page = HTML(string=_page(snapshot), url_fetcher=_fetcher(), base_url=None)
    made: bytes = page.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a", finisher=finish,
        pdf_identifier=snapshot.digest[:16].encode(),
    )  # fmt: skip
    return made


def day(value: date) -> str:
    """7. September 2026: a certificate is German whoever asks for it."""
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def size_of(name: str) -> str:
    """The class that makes a long name smaller."""
    return next((size for most, size in SIZES if len(name) <= most), "sehr-lang")


def main() -> None:
    """Answer every line of the input, then end."""
    limit()
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library says must not stand between the answers
    for line in sys.stdin:
        _answer(answers, json.loads(line))
    os._exit(0)  # Pango's fonts do not outlive the interpreter's own tidying up: it would end in a fault


def limit() -> None:
    """Give this process its limits; they cannot be taken back."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_SIZE), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(kind, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: Any) -> None:
    if event in FORBIDDEN:
        raise OutOfBounds(event)


def _answer(answers: IO[bytes], asked: dict[str, Any]) -> None:
    try:
        made, error = render(PAGES.validate_python(asked)), None
    except Exception as problem:  # the next one may succeed; its text could hold a name, its kind cannot
        made, error = b"", type(problem).__name__
    answers.write(json.dumps({"size": len(made), "error": error}).encode() + b"\n" + made)
    answers.flush()


def _template_of(snapshot: Page) -> str:
    name = "certificate" if isinstance(snapshot, Snapshot) else "attendance"
    return f"{name}-{snapshot.template_version}"


def _page(snapshot: Page) -> str:
    template = _templates().get_template(f"{_template_of(snapshot)}.html")
    shown: dict[str, Any] = {"s": snapshot, "size": size_of(snapshot.name)}
    if isinstance(snapshot, Snapshot):
        title = f"QR-Code: Echtheit prüfen, Nummer {snapshot.number}, Prüfcode {snapshot.check_code}"
        shown["qr"] = Markup(qr_code(snapshot.check_url, title))
    return template.render(shown)


@cache
def _style(name: str) -> tuple[CSS, FontConfiguration]:
    """Style sheet and fonts, read once for all documents of this process: that takes longest."""
    fonts = FontConfiguration()
    given = {
        "background": background(), "frame": frame(),
        "mark": as_url((ROOT / "static" / "icon.svg").read_text()),
        "serif": _families("source-serif-4"), "sans": _families("fira-sans"),
    }  # fmt: skip
    text = _templates().get_template(f"{name}.css").render(given)
    faces = "".join(_face(*face) for face in SUBSETS)
    return CSS(string=faces + text, font_config=fonts, url_fetcher=_fetcher()), fonts


def _families(family: str) -> str:
    names = dict.fromkeys(f"'{one} {subset}'" for one, subset, _weights in SUBSETS if one == family)
    return ", ".join([*names, "serif" if "serif" in family else "sans-serif"])


def _face(family: str, subset: str, weights: tuple[int, ...]) -> str:
    return "".join(
        f"@font-face {{ font-family: '{family} {subset}'; font-weight: {weight}; "
        f"src: url('{_font(family, subset, weight)}') }}\n"
        for weight in weights
    )


def _font(family: str, subset: str, weight: int) -> str:
    file = FONTS / family / "files" / f"{family}-{subset}-{weight}-normal.woff2"
    return "data:font/woff2;base64," + b64encode(file.read_bytes()).decode()


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(".html"),
    )  # fmt: skip
    templates.filters["day"] = day
    return templates


def _fetcher() -> URLFetcher:
    return URLFetcher(allowed_protocols=("data",), allow_redirects=False)


if __name__ == "__main__":
    main()
