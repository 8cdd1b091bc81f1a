"""The README shows pictures that exist and load quickly."""

from __future__ import annotations

import re

from wbv_mentor.config import ROOT

LARGEST = 200_000


def test_pictures_exist_and_are_small() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)|<img src=\"([^\"]+)\"[^>]* alt=\"[^\"]+\"", text)

    names = [markdown or tag for markdown, tag in shown]
    assert len(names) == text.count("![") + text.count("<img")
    for name in names:
        assert (ROOT / name).stat().st_size <= LARGEST, name
