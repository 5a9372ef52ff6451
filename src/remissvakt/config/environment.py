"""Reads the settings of an installation from environment variables, and refuses those that make no sense.

Every variable that the product reads is declared in VARIABLES; the table in README.md is compared with it by a test.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
YES, NO = frozenset({"1", "true", "yes", "on", "ja"}), frozenset({"", "0", "false", "no", "off", "nej"})


class ConfigurationError(ImproperlyConfigured):
    """A setting that cannot be used. Its text is one line for the one who runs the installation.

    A kind of Django's own error, so that the console can tell it without importing this package.
    """


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One environment variable: its name, its default as text, and what it means (shown in README.md)."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        name="REMISSVAKT_DATA",
        default="~/.local/share/remissvakt",
        meaning="Folder for the SQLite file, the secret key and the log. Made with access for its owner only.",
    ),
    Variable(
        name="DATABASE_URL",
        default="sqlite:///<REMISSVAKT_DATA>/remissvakt.sqlite3",
        meaning="`sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://user:password@host:port/name`.",
    ),
    Variable(
        name="REMISSVAKT_SECRET_KEY",
        default="",
        meaning="Signs sessions and forms; at least 50 characters. Empty: the key is read from the file below.",
    ),
    Variable(
        name="REMISSVAKT_SECRET_KEY_FILE",
        default="<REMISSVAKT_DATA>/secret_key",
        meaning="File with the key, readable by its owner only (0600). The default one is made at the first start.",
    ),
    Variable(
        name="REMISSVAKT_FILES",
        default="<REMISSVAKT_DATA>/files",
        meaning="Where scans and recordings lie, encrypted: a folder, or `s3://bucket/prefix` reached by `AWS_…`.",
    ),
    Variable(
        name="REMISSVAKT_FILE_KEY",
        default="",
        meaning="Encrypts files: 32 bytes in base64, or `name:key,name:key`, newest first. Empty: the file below.",
    ),
    Variable(
        name="REMISSVAKT_FILE_KEY_FILE",
        default="<REMISSVAKT_DATA>/file_key",
        meaning="File with those keys, a line each (0600). The default one is made at the first start.",
    ),
    Variable(
        name="REMISSVAKT_CLAMD",
        default="",
        meaning="ClamAV's daemon, `host:port` or a socket's path. Empty: files say that they are not checked.",
    ),
    Variable(
        name="REMISSVAKT_OCR",
        default="0",
        meaning="`1`: Tesseract with Swedish, if it is installed, reads scans without a code, as a proposal only.",
    ),
    Variable(
        name="REMISSVAKT_SCAN_FOLDER",
        default="",
        meaning="Folder that scanners write to: a folder for each unit, named after its HSA-id or id. Empty: none.",
    ),
    Variable(
        name="REMISSVAKT_MAIL_FOLDER",
        default="",
        meaning="Folder that mails with scans are put in, arranged the same way (.eml or Maildir). Empty: none.",
    ),
    Variable(
        name="REMISSVAKT_SPEECH_ENGINE",
        default="",
        meaning="Speech recognition: `vosk:` and a model's folder, or `module:name` of your own. Empty: none.",
    ),
    Variable(
        name="REMISSVAKT_HOSTS",
        default="localhost,127.0.0.1,[::1]",
        meaning="Names under which users reach the service, separated by commas.",
    ),
    Variable(
        name="REMISSVAKT_HTTPS",
        default="0",
        meaning="`1` behind a proxy that ends TLS and sets `X-Forwarded-Proto`: `__Host-` cookies, HSTS, redirects.",
    ),
    Variable(
        name="REMISSVAKT_IDLE_MINUTES",
        default="30",
        meaning="Minutes without use after which one must log in again (1–480).",
    ),
    Variable(
        name="REMISSVAKT_SESSION_HOURS",
        default="10",
        meaning="Hours after which one must log in again however busy (1–24).",
    ),
    Variable(
        name="REMISSVAKT_WORKERS",
        default="2",
        meaning="Processes that answer requests (1–64).",
    ),
    Variable(
        name="REMISSVAKT_DEMO",
        default="0",
        meaning="`1`: the fictitious region; one click logs in as any of its persons. Never with real patients.",
    ),
    Variable(
        name="REMISSVAKT_MAX_UPLOAD_MB",
        default="25",
        meaning="Largest request that is read, in MiB (1–200). Scans and recordings have limits of their own.",
    ),
    Variable(
        name="REMISSVAKT_LOG_LEVEL",
        default="INFO",
        meaning="`DEBUG`, `INFO`, `WARNING` or `ERROR`.",
    ),
    Variable(
        name="REMISSVAKT_LOG_FILE",
        default="<REMISSVAKT_DATA>/logs/remissvakt.jsonl",
        meaning="Log, one JSON object a line, without personal data. `-`: standard error.",
    ),
)


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


def _log_level(text: str) -> str:
    if text.upper() in LOG_LEVELS:
        return text.upper()
    raise ConfigurationError(f"REMISSVAKT_LOG_LEVEL: ange {', '.join(LOG_LEVELS)}, inte ”{text}”.")
