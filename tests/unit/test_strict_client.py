"""The strict client refuses what it should refuse, and fills in forms as a browser does."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.strict_client import check_page, filled_in

TOKEN = '<input type="hidden" name="csrf_token" value="t">'


@pytest.mark.parametrize(
    ("fault", "html"),
    [
        ("style", '<p style="color:red">rot</p>'),
        ("onclick", '<button onclick="los()">Los</button>'),
        ("inline style", "<style>p{}</style>"),
        ("inline script", "<script>los()</script>"),
        ("ids used twice", '<p id="a"></p><p id="a"></p>'),
        ("a form without a token", '<form method="post"><input name="a"></form>'),
        ("a form without a token", '<form method="post"><input name="a">'),
        ("a form without a token", f'<form method="post"></form><form method="post">{TOKEN}</form>'),
    ],
)
def test_a_page_with_a_fault_is_refused(fault: str, html: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        check_page("GET /", html)


def test_a_page_without_fault_passes() -> None:
    html = f'<script src="/static/wbv.js"></script><form method="post">{TOKEN}</form><form><input></form>'

    check_page("GET /", html)


def test_a_form_nobody_touched_sends_what_it_shows() -> None:
    html = """<form>
      <input name="text" value="Müller"><input name="leer"><input name="aus" value="x" disabled>
      <input type="checkbox" name="haken" value="ja" checked><input type="checkbox" name="offen" value="ja">
      <input type="radio" name="art" value="a"><input type="radio" name="art" value="b" checked>
      <input type="checkbox" name="mehr" value="1" checked>
      <input type="checkbox" name="mehr" value="2" checked>
      <select name="wahl"><option value="1">eins</option><option value="2" selected>zwei</option></select>
      <select name="erste"><option>oben</option><option>unten</option></select>
      <textarea name="lang">\nZeile</textarea><input type="file" name="datei">
      <button name="knopf">Los</button>
    </form>"""
    form = BeautifulSoup(html, "html.parser").form
    assert form is not None

    assert filled_in(form) == {
        "text": "Müller",
        "leer": "",
        "haken": "ja",
        "art": "b",
        "mehr": ["1", "2"],
        "wahl": "2",
        "erste": "oben",
        "lang": "Zeile",
    }
