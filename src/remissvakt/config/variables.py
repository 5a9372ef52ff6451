"""Every environment variable that the product reads; the table in README.md is compared with it by a test."""

from dataclasses import dataclass


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
        name="REMISSVAKT_SERVICE",
        default="",
        meaning="Address at which the watchdog asks if the service lives: `http://127.0.0.1:8000`. Empty: not asked.",
    ),
    Variable(
        name="REMISSVAKT_METRICS",
        default="",
        meaning="File that the watchdog writes its figures to, as Prometheus reads them (`….prom`). Empty: none.",
    ),
    Variable(
        name="REMISSVAKT_SMTP",
        default="",
        meaning="Mail server for alarms: `smtp://`, `smtp+starttls://` or `smtps://` and `user:password@host:port`.",
    ),
    Variable(
        name="REMISSVAKT_ALARM_TO",
        default="",
        meaning="Addresses that the watchdog's alarms are mailed to, separated by commas. Empty: no mail.",
    ),
    Variable(
        name="REMISSVAKT_ALARM_FROM",
        default="remissvakt@localhost",
        meaning="Address that alarms are sent from.",
    ),
    Variable(
        name="REMISSVAKT_PAPER_LISTS",
        default="",
        meaning="Folder in which each unit's open watches are kept as PDF, in case all else is down. Empty: none.",
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
