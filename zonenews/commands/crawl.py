"""`scrapy crawl` with exit codes that tell the truth; Scrapy's own exits 0 when every page failed."""

import argparse
import gc
import sys
from contextlib import suppress

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from zonenews.exits import Exit, Refused
from zonenews.loader import SiteLoader
from zonenews.run import RunRecord

_ALLOCATIONS = 20_000  # Python's 700 have it look for cycles several times a page, at an eighth of the crawl's time


class Command(ScrapyCrawl):
    """Runs a spider and exits with what came of it; one line on stderr says why."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls, and sets the exit code from the run's own verdict."""
        if len(args) != 1:
            raise UsageError("name one site: scrapy crawl <site> (`scrapy list` shows them)")
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        loader = self.crawler_process.spider_loader
        assert isinstance(loader, SiteLoader)
        loader.say_broken(besides=args[0])
        try:
            crawler = self._create_crawler(args[0])
        except KeyError:
            self._exit(Exit.USAGE, f"there is no site {args[0]!r}; `scrapy list` shows them")
            return
        except Refused as refused:
            self._exit(refused.code, f"{args[0]} cannot be crawled: {refused}")
            return
        task = self.crawler_process.crawl(crawler, **opts.spargs)
        gc.freeze()
        gc.set_threshold(_ALLOCATIONS)
        self.crawler_process.start()
        error = task.exception() if task.done() and not task.cancelled() else None
        if isinstance(error, Refused):
            self._exit(error.code, str(error))
            return
        run = None if error else crawler.get_extension(RunRecord)
        if run is not None and run.verdict is None and run.tally.interrupted_by is not None:
            run.cut_off()
        if run is None or run.verdict is None:
            self._exit(Exit.BUG, f"the crawl broke: {error!r}" if error else "the crawl ended without a word")
        else:
            self._exit(run.verdict.code, run.verdict.reason)

    def _exit(self, code: Exit, reason: str) -> None:
        self.exitcode = int(code)
        with suppress(OSError):  # a log on a full disk: the run's row and the code say it too
            print(f"zonenews: {' '.join(reason.split())}", file=sys.stderr)  # what a server said may have line feeds
