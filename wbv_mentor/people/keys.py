"""Keys for different purposes, derived from the one secret key of the installation."""

from __future__ import annotations

import hmac

from flask import current_app


def derived_key(purpose: str) -> bytes:
    """32 bytes that only this installation knows and that serve this purpose alone."""
    secret: str | bytes = current_app.config["SECRET_KEY"]
    key = secret if isinstance(secret, bytes) else secret.encode()
    return hmac.digest(key, purpose.encode(), "sha256")


def keyed_digest(purpose: str, text: str) -> str:
    """A digest that recognises a text again without keeping it; 64 characters."""
    return hmac.digest(derived_key(purpose), text.encode(), "sha256").hex()
