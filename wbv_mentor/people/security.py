"""Flask-Security under the house's rules: Argon2, our own pages, no address of its own.

None of its endpoints is registered: its views sign in without our limits and some act on GET. What
is used is what nobody should write by hand: hashing, comparing, signing in and out, the user loader.
"""

from __future__ import annotations

import uuid
from typing import Any, cast

from flask import Flask
from flask_security import MailUtil, RoleMixin, Security, SQLAlchemyUserDatastore, UserMixin

from wbv_mentor import clock
from wbv_mentor.config import Settings
from wbv_mentor.db import db, unit_of_work
from wbv_mentor.errors import say
from wbv_mentor.outbox.actions import enqueue
from wbv_mentor.people.models import Account
from wbv_mentor.people.passwords import SHORTEST, PasswordRules

# What Flask-Security may want to say by itself, and the mail of ours that says it.
MAILS = {"change_notice": "password_changed", "reset_notice": "password_changed"}


class HouseDatastore(SQLAlchemyUserDatastore):
    """Accounts for Flask-Security; what it wants committed is committed as everywhere else."""

    def commit(self) -> None:
        with unit_of_work(adopt=True):
            pass


class OutboxMail(MailUtil):
    """Flask-Security's mails leave through the outbox, in our words; an unknown one is a defect."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        account: Account = kwargs["user"]
        ours = MAILS[template.rsplit("/", 1)[-1]]
        enqueue(
            key=f"{ours}:{account.id}:{uuid.uuid4().hex}",
            template=ours,
            recipient=f"account:{account.id}",
            context={},
            reason={"rule": say("Das Passwort Ihres Zugangs wurde geändert.")},
            now=clock.now(),
        )


def init_security(app: Flask) -> Security:
    """Put Flask-Security on the application and close the ways in that we do not use."""
    app.config.update(_cookies(app.config["SETTINGS"]), **_security_settings())
    datastore = HouseDatastore(db, cast(type[UserMixin], Account), RoleMixin)
    security = Security(
        app, datastore, register_blueprint=False, mail_util_cls=OutboxMail, password_util_cls=PasswordRules
    )
    security.principal.skip_static = True  # a style sheet needs no person
    security.login_manager.request_loader(_no_token)
    return security


def _no_token(_request: object) -> None:
    """Nobody signs in by a token in a header or an address."""


def _cookies(settings: Settings) -> dict[str, Any]:
    """`__Host-` keeps a cookie from being set by a neighbouring host or over plain http."""
    return {
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_PROTECTION": "basic",  # "strong" would sign a phone out whenever it changes networks
    }


def _security_settings() -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        # Without a pepper: a lost secret key must not lose every password with it.
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_EMAIL_PLAINTEXT": False,  # the outbox renders our own text
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_CLI_USERS_NAME": False,
        "SECURITY_CLI_ROLES_NAME": False,
        "SECURITY_DATETIME_FACTORY": clock.now,
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": str, "case_insensitive": True}}],
    }
