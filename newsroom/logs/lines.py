"""A line of the log, for people or for machines; both say which request it belongs to."""

import json
import logging
from datetime import UTC, datetime

from .request_ids import current
from .scrubbing import scrubbed

# What our own records carry besides their sentence.
EXTRAS = ("method", "path", "status", "milliseconds")


class Line(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return what goes out."""
        line = scrubbed(super().format(record))
        return f"{line} [{name}]" if (name := current(record)) else line


class JsonLine(logging.Formatter):
    """One JSON object in a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return what goes out."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrubbed(record.getMessage()),
        }
        if name := current(record):
            said["request_id"] = name
        for extra in EXTRAS:
            value = record.__dict__.get(extra)
            if isinstance(value, str | int):
                said[extra] = scrubbed(value) if isinstance(value, str) else value
        if isinstance(status := record.__dict__.get("status_code"), int):
            said["status"] = status
        if record.exc_info:
            said["error"] = scrubbed(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


def config(format: str, level: str) -> dict[str, object]:
    """Return LOGGING.

    Args:
        format: `text` or `json`.
    """
    line = "newsroom.logs.lines.JsonLine" if format == "json" else "newsroom.logs.lines.Line"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": line}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        # Django's own handlers would write what they log once more, as it came.
        "loggers": {"django": {"handlers": [], "level": level, "propagate": True}},
    }
