"""A real SMTP server on loopback that keeps what it is sent."""

from __future__ import annotations

import socket
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    """A loopback port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class SmtpSink:
    """Collects messages. `refuse` is an SMTP answer to give instead, such as "451 try later"."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refuse: str | None = None
        self._arrived = threading.Condition()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        """The value for WBV_SMTP_URL."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        """Keep a message, parsed, with the envelope's recipients in `X-Envelope-To`."""
        if self.refuse:
            return self.refuse
        content = envelope.original_content or b""
        message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(map(str, envelope.rcpt_tos))
        with self._arrived:
            self.messages.append(message)
            self._arrived.notify_all()
        return "250 kept"

    def wait_for(self, count: int, seconds: float = 30) -> list[EmailMessage]:
        """The messages, once there are at least `count`; fails after `seconds`."""
        with self._arrived:
            enough = self._arrived.wait_for(lambda: len(self.messages) >= count, timeout=seconds)
        assert enough, f"{len(self.messages)} of {count} messages arrived"
        return self.messages

    def start(self) -> None:
        """Listen; after a stop on the same port again."""
        if self._controller.loop.is_closed():
            self._controller = Controller(self, hostname="127.0.0.1", port=self._controller.port)
        self._controller.start()

    def stop(self) -> None:
        """Stop listening; from then on a connection is refused."""
        if self._controller.server is not None:
            self._controller.stop()
