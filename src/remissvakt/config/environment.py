"""Reads the settings of an installation from environment variables, and refuses those that make no sense.

Which ones there are is declared in variables.py.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from remissvakt.config.variables import VARIABLES

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
YES, NO = frozenset({"1", "true", "yes", "on", "ja"}), frozenset({"", "0", "false", "no", "off", "nej"})


class ConfigurationError(ImproperlyConfigured):
    """A setting that cannot be used. Its text is one line for the one who runs the installation.

    A kind of Django's own error, so that the console can tell it without importing this package.
    """


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings of one installation, checked. Paths are absolute; `log_file` None means standard error."""

    data: Path
    database_url: str
    secret_key: str
    secret_key_file: Path
    files: str
    file_key: str
    file_key_file: Path
    clamd: str
    ocr: bool
    scan_folder: str
    mail_folder: str
    speech_engine: str
    service: str
    metrics: str
    smtp: str
    alarm_to: tuple[str, ...]
    alarm_from: str
    paper_lists: str
    hosts: tuple[str, ...]
    https: bool
    idle_minutes: int
    session_hours: int
    workers: int
    demo: bool
    max_upload_mb: int
    log_level: str
    log_file: Path | None


def read_environment(*, environ: Mapping[str, str] | None = None) -> Environment:
    """Return the settings. Raises ConfigurationError, naming the variable, on a value that cannot be used."""
    source = os.environ if environ is None else environ
    defaults = {variable.name: variable.default for variable in VARIABLES}

    data = Path(_text(source, "REMISSVAKT_DATA", defaults)).expanduser().absolute()

    def value(name: str) -> str:
        return _text(source, name, defaults).replace("<REMISSVAKT_DATA>", str(data))

    log_file = value("REMISSVAKT_LOG_FILE")
    return Environment(
        data=data,
        database_url=value("DATABASE_URL"),
        secret_key=value("REMISSVAKT_SECRET_KEY"),
        secret_key_file=Path(value("REMISSVAKT_SECRET_KEY_FILE")).expanduser().absolute(),
        files=_files(value("REMISSVAKT_FILES")),
        file_key=value("REMISSVAKT_FILE_KEY"),
        file_key_file=Path(value("REMISSVAKT_FILE_KEY_FILE")).expanduser().absolute(),
        clamd=_clamd(value("REMISSVAKT_CLAMD")),
        ocr=_switch("REMISSVAKT_OCR", value("REMISSVAKT_OCR")),
        scan_folder=_folder(value("REMISSVAKT_SCAN_FOLDER")),
        mail_folder=_folder(value("REMISSVAKT_MAIL_FOLDER")),
        speech_engine=value("REMISSVAKT_SPEECH_ENGINE").strip(),
        service=_service(value("REMISSVAKT_SERVICE")),
        metrics=_folder(value("REMISSVAKT_METRICS")),
        smtp=_smtp(value("REMISSVAKT_SMTP")),
        alarm_to=_addresses("REMISSVAKT_ALARM_TO", value("REMISSVAKT_ALARM_TO")),
        alarm_from=_address("REMISSVAKT_ALARM_FROM", value("REMISSVAKT_ALARM_FROM")),
        paper_lists=_folder(value("REMISSVAKT_PAPER_LISTS")),
        hosts=_hosts(value("REMISSVAKT_HOSTS")),
        https=_switch("REMISSVAKT_HTTPS", value("REMISSVAKT_HTTPS")),
        idle_minutes=_whole("REMISSVAKT_IDLE_MINUTES", value("REMISSVAKT_IDLE_MINUTES"), 1, 480),
        session_hours=_whole("REMISSVAKT_SESSION_HOURS", value("REMISSVAKT_SESSION_HOURS"), 1, 24),
        workers=_whole("REMISSVAKT_WORKERS", value("REMISSVAKT_WORKERS"), 1, 64),
        demo=_switch("REMISSVAKT_DEMO", value("REMISSVAKT_DEMO")),
        max_upload_mb=_whole("REMISSVAKT_MAX_UPLOAD_MB", value("REMISSVAKT_MAX_UPLOAD_MB"), 1, 200),
        log_level=_log_level(value("REMISSVAKT_LOG_LEVEL")),
        log_file=None if log_file == "-" else Path(log_file).expanduser().absolute(),
    )


def _text(source: Mapping[str, str], name: str, defaults: Mapping[str, str]) -> str:
    # An empty variable means "not set": that is what an empty line in a service file gives.
    return source.get(name, "").strip() or defaults[name]


def _switch(name: str, text: str) -> bool:
    folded = text.lower()
    if folded in YES:
        return True
    if folded in NO:
        return False
    raise ConfigurationError(f"{name}: ange 1 eller 0, inte ”{text}”.")


def _whole(name: str, text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and least <= int(text) <= most:
        return int(text)
    raise ConfigurationError(f"{name}: ange ett heltal från {least} till {most}, inte ”{text}”.")


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in text.split(",") if host.strip())
    for host in hosts:
        if host == "*" or "/" in host or " " in host:
            raise ConfigurationError(f"REMISSVAKT_HOSTS: ”{host}” är inte ett värdnamn.")
    if not hosts:
        raise ConfigurationError("REMISSVAKT_HOSTS: ange minst ett värdnamn.")
    return hosts


def _files(text: str) -> str:
    if "://" not in text:
        return str(Path(text).expanduser().absolute())
    if re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{2,62}(/[A-Za-z0-9._/-]*)?", text):
        return text
    raise ConfigurationError("REMISSVAKT_FILES: ange en mapp eller s3://hink/prefix.")


def _folder(text: str) -> str:
    return str(Path(text).expanduser().absolute()) if text else ""


def _clamd(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not text or text.startswith("/") or (host and colon and port.isascii() and port.isdigit()):
        return text
    raise ConfigurationError(
        f"REMISSVAKT_CLAMD: ange värd:port eller sökvägen till en socket, inte ”{text}”."
    )


def _service(text: str) -> str:
    if not text or re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/?", text):
        return text
    raise ConfigurationError("REMISSVAKT_SERVICE: ange http://värd:port.")


def _smtp(text: str) -> str:
    # It may hold a password: it is never repeated in the error.
    match = re.fullmatch(r"smtp(s|\+starttls)?://([^@/\s]+@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?", text)
    if not text or (match and (match[1] or not match[2])):
        return text
    if match:
        raise ConfigurationError("REMISSVAKT_SMTP: med lösenord krävs smtps:// eller smtp+starttls://.")
    raise ConfigurationError("REMISSVAKT_SMTP: ange smtp://, smtp+starttls:// eller smtps:// och värd:port.")


def _addresses(name: str, text: str) -> tuple[str, ...]:
    return tuple(_address(name, one.strip()) for one in text.split(",") if one.strip())


def _address(name: str, text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", text):
        return text
    raise ConfigurationError(f"{name}: ”{text}” är inte en e-postadress.")


def _log_level(text: str) -> str:
    if text.upper() in LOG_LEVELS:
        return text.upper()
    raise ConfigurationError(f"REMISSVAKT_LOG_LEVEL: ange {', '.join(LOG_LEVELS)}, inte ”{text}”.")
