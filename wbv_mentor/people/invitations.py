"""Passwords come by link: invitations, forgotten passwords, and what follows a new password.

The caller's unit of work commits; passwords arrive as hashes.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from wbv_mentor.db import session
from wbv_mentor.engine.actors import SYSTEM, Actor
from wbv_mentor.errors import Forbidden, Message, Refused, Stale, say
from wbv_mentor.outbox.actions import cancel, enqueue
from wbv_mentor.people.addresses import normalise
from wbv_mentor.people.links import create_link, open_link, revoke_links, use_link
from wbv_mentor.people.managing import require_manager
from wbv_mentor.people.models import Account, MailedLink
from wbv_mentor.people.queries import account_by_email
from wbv_mentor.people.sessions import end_sessions

log = logging.getLogger(__name__)

INVITATION, RESET = "invitation", "password_reset"
INVITED_FOR = timedelta(days=7)
RESET_FOR = timedelta(hours=1)
ONCE = timedelta(minutes=1)  # a second click, not a second wish
LINK_IS_OVER = say("Dieser Link gilt nicht mehr.")


def invite(*, account: Account, by: Actor, now: datetime) -> MailedLink:
    """Send a link by which the person sets a password; an earlier invitation ends.

    Asked twice within a minute, the first link stays. Refused if the account is closed or
    has already been set up.
    """
    require_manager(by, account.role)
    if not account.active:
        raise Refused(say("Dieser Zugang ist geschlossen. Öffnen Sie ihn zuerst wieder."))
    if account.confirmed_at is not None:
        raise Refused(say("Diese Person hat ihren Zugang schon eingerichtet."))
    reason = {"rule": say("Für Sie wurde ein Zugang zum Weiterbildungsverbund Saarland eingerichtet.")}
    link = _mail_link(account, INVITATION, now + INVITED_FOR, reason, now)
    account.invited_at = link.created_at  # a second click leaves it as it was
    return link


def request_password_reset(*, email: str, now: datetime) -> None:
    """Send a link for a new password, if the address has an account; else do nothing.

    Who was invited and has no password yet gets the invitation again. The caller's answer must
    be the same in every case.
    """
    try:
        account = account_by_email(normalise(email))
    except Refused:
        return
    if account is None or not account.active:
        return
    if account.confirmed_at is None:
        invite(account=account, by=SYSTEM, now=now)
        return
    reason = {"rule": say("Jemand hat für diese Adresse ein neues Passwort angefordert.")}
    _mail_link(account, RESET, now + RESET_FOR, reason, now)


def set_password_by_link(
    *, link: MailedLink, password_hash: str, by: Actor, now: datetime, function_in_company: str | None = None
) -> Account:
    """Use an invitation or a reset link up and set the password; every session ends.

    `by` is the account itself, as the link proves. Stale if the link was used meanwhile; Refused
    if the account was closed.
    """
    if not use_link(link, now=now):
        raise Stale(LINK_IS_OVER)
    account = session.get_one(Account, link.subject_id)
    if not account.active:
        raise Refused(LINK_IS_OVER)
    if by != account.actor:
        raise Forbidden(say("Diesen Link kann nur die Person nutzen, an die er ging."))
    account.confirmed_at = account.confirmed_at or now
    if function_in_company is not None:
        account.function_in_company = function_in_company
    _set_password(account, password_hash, now)
    if link.purpose == RESET:
        _notify_of_change(account, f"link:{link.id}", now)
    return account


def change_password(*, account: Account, password_hash: str, by: Actor, now: datetime) -> None:
    """Set a new password for one's own account. Every session ends; the caller begins a new one."""
    if by != account.actor:
        raise Forbidden(say("Ein Passwort ändert nur die Person selbst."))
    _set_password(account, password_hash, now)
    _notify_of_change(account, f"{now:%Y%m%dT%H%M%S%f}", now)


def _mail_link(
    account: Account, purpose: str, expires_at: datetime, reason: Mapping[str, Message], now: datetime
) -> MailedLink:
    sent = open_link(purpose=purpose, subject_id=account.id, now=now)
    if sent is not None and now - sent.created_at < ONCE:
        return sent
    void_links(account, now)
    link = create_link(purpose=purpose, subject_id=account.id, expires_at=expires_at, now=now)
    enqueue(
        key=f"{purpose}:{account.id}:{link.id}",
        template=purpose,
        recipient=f"account:{account.id}",
        context={"link": link.id},
        reason=reason,
        now=now,
    )
    return link


def void_links(account: Account, now: datetime) -> None:
    """Close the account's invitation and reset links and withdraw their unsent mails."""
    for purpose in (INVITATION, RESET):
        revoke_links(purpose=purpose, subject_id=account.id, now=now)
        cancel(key_prefix=f"{purpose}:{account.id}:", now=now)


def _set_password(account: Account, password_hash: str, now: datetime) -> None:
    account.password = password_hash
    account.fs_uniquifier = uuid.uuid4().hex  # what every cookie of this account names
    end_sessions(account_id=account.id, now=now)
    void_links(account, now)
    log.info("password of account %s set", account.id)


def _notify_of_change(account: Account, occasion: str, now: datetime) -> None:
    enqueue(
        key=f"password_changed:{account.id}:{occasion}",
        template="password_changed",
        recipient=f"account:{account.id}",
        context={},
        reason={"rule": say("Das Passwort Ihres Zugangs wurde geändert.")},
        now=now,
    )
