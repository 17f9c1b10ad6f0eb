"""What does the server write in its log? One JSON object a line on stderr, and nothing about who asked.

A line has `time` (ISO 8601, UTC), `level`, `logger` and `message`; while a request is answered also its `request_id`, and with an
exception its `traceback`. The line of an answered request has `method`, `path`, `status`, `ms` and `bytes` (of the body, as sent).
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

logger = logging.getLogger("strategylib.server")
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_CLIENT_ERROR = 400
_SERVER_ERROR = 500


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, in ASCII so that any terminal and file can hold it."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"time": time, "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        if number := request_id.get():
            line["request_id"] = number
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def set_up(level: str) -> None:
    """Send every logger's lines of this level and above, and Python's warnings, to stderr as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(capture=True)


def application_logging(name: str) -> dict[str, Any]:
    """Return the `logging_config` that lets a traitlets application's logger speak through `set_up` instead of its own handler."""
    return {"loggers": {name: {"handlers": [], "propagate": True, "level": "NOTSET"}}}


def answered(method: str, path: str, status: int, milliseconds: float, size: int) -> None:
    """Log a request that has been answered: an error when the server failed, a warning when the request was wrong."""
    level = logging.INFO if status < _CLIENT_ERROR else logging.WARNING if status < _SERVER_ERROR else logging.ERROR
    fields = {"method": method, "path": path, "status": status, "ms": round(milliseconds, 1), "bytes": size}
    logger.log(level, "answered", extra={"fields": fields})
