"""What the downloader's parts have from the archive and give to it; where a crawl has none, they do without."""

from scrapy.crawler import Crawler

from archive import ArchiveError
from archive.manners.records import RobotsFile
from zonenews.patience import patiently
from zonenews.run import RunRecord


class RobotsMemory:
    """The robots.txt files that earlier runs read."""

    def __init__(self, crawler: Crawler) -> None:
        self._run = crawler.get_extension(RunRecord)

    def robots(self, origin: str) -> RobotsFile | None:
        """The one last read there."""
        return self._run.archive.robots(origin) if self._run else None

    async def keep(self, robots: RobotsFile) -> None:
        """Keeps one for the runs to come."""
        if self._run:
            try:
                await patiently(self._run.writer.manners.keep_robots, robots)
            except ArchiveError as error:
                self._run.failed(error)
