"""What would be paid, as far as it follows from what is known. Shares are parts of one, money is in euro."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from wbv_mentor.funding.eligibility.conditions import Asked
from wbv_mentor.funding.eligibility.findings import Amounts

Count = Callable[[Asked], Amounts]
CENT = Decimal("0.01")
NOTHING: Amounts = {}
AMOUNTS: dict[str, Count] = {}


def amounts(name: str) -> Callable[[Count], Count]:
    """Give a computation the name by which the catalogue asks for it."""

    def keep(count: Count) -> Count:
        if AMOUNTS.setdefault(name, count) is not count:
            raise ValueError(f"there are already amounts {name}")
        return count

    return keep


NEEDED = {
    "section_82": ("headcount",), "section_82a": ("has_child",), "afbg": ("price_eur",),
    "kdw": ("price_eur", "headcount"),
}  # fmt: skip


def uncounted(name: str | None, asked: Asked) -> tuple[str, ...]:
    """The facts without which these amounts do not follow, as far as they are missing."""
    return tuple(fact for fact in NEEDED.get(name or "", ()) if asked.fact(fact) is None)


def _money(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _headcount(asked: Asked) -> float | None:
    """§ 82 Abs. 6 SGB III: the whole company and its group."""
    known = [asked.fact(name) for name in ("headcount", "group_headcount")]
    found = [float(value) for value in known if value is not None]
    return max(found) if found else None


@amounts("section_82")
def section_82(asked: Asked) -> Amounts:
    """The employer's share of the course fees, and the subsidy to the wage (§ 82 Abs. 2 and 3 SGB III)."""
    headcount = _headcount(asked)
    found = asked.law.bracket("section_82_shares", headcount) if headcount is not None else None
    if found is None:
        return NOTHING
    share, subsidy = found["employer_share"], found["wage_subsidy"]
    bonus = asked.law.number("section_82_agreement")
    if asked.fact("collective_agreement") and bonus is not None:
        share, subsidy = max(share - bonus, Decimal(0)), min(subsidy + bonus, Decimal(1))
    if _share_falls_away(asked, headcount):
        share = Decimal(0)
    if asked.fact("highest_qualification") == "none" and asked.fact("leads_to_two_year_qualification"):
        subsidy = Decimal(1)  # § 82 Abs. 3 with § 81 Abs. 2: up to all of it
    return {"employer_share": share, "wage_subsidy": subsidy}


def _share_falls_away(asked: Asked, headcount: float | None) -> bool:
    age, least = asked.fact("age_at_start"), asked.law.number("section_82_age")
    below = asked.law.number("section_82_age_headcount_below")
    if headcount is None or below is None or least is None or headcount >= below:
        return False
    return bool(asked.fact("severely_disabled")) or (age is not None and age >= least)


@amounts("section_81_2")
def section_81_2(asked: Asked) -> Amounts:
    """The course, and up to all of the wage (§§ 81, 82 Abs. 3 SGB III)."""
    return {"course_share": Decimal(1), "wage_subsidy_up_to": Decimal(1)}


@amounts("section_82a")
def section_82a(asked: Asked) -> Amounts:
    """The share of the difference in net pay (§ 82b SGB III)."""
    child = asked.fact("has_child")
    name = "section_82a_with_child" if child else "section_82a_without_child"
    rate = asked.law.number(name)
    return {"share_of_net_difference": rate} if child is not None and rate is not None else NOTHING


@amounts("section_87a")
def section_87a(asked: Asked) -> Amounts:
    """The premium for the interim and the final exam; the monthly allowance is for the unemployed alone."""
    found = {
        "interim_exam_eur": asked.law.number("section_87a_interim_eur"),
        "final_exam_eur": asked.law.number("section_87a_final_eur"),
    }
    if asked.fact("unemployed"):
        found["monthly_allowance_eur"] = asked.law.number("section_87a_monthly_eur")
    return {name: value for name, value in found.items() if value is not None}


@amounts("afbg")
def afbg(asked: Asked) -> Amounts:
    """Half of the fees as a grant, the rest as a loan; half of the loan falls away on passing (§ 12 AFBG).

    What the employer pays reduces the fees; how much that is nobody knows here.
    """
    price, most = asked.fact("price_eur"), asked.law.number("afbg_fees_most")
    rate, waiver = asked.law.number("afbg_grant"), asked.law.number("afbg_waiver")
    if price is None or most is None or rate is None or waiver is None or asked.fact("pays_course"):
        return NOTHING
    fees = min(price, most)
    grant = _money(fees * rate)
    return {
        "fees_eur": _money(fees),
        "grant_eur": grant,
        "loan_eur": _money(fees) - grant,
        "waived_on_passing_eur": _money((fees - grant) * waiver),
    }


@amounts("sbfg")
def sbfg(asked: Asked) -> Amounts:
    """Paid days; the course itself is not paid."""
    most = asked.law.number("sbfg_days_a_year")
    return {} if most is None else {"paid_days_a_year": most, "wage_share": Decimal(1)}


@amounts("kdw")
def kdw(asked: Asked) -> Amounts:
    """A share of the price, capped by person and by what the company has had this year."""
    grant = kdw_grant(asked)
    return NOTHING if grant is None else {"grant_eur": grant}


def kdw_grant(asked: Asked) -> Decimal | None:
    """The grant of KdW in euro; None as long as price or size is not known."""
    price, headcount = asked.fact("price_eur"), asked.fact("headcount")
    rate, most = asked.law.number("kdw_rate"), asked.law.number("kdw_most_eur")
    cap = asked.law.bracket("kdw_year_eur", headcount) if headcount is not None else None
    if price is None or rate is None or most is None or cap is None:
        return None
    left = cap["eur"] - (asked.fact("kdw_granted_this_year_eur") or Decimal(0))
    return _money(max(min(price * rate, most, left), Decimal(0)))


@amounts("bonus")
def bonus(asked: Asked) -> Amounts:
    """One sum."""
    found = asked.law.number("bonus_eur")
    return NOTHING if found is None else {"bonus_eur": found}


@amounts("scholarship")
def scholarship(asked: Asked) -> Amounts:
    """In three years, with a share of one's own."""
    total, own = asked.law.number("scholarship_eur"), asked.law.number("scholarship_own_share")
    return NOTHING if total is None or own is None else {"three_years_eur": total, "own_share": own}


@amounts("inqa")
def inqa(asked: Asked) -> Amounts:
    """A share of the days of coaching."""
    rate, days = asked.law.number("inqa_rate"), asked.law.number("inqa_days")
    price = asked.law.number("inqa_day_eur")
    if rate is None or days is None or price is None:
        return NOTHING
    return {"rate": rate, "days_most": days, "grant_most_eur": _money(rate * days * price)}
