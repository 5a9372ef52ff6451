"""Django's settings, made from the environment (environment.py). DEBUG is always off."""

import hashlib
import sqlite3
from pathlib import Path

from remissvakt.config.databases import database, wal_is_safe
from remissvakt.config.environment import read_environment
from remissvakt.config.file_keys import check_file_keys
from remissvakt.config.log import logging_settings
from remissvakt.config.secret_key import make_data_folder, secret_key

PACKAGE = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment()
make_data_folder(path=ENVIRONMENT.data)

# --- What others read --------------------------------------------------------------------------------------
REMISSVAKT_DATA = ENVIRONMENT.data
REMISSVAKT_FILES = ENVIRONMENT.files
REMISSVAKT_FILE_KEY = ENVIRONMENT.file_key
REMISSVAKT_FILE_KEY_FILE = ENVIRONMENT.file_key_file
REMISSVAKT_CLAMD = ENVIRONMENT.clamd
REMISSVAKT_OCR = ENVIRONMENT.ocr
REMISSVAKT_SCAN_FOLDER = ENVIRONMENT.scan_folder
REMISSVAKT_MAIL_FOLDER = ENVIRONMENT.mail_folder
REMISSVAKT_SPEECH_ENGINE = ENVIRONMENT.speech_engine
REMISSVAKT_SERVICE = ENVIRONMENT.service
REMISSVAKT_METRICS = ENVIRONMENT.metrics
REMISSVAKT_SMTP = ENVIRONMENT.smtp
REMISSVAKT_ALARM_TO = ENVIRONMENT.alarm_to
REMISSVAKT_ALARM_FROM = ENVIRONMENT.alarm_from
REMISSVAKT_PAPER_LISTS = ENVIRONMENT.paper_lists
REMISSVAKT_DEMO = ENVIRONMENT.demo
REMISSVAKT_WORKERS = ENVIRONMENT.workers
REMISSVAKT_IDLE_MINUTES = ENVIRONMENT.idle_minutes
REMISSVAKT_SESSION_HOURS = ENVIRONMENT.session_hours
REMISSVAKT_MAX_UPLOAD_BYTES = ENVIRONMENT.max_upload_mb * 1024 * 1024
# Pages that take more: two of the largest scans, or a morning's ordinary ones, in one form.
REMISSVAKT_LARGER_UPLOADS = {"scans": 201 * 1024 * 1024, "record_upload": 101 * 1024 * 1024}

# --- Applications ------------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = secret_key(environment=ENVIRONMENT)
ROOT_URLCONF = "remissvakt.config.urls"
WSGI_APPLICATION = "remissvakt.config.wsgi.application"
AUTH_USER_MODEL = "organisations.Account"
AUTHENTICATION_BACKENDS = ["remissvakt.web.login.who.Backend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # Only packages with tables of their own, and the one that makes them.
    "remissvakt.database",
    "remissvakt.storage",
    "remissvakt.audit",
    "remissvakt.organisations",
    "remissvakt.patients",
    "remissvakt.delegation",
    "remissvakt.documents",
    "remissvakt.dictation",
    "remissvakt.referrals",
    "remissvakt.letters",
    "remissvakt.worklists",
    "remissvakt.assurance",
    "remissvakt.importing",
]

MIDDLEWARE = [
    "remissvakt.config.middleware.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "remissvakt.web.csp.ContentSecurityPolicyMiddleware",
    "remissvakt.config.middleware.request_limits.RequestLimits",
    "remissvakt.web.login.session_middleware.Sessions",
    "remissvakt.config.middleware.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "remissvakt.web.login.middleware.ActorMiddleware",
    "remissvakt.web.acting.RefusalPages",
]

# --- Files -------------------------------------------------------------------------------------------------
check_file_keys(environment=ENVIRONMENT)

# --- Database ----------------------------------------------------------------------------------------------
DATABASES = {"default": database(url=ENVIRONMENT.database_url, sqlite_version=sqlite3.sqlite_version_info)}
SQLITE_WAL_IS_SAFE = wal_is_safe(sqlite_version=sqlite3.sqlite_version_info)

# --- Pages -------------------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "remissvakt.web.jinja.environment",
            "context_processors": ["remissvakt.web.form_token.form_token"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

# --- Language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "remissvakt-language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- Static files: one folder named after its contents, so that a browser may keep it for a year -----------
_STATIC = PACKAGE / "web" / "static"


def _static_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


STATIC_URL = f"/static/{_static_digest(_STATIC)}/"
STATICFILES_DIRS = [_STATIC] if _STATIC.is_dir() else []
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Login -------------------------------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"

# --- Sessions and forms (the "__Host-" prefix binds a cookie to this host and to TLS) ----------------------
_COOKIE_PREFIX = "__Host-" if ENVIRONMENT.https else ""
SESSION_ENGINE = "remissvakt.web.login.session_store"
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}remissvakt-session"
SESSION_COOKIE_AGE = ENVIRONMENT.session_hours * 3600
SESSION_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}remissvakt-form"
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "remissvakt.web.errors.csrf_failure"

# --- Requests ----------------------------------------------------------------------------------------------
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024 + 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["remissvakt.config.uploads.SmallInMemory", "remissvakt.config.uploads.NamelessFile"]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Headers (the content policy is in web/csp.py) ----------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENVIRONMENT.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # Probes inside the machine speak plain HTTP.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# --- Log ---------------------------------------------------------------------------------------------------
LOGGING = logging_settings(level=ENVIRONMENT.log_level, file=ENVIRONMENT.log_file)
LOGGING_CONFIG = "remissvakt.config.log.configure"
