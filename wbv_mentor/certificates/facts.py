"""What a certificate says: the facts it is made from, and the frozen page that was printed.

Whatever is printed stands in a `Snapshot`. It is fixed when the certificate is issued, together with its
SHA-256; the document is made from it and from nothing else, so later changes of names, modules or
settings reach no certificate (texts.md, 10).
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Form = Literal["female", "male", "inclusive"]
FORMS: tuple[str, ...] = get_args(Form)
# The law knows no protected title here; the person chooses the form (domain.md, 8).
TITLES: dict[str, tuple[str, str]] = {
    "female": ("zur", "Weiterbildungsmentorin"),
    "male": ("zum", "Weiterbildungsmentor"),
    "inclusive": ("als", "Weiterbildungsmentor*in"),
}
TEMPLATE_VERSION = 1


class Frozen(BaseModel):
    """Never changed once made; anything that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON."""
        return digest_of(self.model_dump(mode="json"))


class Module(Frozen):
    """A module of the curriculum with its teaching units of 45 minutes."""

    name: str
    units: int = Field(gt=0)


class Facts(Frozen):
    """What the qualification knows when the colloquium is passed. What it does not know is None."""

    name: str
    cohort: str = Field(max_length=20)  # the cohort's reference: 2026-03
    cohort_name: str
    starts_on: date
    ends_on: date
    units: int = Field(gt=0)
    modules: tuple[Module, ...] = ()
    colloquium_on: date | None = None
    trainer: str | None = None


class Signature(Frozen):
    """A line to sign on; without a name only the office stands below it."""

    name: str = ""
    office: str
    organisation: str

    @property
    def shown(self) -> str:
        """The line in one piece."""
        return ", ".join(part for part in (self.name, self.office, self.organisation) if part)


class Imprint(Frozen):
    """What the operator prints on every certificate."""

    organisation: str
    network: str
    place: str
    check_address: str  # short, as people type it
    check_url: str  # the same in full, for the QR code
    phone: str
    signed: bool
    signer: str
    funding_note: str


class Snapshot(Frozen):
    """Everything that a certificate prints. Never changed once issued."""

    template_version: int
    number: str
    check_code: str
    name: str
    form: Form
    cohort: str
    cohort_name: str
    starts_on: date
    ends_on: date
    units: int
    modules: tuple[Module, ...]
    issued_on: date
    organisation: str
    network: str
    place: str
    check_address: str
    check_url: str
    phone: str
    signatures: tuple[Signature, ...]
    funding_note: str

    @property
    def title(self) -> str:
        """Weiterbildungsmentorin, -mentor or -mentor*in."""
        return TITLES[self.form][1]

    @property
    def to_become(self) -> str:
        """The word before the title: zur, zum, als."""
        return TITLES[self.form][0]


def digest_of(kept: object) -> str:
    """SHA-256 of a stored snapshot, whatever version of the code wrote it."""
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(
    *, facts: Facts, imprint: Imprint, number: str, check_code: str, name: str, form: Form, issued_on: date
) -> Snapshot:  # fmt: skip
    """Put together what will be printed. ValidationError if a part is missing or wrong."""
    return Snapshot(
        template_version=TEMPLATE_VERSION, number=number, check_code=check_code, name=name, form=form,
        cohort=facts.cohort, cohort_name=facts.cohort_name, starts_on=facts.starts_on, ends_on=facts.ends_on,
        units=facts.units, modules=facts.modules, issued_on=issued_on,
        organisation=imprint.organisation, network=imprint.network, place=imprint.place,
        check_address=imprint.check_address, check_url=f"{imprint.check_url}/{number}?code={check_code}",
        phone=imprint.phone, signatures=_signatures(facts, imprint), funding_note=imprint.funding_note,
    )  # fmt: skip


def _signatures(facts: Facts, imprint: Imprint) -> tuple[Signature, ...]:
    if not imprint.signed:
        return ()
    return (
        Signature(name=imprint.signer, office="Geschäftsführung", organisation=imprint.organisation),
        Signature(name=facts.trainer or "", office="Lehrgangsleitung", organisation=imprint.organisation),
    )
