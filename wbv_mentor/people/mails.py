"""Who accounts are for the outbox, and what their mails say."""

from __future__ import annotations

from typing import Any

from wbv_mentor import clock
from wbv_mentor.db import session
from wbv_mentor.outbox.mails import register_mail
from wbv_mentor.outbox.recipients import Mailbox, register_recipient
from wbv_mentor.people.links import is_open, token_of
from wbv_mentor.people.models import Account, MailedLink
from wbv_mentor.people.queries import active_accounts


def register_mails() -> None:
    """Tell the outbox."""
    register_recipient("account", mailbox_of_account)
    register_recipient("role", mailboxes_of_role)
    register_mail("invitation", by_link)
    register_mail("password_reset", by_link)
    register_mail("password_changed", nothing_more)


def mailbox_of_account(identity: str) -> list[Mailbox]:
    """ "account:12": the person's address of today; nobody if the account is closed."""
    account = session.get(Account, int(identity))
    return [_mailbox(account)] if account is not None and account.active else []


def mailboxes_of_role(role: str) -> list[Mailbox]:
    """ "role:coordinator": everybody who can sign in with this role."""
    return [_mailbox(account) for account in active_accounts(role)]


def by_link(context: dict[str, Any]) -> dict[str, Any] | None:
    """Token, end and role for a mail with a link; None once the link is used, revoked or expired."""
    link = session.get(MailedLink, context["link"])
    if link is None or not is_open(link, now=clock.now()):
        return None
    account = session.get_one(Account, link.subject_id)
    return {"token": token_of(link), "until": link.expires_at, "role": account.role}


def nothing_more(_context: dict[str, Any]) -> dict[str, Any]:
    """A mail that needs only its reader."""
    return {}


def _mailbox(account: Account) -> Mailbox:
    return Mailbox(account.display_name, account.email, account.language)
