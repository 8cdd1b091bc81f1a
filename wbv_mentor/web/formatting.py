"""How dates, moments, amounts and sentences look. Dates are Berlin dates, numbers German ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel import dates, numbers
from flask import Flask
from flask_babel import gettext, ngettext

from wbv_mentor import clock
from wbv_mentor.errors import Message
from wbv_mentor.web.languages import language

LOCALES = {"de": "de_DE", "en": "en_GB"}


def _locale() -> str:
    return LOCALES[language()]


def _day(value: date | datetime) -> date:
    return clock.berlin_date(value) if isinstance(value, datetime) else value


def _pattern(value: date | datetime | None, de: str, en: str) -> str:
    if value is None:
        return ""
    return dates.format_date(_day(value), de if language() == "de" else en, locale=_locale())


def date_long(value: date | datetime | None) -> str:
    """Freitag, 4. Dezember 2026"""
    return _pattern(value, "EEEE, d. MMMM y", "EEEE, d MMMM y")


def date_medium(value: date | datetime | None) -> str:
    """4. Dezember 2026"""
    return _pattern(value, "d. MMMM y", "d MMMM y")


def date_brief(value: date | datetime | None) -> str:
    """4. Dez. 2026"""
    return _pattern(value, "d. MMM y", "d MMM y")


def date_short(value: date | datetime | None) -> str:
    """4.12.2026"""
    return _pattern(value, "d.M.y", "d/M/y")


def date_near(value: date | datetime | None) -> str:
    """4. Dez. in this year, 4. Dez. 2027 in another; for narrow places, so it stays on one line"""
    this_year = value is not None and _day(value).year == clock.today().year
    text = _pattern(value, "d. MMM", "d MMM") if this_year else date_brief(value)
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def day_after(value: date | None) -> date | None:
    """The next day: where what a deadline is about happens on the day after its last one"""
    return None if value is None else value + timedelta(days=1)


def month_short(value: date | datetime | None) -> str:
    """Dez, as the date leaf shows it"""
    return _pattern(value, "LLL", "LLL").rstrip(".")


def clock_time(value: datetime | None) -> str:
    """14:32 Uhr"""
    if value is None:
        return ""
    text = dates.format_time(value, "HH:mm", tzinfo=clock.BERLIN, locale=_locale())
    return str(gettext("%(time)s Uhr", time=text))


def moment(value: datetime | None) -> str:
    """22. November 2026, 14:32 Uhr"""
    return "" if value is None else f"{date_medium(value)}, {clock_time(value)}"


def moment_near(value: datetime | None) -> str:
    """heute, 14:32 Uhr; on any other day as `moment`"""
    if value is None or _day(value) != clock.today():
        return moment(value)
    return str(gettext("heute, %(time)s", time=clock_time(value)))


def money(value: Decimal | int | float | str | None) -> str:
    """2.480,00 €"""
    if value is None or value == "":
        return ""
    return numbers.format_currency(Decimal(str(value)), "EUR", locale=_locale())


def number(value: Decimal | int | float | None) -> str:
    """1.234,5"""
    return "" if value is None else numbers.format_decimal(value, locale=_locale())


def days(value: float | None) -> str:
    """2,5 Tage, 12 Tage: below ten with one decimal"""
    if value is None:
        return ""
    rounded = round(value, 1) if value < 9.95 else round(value)
    whole = int(rounded) if rounded == int(rounded) else rounded
    return str(ngettext("%(days)s Tag", "%(days)s Tage", 1 if whole == 1 else 2, days=number(whole)))


def relative_days(value: date | datetime | None) -> str:
    """in 9 Tagen, morgen, heute, seit 2 Tagen"""
    if value is None:
        return ""
    days = (_day(value) - clock.today()).days
    if days == 0:
        return str(gettext("heute"))
    if days == 1:
        return str(gettext("morgen"))
    if days > 1:
        return str(gettext("in %(days)s Tagen", days=days))
    return str(ngettext("seit %(num)s Tag", "seit %(num)s Tagen", -days))


def urgency(value: date | datetime | None) -> str:
    """How a badge shows a due date: danger (overdue), warning (three days), info (a week) or empty."""
    if value is None:
        return ""
    days = (_day(value) - clock.today()).days
    return "danger" if days < 0 else "warning" if days <= 3 else "info" if days <= 7 else ""


def yes_no(value: bool | None) -> str:
    """Ja, Nein, or nothing where nothing was answered"""
    return "" if value is None else str(gettext("Ja") if value else gettext("Nein"))


def tel(value: str | None) -> str:
    """A telephone number as the address behind a link: +4968140050; empty if it holds no digits."""
    digits = re.sub(r"[^0-9+]", "", value or "")
    if not digits:
        return ""
    return f"+49{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits


def say(message: Message | str | None, *, day: Callable[[date], str] = date_medium) -> str:
    """A sentence in the reader's language, its amounts written out and its dates as `day` writes them."""
    if message is None:
        return ""
    if not isinstance(message, Message):
        return str(message)
    params = {name: _spoken(value, day) for name, value in message.params.items()}
    return str(gettext(message.text, **params))


def _spoken(value: Any, day: Callable[[date], str]) -> Any:
    if isinstance(value, Message):
        return say(value, day=day)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return number(value)
    return label(value) if hasattr(value, "de") else value


def label(value: Any) -> str:
    """A definition's label in the reader's language: anything with `de` and `en`."""
    if value is None:
        return ""
    return str(getattr(value, language(), value))


FILTERS: tuple[Callable[..., Any], ...] = (
    date_long, date_medium, date_brief, date_short, day_after, month_short, clock_time, moment, moment_near,
    money, number, days, relative_days, urgency, yes_no, tel, say, label,
)  # fmt: skip


def init_formatting(app: Flask) -> None:
    """Give the templates the filters, each under its function's name."""
    app.jinja_env.filters.update({function.__name__: function for function in FILTERS})
    app.jinja_env.globals["today"] = clock.today
