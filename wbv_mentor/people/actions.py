"""What can be done with accounts. The caller's unit of work commits; passwords arrive as hashes."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from wbv_mentor.db import session
from wbv_mentor.engine.actors import Actor
from wbv_mentor.errors import Forbidden, Refused, say
from wbv_mentor.people.addresses import check_address, normalise
from wbv_mentor.people.invitations import void_links
from wbv_mentor.people.managing import name_of, require_manager
from wbv_mentor.people.models import Account
from wbv_mentor.people.queries import account_by_email, account_by_submission
from wbv_mentor.people.sessions import end_sessions

log = logging.getLogger(__name__)

PRIVATE_ADDRESS_ROLES = {"mentor"}  # their colleagues could read along at a company's address
TAKEN = say("Mit dieser E-Mail-Adresse gibt es schon einen Zugang.")


def create_account(
    *,
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    by: Actor,
    now: datetime,
    language: str = "de",
    function_in_company: str | None = None,
    phone: str | None = None,
    submission: str | None = None,
) -> Account:
    """Add an account nobody can sign in to yet; `invite` follows. A repeated submission gives the first.

    Refused if the address is none, is taken, or (for mentors) belongs to a company. Forbidden
    unless an admin asks; a coordinator may add mentors.
    """
    require_manager(by, role)
    if submission is not None and (made := account_by_submission(submission)) is not None:
        return made
    address = normalise(email)
    if role in PRIVATE_ADDRESS_ROLES and (objection := check_address(address)):
        raise Refused(objection, field="email")
    if account_by_email(address) is not None:
        raise Refused(TAKEN, field="email")
    account = Account(
        email=address,
        first_name=first_name,
        last_name=last_name,
        role=role,
        language=language,
        function_in_company=function_in_company,
        phone=phone,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        submission=submission,
        created_at=now,
    )
    session.add(account)
    try:
        session.flush()
    except IntegrityError:  # somebody was faster by a moment
        raise Refused(TAKEN, field="email") from None
    log.info("account %s (%s) created by %s", account.id, role, name_of(by))
    return account


def create_with_password(
    *,
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    password_hash: str,
    by: Actor,
    now: datetime,
    function_in_company: str | None = None,
) -> Account:
    """Add an account that can sign in at once, for the demo and the command line.

    `password_hash` comes from passwords.hashed; the password itself is never seen here.
    """
    account = create_account(
        email=email,
        first_name=first_name,
        last_name=last_name,
        role=role,
        function_in_company=function_in_company,
        by=by,
        now=now,
    )
    account.password = password_hash
    account.confirmed_at = now
    return account


def update_profile(
    *,
    account: Account,
    first_name: str,
    last_name: str,
    language: str,
    phone: str | None,
    function_in_company: str | None,
    by: Actor,
    now: datetime,
) -> None:
    """Change what a person says about herself; a mentor's function is shown to mentees."""
    if by != account.actor:
        raise Forbidden(say("Diese Angaben ändert nur die Person selbst."))
    account.first_name, account.last_name = first_name, last_name
    account.language, account.phone = language, phone
    if account.role == "mentor":
        account.function_in_company = function_in_company


def deactivate(*, account: Account, by: Actor, now: datetime) -> None:
    """Close an account: signed out at the next request, links void. What it did stays."""
    require_manager(by, account.role)
    if by == account.actor:
        raise Refused(
            say("Ihren eigenen Zugang können Sie nicht schließen. Bitten Sie jemand anderen darum.")
        )
    if not account.active:
        return
    account.active, account.deactivated_at = False, now
    account.fs_uniquifier = uuid.uuid4().hex
    end_sessions(account_id=account.id, now=now)
    void_links(account, now)
    log.info("account %s closed by %s", account.id, name_of(by))


def activate(*, account: Account, by: Actor, now: datetime) -> None:
    """Open a closed account again, with the password it had."""
    require_manager(by, account.role)
    account.active, account.deactivated_at = True, None
    log.info("account %s opened again by %s", account.id, name_of(by))
