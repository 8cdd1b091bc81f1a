"""Hand one mail to the operator's server, and say what its answer means.

The three errors decide what happens next: `Never` concerns this mail for good, `Later` this mail
for now, `Unreachable` the server or our settings, whatever the mail.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS_AN_ANSWER = 20.0
SECONDS_A_MAIL = 60.0  # a server that sends a byte a second answers in time for ever
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
Security = Literal["offered", "required", "tls"]


class Later(Exception):
    """The server put this mail off (4xx)."""


class Never(Exception):
    """The server refuses this mail (5xx), or no server could take it."""


class Unreachable(Exception):
    """No conversation came about: refused, hung up, timed out, or it does not accept us."""


@dataclass(frozen=True)
class Server:
    """A mail server as WBV_SMTP_URL names it."""

    host: str
    port: int
    security: Security
    user: str | None
    password: str
    timeout: float
    limit: float = SECONDS_A_MAIL

    @property
    def local(self) -> bool:
        """Whether it runs on this machine, where no one listens in between."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def server_of(url: str) -> Server:
    """Read smtp://user:password@host:port, smtp+starttls:// or smtps://, ?timeout=20.

    Plain smtp takes TLS where it is offered. ValueError with what is wrong.
    """
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        raise ValueError("it begins with smtp://, smtp+starttls:// or smtps://")
    if not parts.hostname:
        raise ValueError("it names no host")
    timeout = parse_qs(parts.query).get("timeout", [str(SECONDS_AN_ANSWER)])[-1]
    return Server(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        security={"smtp": "offered", "smtp+starttls": "required", "smtps": "tls"}[parts.scheme],  # type: ignore[arg-type]
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or ""),
        timeout=min(float(timeout), SECONDS_AN_ANSWER),
    )


class _Watched:
    """Hangs up after a total time: a timeout alone starts anew with each byte."""

    sock: socket.socket | None

    def __init__(self, *arguments: Any, seconds: float, **named: Any) -> None:
        self._seconds = seconds
        super().__init__(*arguments, **named)  # connects

    def connect(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        self._watch = threading.Timer(self._seconds, self._hang_up)
        self._watch.daemon = True
        self._watch.start()
        answer: tuple[int, bytes] = super().connect(*arguments, **named)  # type: ignore[misc]
        return answer

    def close(self) -> None:
        self._watch.cancel()
        super().close()  # type: ignore[misc]

    def _hang_up(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class _Plain(_Watched, smtplib.SMTP):
    pass


class _Tls(_Watched, smtplib.SMTP_SSL):
    pass


def hand_over(server: Server, mail: EmailMessage, *, sender: str, to: str, our_name: str) -> None:
    """Send one mail to one address. Returns only after the server's 250; else Later, Never, Unreachable."""
    connection = _translated(lambda: _connect(server, our_name))
    try:
        _translated(lambda: connection.send_message(mail, sender, [to]))
    finally:
        _say_goodbye(connection)


def _connect(server: Server, our_name: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    where = (server.host, server.port, our_name)
    connection: smtplib.SMTP
    if server.security == "tls":
        connection = _Tls(*where, timeout=server.timeout, seconds=server.limit, context=context)
    else:
        connection = _Plain(*where, timeout=server.timeout, seconds=server.limit)
    try:
        connection.ehlo_or_helo_if_needed()
        offered = connection.has_extn("starttls") and not server.local
        if server.security == "required" or (server.security == "offered" and offered):
            connection.starttls(context=context)
        elif server.user and server.security == "offered" and not server.local:
            raise Unreachable("the server offers no TLS; the password is not sent in the clear")
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _translated(work: Callable[[], object]) -> smtplib.SMTP:
    """Run a step of the conversation and turn its errors into our three."""
    try:
        return work()  # type: ignore[return-value]  # only the first step's result is used
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise _by_code(code, text) from error
    except smtplib.SMTPDataError as error:
        raise _by_code(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Never(str(error)) if "SMTPUTF8" in str(error) else Unreachable(str(error)) from error
    except smtplib.SMTPSenderRefused as error:  # our own address: a setting, not this mail
        raise Unreachable(_text(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPResponseException as error:
        raise Unreachable(_text(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error


def _by_code(code: int, text: bytes | str) -> Exception:
    if code == 421:  # "service not available": it says this about itself
        return Unreachable(_text(code, text))
    return (Later if 400 <= code < 500 else Never)(_text(code, text))


def _text(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"[:500]


def _say_goodbye(connection: smtplib.SMTP) -> None:
    """What goes wrong after the 250 changes nothing: the mail is theirs."""
    with suppress(smtplib.SMTPException, OSError):
        if connection.sock is not None:
            connection.sock.settimeout(2)
            connection.quit()
    connection.close()
