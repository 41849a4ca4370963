"""What a schedule is made of, whoever carries it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zonenews.manners.hours import Hours
from zonenews.schedule.slots import HOUR, slots

STOPPING = 60  # seconds that a crawl has to end in good order before it is killed
_MARGIN = 300  # a crawl that hangs is ended so many seconds before the next one starts


@dataclass(frozen=True, slots=True)
class Plan:
    """The sites with their opening hours, every how many hours they are crawled, and how.

    `python` is the interpreter, `folder` the checkout that it works in, `settings` are `NAME=value` for every crawl,
    `behind` the parts of an interval by which sites that share a host start later.
    """

    sites: Mapping[str, Hours | None]
    every: int
    python: str
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    settings: tuple[str, ...] = ()
    longest: int = 7 * HOUR
    logs: Path | None = None
    behind: Mapping[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> int:
        """How long one crawl may take: the next one finds no other that hangs."""
        return max(1, min(self.longest, self.every * HOUR - _MARGIN))

    def words(self, site: str) -> list[str]:
        """The command line of a site's crawl."""
        log = (f"LOG_FILE={self.logs / site}.log",) if self.logs else ()
        pairs = (word for pair in (*log, *self.settings) for word in ("-s", pair))
        return [self.python, "-m", "scrapy", "crawl", site, *pairs]

    def times(self, site: str) -> tuple[int, ...]:
        """When a site is crawled, in seconds of the day in Beijing."""
        return slots(site, self.every, self.sites[site], self.behind.get(site, 0.0))
