"""Accounts, their sessions, failed tries, and the links that leave by mail."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wbv_mentor.db import Base
from wbv_mentor.engine.actors import Actor

if TYPE_CHECKING:

    class UserMixin:
        """What Flask-Security's mixin adds; its own annotations contradict `Mapped`."""

        def get_id(self) -> str: ...

else:
    # The one part of Flask that a model knows: Flask-Security asks its user class for these methods.
    from flask_security import UserMixin

ACCOUNT_ROLES = ("mentor", "trainer", "coordinator", "admin")
FUNCTIONS = ("colleague", "works_council_or_no_answer", "personnel", "supervisor", "owner_or_family")
LANGUAGES = ("de", "en")
SHA256 = String(64)


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


class Account(Base, UserMixin):
    """A person who signs in, in exactly one role. `email` is kept normalised (addresses.normalise).

    `fs_uniquifier` is what a cookie names; a new one ends every session (Flask-Security).
    `function_in_company` is asked of mentors: the mentee sees it before saying yes. `submission` is the
    form that created the account, so that a double click does it once.
    """

    __tablename__ = "account"
    __table_args__ = (
        _one_of("role", ACCOUNT_ROLES),
        _one_of("language", LANGUAGES),
        _one_of("function_in_company", FUNCTIONS),
        CheckConstraint("active = (deactivated_at IS NULL)", name="active"),
        CheckConstraint("email = lower(email)", name="email"),
        Index(None, "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2), default="de")
    function_in_company: Mapped[str | None] = mapped_column(String(30))
    phone: Mapped[str | None] = mapped_column(String(50))
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None]
    fs_uniquifier: Mapped[str] = mapped_column(SHA256, unique=True)
    submission: Mapped[str | None] = mapped_column(String(36), unique=True)
    created_at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]

    @property
    def display_name(self) -> str:
        """First and last name, as pages and mails show them."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def actor(self) -> Actor:
        """The account as an actor: its one role and its id."""
        return Actor(self.role, self.id)  # type: ignore[arg-type]  # the check constraint holds the role

    @property
    def roles(self) -> list[object]:
        """Nothing: Flask-Security's role tables are not used, `access.allow` asks `role`."""
        return []


class AccountSession(Base):
    """One signed-in browser. The cookie carries the id; an ended row signs it out."""

    __tablename__ = "account_session"
    __table_args__ = (Index(None, "account_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    device: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class FailedTry(Base):
    """One failed try against something that can be guessed. `key` is a keyed digest, no address."""

    __tablename__ = "failed_try"
    __table_args__ = (Index(None, "kind", "key", "failed_at"), Index(None, "failed_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(SHA256)
    failed_at: Mapped[datetime]


class MailedLink(Base):
    """A link that left by mail. The token itself is never stored (links.token_of).

    `purpose` says what the link is for and thereby whose id `subject_id` is.
    """

    __tablename__ = "mailed_link"
    __table_args__ = (Index(None, "purpose", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    nonce: Mapped[str] = mapped_column(String(43))
    sha256: Mapped[str] = mapped_column(SHA256, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
