"""The alarm by mail: what began and what is over. Never a patient, a referral's code or a name."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`server` is smtp://, smtp+starttls:// or smtps://, with user and password if it wants them; empty: no mail."""

    server: str
    sender: str
    receivers: tuple[str, ...]

    @property
    def used(self) -> bool:
        return bool(self.server and self.receivers)


def send_alarm(*, lines: list[str], still: int, settings: MailSettings, now: datetime) -> str:
    """Send them as one mail; return "", or what kind of error there was. The server's words are not repeated."""
    message = EmailMessage()
    message["Subject"] = _("Remissvakt: larm") if still else _("Remissvakt: larmet är över")
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.receivers)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    explained = _("Kör remissvakt check på servern för att se vilka ärenden det gäller.")
    message.set_content("\n".join([*lines, "", explained]) + "\n")
    try:
        with _connected(settings.server) as server:
            refused = server.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return type(error).__name__
    return "SMTPRecipientsRefused" if refused else ""


def _connected(address: str) -> smtplib.SMTP:
    parts = urlsplit(address)
    host = parts.hostname or ""
    trusted = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)
    try:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=trusted)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
