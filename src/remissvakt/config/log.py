"""The log: JSON, one object a line, UTC, without personal data.

Text that others wrote (Django's own lines, an exception's message) can quote what a user typed. So a line from
another library keeps its wording but not its values, an exception its class and place but not its message, and
whatever still looks like a personal number is replaced.
"""

import logging
import logging.config
import logging.handlers
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from remissvakt.config.environment import ConfigurationError

# Ten or twelve digits with the separators people use, and nothing that is a digit or hexadecimal around them.
PERSONAL_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{2})?\d{6}[-+ ]?[\dA-Za-z]\d{3}(?![0-9A-Za-z])")
REPLACEMENT = "[nummer]"
STACK_FRAMES = 12


def without_personal_numbers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace what looks like a personal number in every text of the line."""
    return {key: _cleaned(value) for key, value in event.items()}


def exception_without_message(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace exc_info by the exception's class and the places it passed, innermost last."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        frames = traceback.extract_tb(info[2])[-STACK_FRAMES:]
        event["exception"] = f"{info[0].__module__}.{info[0].__qualname__}"
        event["stack"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def foreign_wording(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep the wording of another library's line ("Not Found: %s"), not the values set into it."""
    record = event.get("_record")
    if record is not None and not event.get("_from_structlog"):
        event["event"] = str(record.msg)
        event.pop("positional_args", None)
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(*, level: str, file: Path | None) -> dict[str, Any]:
    """Return the settings of Python's logging. `file` None: standard error."""
    output: dict[str, Any] = {"class": "logging.StreamHandler", "formatter": "json"}
    if file is not None:
        output = {
            "()": "remissvakt.config.log.PrivateFileHandler",
            "filename": str(file),
            "formatter": "json",
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    foreign_wording,
                    exception_without_message,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    without_personal_numbers,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"output": output},
        "root": {"handlers": ["output"], "level": level},
        "loggers": {
            # Django's development handlers would mail and print what they should not.
            "django": {"handlers": [], "level": level, "propagate": True},
            # Refused requests are counted by the request log, with the route instead of the address.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }


def configure(settings: dict[str, Any]) -> None:
    """Set up logging; called by Django with LOGGING. Raises ConfigurationError when the log cannot be opened."""
    try:
        logging.config.dictConfig(settings)
    except ValueError as error:
        if isinstance(error.__cause__, OSError):
            raise ConfigurationError("REMISSVAKT_LOG_FILE: loggfilen går inte att öppna.") from None
        raise
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class PrivateFileHandler(logging.handlers.WatchedFileHandler):
    """A log file for its owner only, which may be moved away by the machine's log rotation at any time."""

    def __init__(self, filename: str) -> None:
        path = Path(filename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        super().__init__(filename, encoding="utf-8")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return PERSONAL_NUMBER.sub(REPLACEMENT, value)
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value
