"""`scrapy crawl` with exit codes that tell the truth; Scrapy's own exits 0 when every page failed."""

import argparse
import gc
import os
import signal
import sys
from contextlib import suppress

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError

from zonenews.exits import Exit, Refused
from zonenews.loader import SiteLoader
from zonenews.logs.lines import one_line
from zonenews.logs.writing import Log
from zonenews.runs.record import RunRecord
from zonenews.settings_checks import settings_problem

_ALLOCATIONS = 20_000  # Python's 700 have it look for cycles several times a page, at an eighth of the crawl's time


class Command(ScrapyCrawl):
    """Runs a spider and exits with what came of it; one line on stderr says why."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Takes over the log before the first word is said, and keeps what is written for this user alone."""
        super().process_options(args, opts)
        assert self.settings is not None
        if trouble := settings_problem(self.settings):
            raise SystemExit(self._told(Exit.CONFIGURATION, trouble))
        try:
            os.umask(os.umask(0o777) | int(str(self.settings["UMASK"]), 8))
            self._log = Log(self.settings)
        except (OSError, ValueError) as error:
            what = "the log cannot be opened" if isinstance(error, OSError) else "UMASK or LOG_LEVEL"
            raise SystemExit(self._told(Exit.CONFIGURATION, f"{what}: {error}")) from None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls, and says at the very end how it went."""
        try:
            code, reason = self._crawl(args, opts)
        finally:
            self._log.close()
        for number in (signal.SIGINT, signal.SIGTERM):  # one that comes now would only hide how the crawl ended
            signal.signal(number, signal.SIG_IGN)
        self.exitcode = self._told(code, reason)

    def _crawl(self, args: list[str], opts: argparse.Namespace) -> tuple[Exit, str]:
        """The exit code, from the run's own verdict, and one line of reason."""
        if len(args) != 1:
            raise UsageError("name one site: scrapy crawl <site> (`scrapy list` shows them)")
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        loader = self.crawler_process.spider_loader
        assert isinstance(loader, SiteLoader)
        loader.say_broken(besides=args[0])
        try:
            crawler = self._create_crawler(args[0])
        except KeyError:
            return Exit.USAGE, f"there is no site {args[0]!r}; `scrapy list` shows them"
        except Refused as refused:
            return refused.code, f"{args[0]} cannot be crawled: {refused}"
        task = self.crawler_process.crawl(crawler, **opts.spargs)
        gc.freeze()
        gc.set_threshold(_ALLOCATIONS)
        self.crawler_process.start()
        error = task.exception() if task.done() and not task.cancelled() else None
        if isinstance(error, Refused):
            return error.code, str(error)
        run = _run_of(crawler)
        if run is not None and run.verdict is None and run.tally.interrupted_by is not None:
            run.cut_off()
        if run is None or run.verdict is None:
            return Exit.BUG, f"the crawl broke: {error!r}" if error else "the crawl ended without a word"
        return run.verdict.code, run.verdict.reason

    def _told(self, code: Exit, reason: str) -> int:
        with suppress(OSError):  # a log on a full disk: the run's row and the code say it too
            print(f"zonenews: {one_line(reason)}", file=sys.stderr)
        return int(code)


def _run_of(crawler: Crawler) -> RunRecord | None:
    """The crawler's run; None where it broke before there was one."""
    try:
        return crawler.get_extension(RunRecord)
    except RuntimeError:
        return None
