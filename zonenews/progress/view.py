"""A run's progress on a terminal: a view below the lines of the log, gone when the run ends."""

import logging
import sys
from contextlib import suppress
from io import TextIOBase
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.segment import Segments
from rich.table import Table
from rich.text import Text

from zonenews.progress.figures import Progress, SectionProgress
from zonenews.progress.lines import counted, duration, left
from zonenews.screens.runs import size
from zonenews.screens.tables import Column, FittedTable, harmless
from zonenews.screens.terminal import Terminal

_AROUND = 8  # lines of a terminal that are not for sections: the rest of the view, and some of the log
_SECTIONS = (
    Column("name", "section", least=12),
    Column("pages", "list pages"),
    Column("rows", "rows"),
    Column("new", "new rows"),
    Column("stopped", "", least=8),
)


def can_draw() -> bool:
    """Whether the terminal behind stderr lets a cursor be moved."""
    return not Console(stderr=True).is_dumb_terminal


class LiveView:
    """Draws the view anew each second; what is logged meanwhile appears above it."""

    every = 1.0

    def __init__(self) -> None:
        self._console = Terminal(stderr=True)
        self._live = Live(console=self._console, auto_refresh=False, transient=True, redirect_stdout=False)
        self._streams: list[tuple[logging.StreamHandler[Any], Any]] = []

    def show(self, progress: Progress) -> None:
        """Draws it."""
        if not self._live.is_started:
            self._begin()
        options = self._console.options
        view = progress_view(progress, sections=max(1, options.size.height - _AROUND))
        drawn = Segments(list(self._console.render(view, options)))  # so that a line of the log does not draw it again
        with suppress(OSError):  # the terminal was closed; the crawl goes on
            self._live.update(drawn, refresh=True)

    def close(self, progress: Progress | None) -> None:
        """Clears it; the run's own last line says how it ended."""
        for handler, stream in self._streams:
            handler.setStream(stream)
        self._streams.clear()
        with suppress(OSError):
            self._live.stop()

    def _begin(self) -> None:
        above = _Above(self._console)
        for handler in logging.root.handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr:
                self._streams.append((handler, handler.stream))
                handler.setStream(above)
        with suppress(OSError):
            self._live.start()


class _Above(TextIOBase):
    """Where log handlers write while the view is there: whole lines, which the terminal wraps by itself."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def write(self, text: str) -> int:
        """Prints what a handler writes: a record with its line feed."""
        self._console.print(Text(text.removesuffix("\n")), soft_wrap=True, highlight=False)
        return len(text)


def progress_view(progress: Progress, *, sections: int) -> RenderableType:
    """A run at one moment, with at most so many of its sections."""
    parts: list[RenderableType] = [
        Text.assemble((progress.site, "bold"), f"  run {progress.run}  {duration(progress.seconds)}")
    ]
    told, rest = _told(progress.walks, sections)
    parts += [FittedTable([_row(walk) for walk in told], _SECTIONS), *rest] if told else []
    return Group("", *parts, _bar(progress), _numbers(progress))


def _told(walks: tuple[SectionProgress, ...], most: int) -> tuple[list[SectionProgress], list[Text]]:
    """The sections that there is room for, those that are being walked first, and how many are not shown."""
    shown = sorted(walks, key=lambda walk: (walk.stopped is not None, not walk.pages))[:most]
    more = len(walks) - len(shown)
    return shown, [Text(f"and {more} more", style="dim")] if more else []


def _row(walk: SectionProgress) -> dict[str, object]:
    stopped = walk.stopped or ("walking" if walk.pages else "")
    return {"name": walk.name, "pages": walk.pages, "rows": walk.rows, "new": walk.new, "stopped": stopped}


def _bar(progress: Progress) -> RenderableType:
    """How much of what is known to be due was done."""
    line = Table.grid(padding=(0, 2, 0, 0))
    if progress.due is None:
        return Text("")
    done = progress.answered
    total = max(done + progress.due, 1)
    bar, share = ProgressBar(total=total, completed=done, width=30), f"{100 * done / total:.0f} %"
    line.add_row(bar, share, f"{progress.due} due{left(progress)}")
    return line


def _numbers(progress: Progress) -> Text:
    rate = f"{progress.rate:.1f} pages a second" if progress.rate is not None else ""
    words = [f"{progress.pages} pages", size(progress.bytes), *counted(progress), rate]
    return Text(harmless("   ".join(filter(None, words))))
