"""What a confirmation of attendance says: hours, and nothing about how somebody did (texts.md, 10).

It is no certificate: it bears no number and no code, and is not among what /pruefen knows. What it prints
is fixed in the moment in which the person leaves, as a certificate's is when it is issued.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field, model_validator

from wbv_mentor.certificates.facts import Frozen, Imprint

TEMPLATE_VERSION = 1


class AttendedModule(Frozen):
    """A module with the units that somebody attended, of those that were offered."""

    name: str
    units: int = Field(gt=0)
    of: int = Field(gt=0)

    @model_validator(mode="after")
    def no_more_than_offered(self) -> AttendedModule:
        """Nobody attends more than there was."""
        if self.units > self.of:
            raise ValueError("more units attended than offered")
        return self


class Attended(Frozen):
    """What the qualification knows: who, from which day to which, and the modules with units attended."""

    name: str
    first_on: date
    last_on: date
    modules: tuple[AttendedModule, ...] = Field(min_length=1)


class AttendanceSnapshot(Attended):
    """Everything that a confirmation of attendance prints."""

    template_version: int
    confirmed_on: date
    organisation: str
    network: str
    place: str
    phone: str
    funding_note: str

    @property
    def units(self) -> int:
        """All units attended."""
        return sum(module.units for module in self.modules)

    @property
    def of(self) -> int:
        """The units that these modules offered."""
        return sum(module.of for module in self.modules)


def freeze_attendance(*, attended: Attended, imprint: Imprint, confirmed_on: date) -> AttendanceSnapshot:
    """Put together what will be printed."""
    return AttendanceSnapshot(
        name=attended.name, first_on=attended.first_on, last_on=attended.last_on, modules=attended.modules,
        template_version=TEMPLATE_VERSION, confirmed_on=confirmed_on, organisation=imprint.organisation,
        network=imprint.network, place=imprint.place, phone=imprint.phone, funding_note=imprint.funding_note,
    )  # fmt: skip
