"""A mail server on this machine that keeps what it is sent, or refuses, or is not there; in the open or under TLS."""

from __future__ import annotations

import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs. `refuse`: answers every receiver with a refusal.

    `secured`: with a certificate, from the first byte or, if not `at_once`, after STARTTLS. Then it wants a password.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, secured: ssl.SSLContext | None = None, at_once: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[EmailMessage] = []
        self.logins: list[bytes] = []
        self.in_the_open: list[bytes] = []
        self.refuse = False
        self.secured, self.at_once = secured, at_once

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        # A client that does not trust the certificate leaves in the middle of the greeting.
        with suppress(ssl.SSLError, ConnectionError):
            if self.server.secured and self.server.at_once:
                self._secure(self.server.secured)
            self._say(220)
            self._serve()

    def _serve(self) -> None:
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if not isinstance(self.connection, ssl.SSLSocket):
                self.server.in_the_open.append(word)
            if word == b"EHLO" and self.server.secured:
                self._say(250, "AUTH PLAIN" if isinstance(self.connection, ssl.SSLSocket) else "STARTTLS")
            elif word == b"STARTTLS" and self.server.secured:
                self._say(220)
                self._secure(self.server.secured)
            elif word == b"AUTH":
                self.server.logins.append(b64decode(line.split()[2]))
                self._say(235)
            elif word == b"DATA":
                self._say(354)
                self._keep()
            elif word == b"RCPT" and self.server.refuse:
                self._say(550)
            elif word == b"QUIT":
                return self._say(221)
            else:
                self._say(250)
        return None

    def _secure(self, context: ssl.SSLContext) -> None:
        self.request = context.wrap_socket(self.connection, server_side=True)
        self.setup()  # reads and writes what `request` is now

    def _keep(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.server.mails.append(mail)
        self._say(250)

    def _say(self, code: int, offers: str = "") -> None:
        self.wfile.write(
            f"{code}-OK\r\n{code} {offers}\r\n".encode() if offers else f"{code} OK\r\n".encode()
        )


@contextmanager
def mail_server(*, secured: ssl.SSLContext | None = None, at_once: bool = False) -> Iterator[MailServer]:
    """One that runs while the block does."""
    with MailServer(secured=secured, at_once=at_once) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
