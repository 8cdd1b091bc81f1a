"""Mail servers that misbehave: silent, slow, or gone at the worst moment."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Manners = Callable[[socket.socket], None]


@contextmanager
def rude_server(manners: Manners) -> Iterator[str]:
    """Serve each connection with `manners`; the value for WBV_SMTP_URL."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_politely_closed, args=(connection, manners), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


def _politely_closed(connection: socket.socket, manners: Manners) -> None:
    with connection:
        try:
            manners(connection)
        except OSError:
            return  # the client hung up


def silent(connection: socket.socket) -> None:
    """Accept and never say a word."""
    connection.recv(1)
    time.sleep(60)


def slow(connection: socket.socket) -> None:
    """Greet with a byte every tenth of a second, for ever."""
    while True:
        connection.sendall(b"2")
        time.sleep(0.1)


def gone_after(step: str, kept: list[str]) -> Manners:
    """Take part until `step` ("EHLO", "RCPT", "text"), then hang up without an answer."""

    def manners(connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        connection.sendall(b"220 here\r\n")
        for line in lines:
            word = line.split(b" ")[0].strip().decode().upper()[:4]
            if word == step:
                return
            if word == "DATA":
                connection.sendall(b"354 go on\r\n")
                kept.append("".join(text.decode() for text in iter(lines.readline, b".\r\n")))
                if step == "text":
                    return
            connection.sendall(b"250 fine\r\n")

    return manners
