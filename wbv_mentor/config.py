"""Settings from the environment (`WBV_…`) and the instance's settings file, one typed class."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PLACEHOLDER = "(noch nicht eingetragen)"
# What a demo shows instead of placeholders: invented, like everything in it.
DEMO_OPERATOR = {
    "operator_phone": "0681 555 01 23",
    "operator_address": "Musterstraße 1, 66111 Saarbrücken",
    "privacy_contact": "datenschutz@ak.example",
}


class SettingsError(Exception):
    """A setting is wrong; the text is one sentence that names it."""


class Settings(BaseSettings):
    """Everything an operator may set. Fields are named as in the environment, without `WBV_`."""

    model_config = SettingsConfigDict(env_prefix="WBV_", frozen=True, extra="ignore")

    instance: Path = Path("instance")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    port: int = Field(default=8000, ge=1, le=65535)
    proxies: int = Field(default=0, ge=0, le=9)
    secret_key: str = ""
    smtp_url: str | None = None
    mail_from: str = "weiterbildungsverbund@wbv.example"
    jobs: Literal["embedded", "off"] = "embedded"
    demo: bool = False
    failpoint: str | None = None
    spoken_consent: bool = False  # whether a first consent may be given aloud, provisionally
    operator_name: str = "Arbeitskammer des Saarlandes"
    operator_phone: str = PLACEHOLDER
    operator_address: str = PLACEHOLDER
    privacy_contact: str = PLACEHOLDER
    certificate_signatures: Literal["wet", "none"] = "wet"  # two lines to sign on, or a sentence instead
    certificate_signer: str = ""  # who signs for the management; empty: only the office is printed
    certificate_funding_note: str = ""  # the funder's sentence, if one is prescribed
    operator_website: str = "www.arbeitskammer.de"

    @model_validator(mode="after")
    def _check_addresses(self) -> Self:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("base_url: must be an address such as https://mentor.example")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise ValueError("base_url: plain http is only allowed on loopback; use https")
        if self.database_url and not self.database_url.startswith(("sqlite", "postgresql")):
            raise ValueError("database_url: it begins with postgresql:// or sqlite:///")
        if self.demo and parts.hostname not in LOOPBACK:
            raise ValueError("base_url: a demo shows its mails to everybody, so it runs on loopback only")
        return self

    @property
    def https(self) -> bool:
        """Whether people reach us by TLS; decides cookie name, Secure and HSTS."""
        return self.base_url.startswith("https://")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database; SQLite in the instance folder by default."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite+pysqlite:///{self.instance.resolve() / 'wbv.sqlite3'}"


def load_settings(**overrides: object) -> Settings:
    """Read the environment, then `<instance>/settings.env`; the environment wins.

    Raises SettingsError with one sentence naming the first wrong setting.
    """
    instance = Path(str(overrides.get("instance") or os.environ.get("WBV_INSTANCE") or "instance"))
    if os.environ.get("WBV_DEMO", "").lower() in {"1", "true", "yes"}:
        overrides = DEMO_OPERATOR | overrides
    try:
        return Settings(_env_file=instance / "settings.env", **overrides)  # type: ignore[call-arg, arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name, reason = "_".join(str(part) for part in first["loc"]), str(first["msg"])
        if not name:  # one of our own checks: it names the setting itself
            name, _, reason = reason.removeprefix("Value error, ").partition(": ")
        raise SettingsError(f"WBV_{name.upper()} is not usable: {reason}.") from None


def secret_key(settings: Settings) -> str:
    """The signing key: the setting, or one kept in the instance folder and created at first use."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.instance / "secret_key"
    try:
        settings.instance.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise SettingsError(f"WBV_INSTANCE ({settings.instance}) cannot be used: {error.strerror}.") from None
