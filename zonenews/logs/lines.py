"""How a record of the log is written: plain or as JSON, without secrets, unable to steer a terminal or forge a line."""

import logging
from datetime import UTC, datetime

import orjson

from zonenews.logs.secrecy import masked
from zonenews.screens.steering import visible, visible_json

MOST = 8_000  # characters of a record, its traceback included
_CONTINUED = "\n    "  # whatever a page has written, no line of it can pass for the start of a record


def one_line(text: str) -> str:
    """A text that others may have had a hand in, as one line that is safe to show and to keep."""
    return visible(" ".join(masked(text).split()))


class PlainLines(logging.Formatter):
    """Scrapy's line; what a record has after its first line is indented."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        return _bounded(visible(masked(super().format(record)))).replace("\n", _CONTINUED)


class JsonLines(logging.Formatter):
    """One JSON object a record: `time`, `level`, `logger`, `message`, and `site` and `exception` where there are."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:23] + "Z",
            "level": record.levelname,
            "logger": record.name,
            "message": _bounded(masked(record.getMessage())),
        }
        if spider := getattr(record, "spider", None):
            said["site"] = getattr(spider, "site", None) or spider.name
        if record.exc_info:
            said["exception"] = _bounded(masked(self.formatException(record.exc_info)))
        line = orjson.dumps({name: _without_surrogates(text) for name, text in said.items()}).decode()
        return visible_json(line)


def _bounded(text: str) -> str:
    """Both ends of a text that is too long: a traceback says most in its last line."""
    if len(text) <= MOST:
        return text
    return f"{text[: MOST // 2]}\n… {len(text) - MOST} characters …\n{text[-MOST // 2 :]}"


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
