"""What a crawl writes to its log, and where."""

import logging
import sys
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from zonenews.logs.files import SharedLogFile
from zonenews.logs.lines import JsonLines, PlainLines
from zonenews.logs.repeats import Repeats
from zonenews.logs.secrecy import keep_secret, secrets_of

logger = logging.getLogger(__name__)


class PageLog(LogFormatter):
    """A line for every page, none for what was read from it: whole articles have no place in a log."""

    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        """Nothing."""
        return None


class Log:
    """The log of a process: one handler for all that is said in it, in place of Scrapy's."""

    def __init__(self, settings: BaseSettings) -> None:
        keep_secret(secrets_of(settings))
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
        self._repeats = Repeats(settings.getint("LOG_REPEATS"))
        self._handler = _handler(settings)
        self._handler.setFormatter(_formatter(settings))
        self._handler.setLevel(settings["LOG_LEVEL"])
        if settings.getint("LOG_REPEATS"):
            self._handler.addFilter(self._repeats)
        logging.root.setLevel(logging.NOTSET)
        logging.root.addHandler(self._handler)
        logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # six lines that say nothing

    def close(self) -> None:
        """Says what was left out, and gives the file back."""
        self._handler.removeFilter(self._repeats)
        for start, count in self._repeats.left_out().items():
            logger.warning("%d lines were left out that begin like this: %s", count, start)
        logging.root.removeHandler(self._handler)
        self._handler.close()


def _handler(settings: BaseSettings) -> logging.Handler:
    if settings["LOG_FILE"]:
        most = int(settings.getfloat("LOG_FILE_MB") * 1_000_000)
        append = settings.getbool("LOG_FILE_APPEND")
        return SharedLogFile(settings["LOG_FILE"], most, settings.getint("LOG_FILES_KEPT"), append=append)
    return logging.StreamHandler(sys.stderr) if settings.getbool("LOG_ENABLED") else logging.NullHandler()


def _formatter(settings: BaseSettings) -> logging.Formatter:
    if settings.getbool("LOG_JSON"):
        return JsonLines()
    return PlainLines(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"])
