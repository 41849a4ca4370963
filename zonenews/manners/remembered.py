"""What the downloader's parts have from the archive and give to it; where a crawl has none, they do without."""

from scrapy.crawler import Crawler

from archive import ArchiveError
from archive.manners.records import RobotsFile
from zonenews.runs.patience import patiently
from zonenews.runs.record import RunRecord


class RobotsMemory:
    """The robots.txt files that earlier runs read."""

    def __init__(self, crawler: Crawler) -> None:
        self._run = crawler.get_extension(RunRecord)

    async def robots(self, origin: str) -> RobotsFile | None:
        """The one last read there."""
        if self._run is None:
            return None
        try:
            return await patiently(self._run.archive.robots, origin)
        except ArchiveError as error:
            self._run.failed(error)
            return None

    async def keep(self, robots: RobotsFile) -> None:
        """Keeps one for the runs to come."""
        if self._run:
            try:
                await patiently(self._run.writer.manners.keep_robots, robots)
            except ArchiveError as error:
                self._run.failed(error)
