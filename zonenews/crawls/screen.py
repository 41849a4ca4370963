"""How many crawls are shown: a line for each that ends, and on a terminal a table of those that run."""

from collections.abc import Sequence
from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from zonenews.crawls.ended import Ended
from zonenews.exits import Exit
from zonenews.progress.figures import Progress
from zonenews.progress.lines import duration

_COLUMNS = ("pages", "new", "changed", "unchanged", "failed", "due")


class Lines:
    """A line for each crawl that has ended."""

    def __init__(self, console: Console, sites: int) -> None:
        self.console = console
        self.sites = sites
        self.done = 0

    def __enter__(self) -> "Lines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left to be shown."""

    def started(self, site: str) -> None:
        """Nothing."""

    def tell(self, site: str, progress: Progress) -> None:
        """Nothing: who reads lines later wants to know how it ended."""

    def ended(self, ended: Ended) -> None:
        """The line, and where a crawl broke the last of what it logged."""
        self.done += 1
        style = "" if ended.code == Exit.COMPLETE else "yellow"
        self.console.print(Text(ended.line, style=style), soft_wrap=True)
        for line in ended.said[:-1]:
            self.console.print(Text(f"  {ended.site}| {line}", style="dim"), soft_wrap=True)


class LiveTable(Lines):
    """The lines, and below them the crawls that run."""

    def __init__(self, console: Console, sites: int) -> None:
        super().__init__(console, sites)
        self._running: dict[str, Progress | None] = {}
        self._live = Live(self.view(), console=console, refresh_per_second=4, transient=True)

    def __enter__(self) -> "LiveTable":
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def started(self, site: str) -> None:
        """The site's row, empty as yet."""
        self._running[site] = None
        self._live.update(self.view())

    def tell(self, site: str, progress: Progress) -> None:
        """The site's row."""
        self._running[site] = progress
        self._live.update(self.view())

    def ended(self, ended: Ended) -> None:
        """The line, and no row any more."""
        self._running.pop(ended.site, None)
        super().ended(ended)
        self._live.update(self.view())

    def view(self) -> Group:
        """The table, and how many are done."""
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("site")
        for name in (*_COLUMNS, "pages/min", "left"):
            table.add_column(name, justify="right")
        for site, told in sorted(self._running.items(), key=lambda row: row[0]):
            table.add_row(site, *(_cells(told) if told else ()))
        return Group(Text(f"{self.done} of {self.sites} sites done", style="bold"), table)


def summary(ended: Sequence[Ended], seconds: float) -> list[str]:
    """What they come to, and a line for each that was not complete."""
    complete = sum(one.code == Exit.COMPLETE for one in ended)
    told = [one.progress for one in ended if one.progress]
    counts = [f"{sum(getattr(progress, name) for progress in told)} {name}" for name in ("new", "changed", "unchanged")]
    others = [one for one in ended if one.code != Exit.COMPLETE]
    width = max((len(one.site) for one in others), default=0)
    lines = [f"  {one.site:{width}}  {one.code:3}  {one.reason}" for one in others]
    return [f"{complete} of {len(ended)} sites complete in {duration(seconds)}: {', '.join(counts)}", *lines]


def _cells(told: Progress) -> list[str]:
    values = [getattr(told, name) for name in _COLUMNS]
    rate = f"{told.rate * 60:.0f}" if told.rate is not None else ""
    left = duration(told.seconds_left) if told.seconds_left is not None else ""
    return ["" if value is None else str(value) for value in values] + [rate, left]
