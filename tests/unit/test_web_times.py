"""Times of the day as people write them."""

from __future__ import annotations

from datetime import time

import pytest

from wbv_mentor.web.time_fields import read_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:30", time(8, 30)), ("08.30 Uhr", time(8, 30)), ("17 Uhr", time(17)), ("1730", time(17, 30)),
        (" 9 ", time(9)), ("0:00", time(0)), ("24 Uhr", None), ("8:60", None), ("halb neun", None),
        ("8:3", None), ("", None), ("-8:30", None), ("٨:٣٠", None),
    ],
)  # fmt: skip
def test_a_time_is_read_or_not(text: str, expected: time | None) -> None:
    assert read_time(text) == expected
