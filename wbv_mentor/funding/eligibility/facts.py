"""What is known about a person, the company and a course; whatever is not known is None."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wbv_mentor.engine.source import Where, load_checked

Years = Annotated[float, Field(ge=0, le=99, allow_inf_nan=False)]
Months = Annotated[float, Field(ge=0, le=1200, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Number = Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]
Money = Annotated[Decimal, Field(ge=0, le=10_000_000, allow_inf_nan=False)]
Qualification = Literal["none", "vocational", "advanced", "bachelor", "master"]


class Group(BaseModel):
    """A group of facts; a fact that nobody asked for is a mistake in writing."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Today(Group):
    """The day on which the check is made."""

    day: date | None = Field(default=None, alias="date")


class Person(Group):
    """The ratsuchende Person. Ages and years are full ones; `years_since_…_funding` 99: never funded."""

    age_at_start: Years | None = None
    employed_months: Months | None = None
    highest_qualification: Qualification | None = None
    years_since_qualification: Years | None = None
    unskilled_years: Years | None = None
    work_years: Years | None = None
    severely_disabled: bool | None = None
    workplace_in_saarland: bool | None = None
    home_in_saarland: bool | None = None
    self_employed: bool | None = None
    has_child: bool | None = None
    years_since_section_82_funding: Years | None = None
    years_since_section_82a_funding: Years | None = None
    unemployed: bool | None = None


class Company(Group):
    """The employer. `headcount` counts part-timers as § 82 does, `group_headcount` the whole group."""

    headcount: Number | None = None
    group_headcount: Number | None = None
    collective_agreement: bool | None = None
    sme: bool | None = None
    site_in_saarland: bool | None = None
    kdw_registered: bool | None = None
    affected_share: Share | None = None
    pays_course: bool | None = None
    sbfg_used_share: Share | None = None
    kdw_granted_this_year_eur: Money | None = None


class Course(Group):
    """The course; `hours` are teaching units of 45 minutes."""

    start: date | None = None
    end: date | None = None
    hours: Number | None = None
    days: Number | None = None
    hours_per_day: Number | None = None
    price_eur: Money | None = None
    provider_azav: bool | None = None
    course_azav: bool | None = None
    short_job_adaptation: bool | None = None
    employer_obliged: bool | None = None
    leads_to_two_year_qualification: bool | None = None
    advancement: bool | None = None
    full_time: bool | None = None
    recognised_sbfg: bool | None = None
    open_external: bool | None = None
    job_related: bool | None = None


class Facts(Group):
    """Everything that the check may know."""

    today: Today | date = Today()
    person: Person = Person()
    company: Company = Company()
    course: Course = Course()

    @property
    def day(self) -> date | None:
        """The day of the check, if it was said."""
        return self.today.day if isinstance(self.today, Today) else self.today


def read_facts(file: Path) -> Facts:
    """The facts of a YAML file. DefinitionError with the line of every mistake."""
    return load_checked(file, Facts, _problems)


def _problems(found: Facts) -> Iterator[tuple[Where, str]]:
    course, company = found.course, found.company
    if course.start is not None and course.end is not None and course.end < course.start:
        yield ("course", "end"), f"the course ends on {course.end}, before it starts on {course.start}"
    own, group = company.headcount, company.group_headcount
    if own is not None and group is not None and group < own:
        yield ("company", "group_headcount"), "the group is smaller than the company that belongs to it"
