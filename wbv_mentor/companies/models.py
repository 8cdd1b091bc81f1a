"""Companies of the directory: a name, a size class and the mail domains they own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.db import Base
from wbv_mentor.pathways.models import Instance

SIZES = ("under_10", "10_to_49", "50_to_249", "250_and_more")


class Company(Base):
    """A company. `size` is the class that funding rules and reports ask for.

    `row_version` counts changes of the company or its domains, so that nobody overwrites another's.
    """

    __tablename__ = "company"
    __table_args__ = (CheckConstraint(f"size IN {SIZES}", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    size: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)

    domains: Mapped[list[CompanyDomain]] = relationship(
        back_populates="company", order_by="CompanyDomain.domain", cascade="all, delete-orphan"
    )


class CompanyDomain(Base):
    """A mail domain that belongs to a company: no mentor and no mentee is reached there."""

    __tablename__ = "company_domain"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    domain: Mapped[str] = mapped_column(String(253), unique=True)

    company: Mapped[Company] = relationship(back_populates="domains")

    @property
    def shown(self) -> str:
        """The domain as people write it, with its umlauts."""
        return self.domain.encode().decode("idna")


class Confirmation(Instance):
    """A question to a company (C0 to C7) on its way along company_confirmation."""

    __tablename__ = "confirmation"
    __mapper_args__ = {"polymorphic_identity": "company_confirmation"}

    id: Mapped[int] = mapped_column(ForeignKey("workflow_instance.id"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    code: Mapped[str] = mapped_column(String(2))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
