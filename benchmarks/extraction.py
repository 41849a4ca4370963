"""Reading article pages: zonenews beside its rivals, on the same pages in one run."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import machine
from benchmarks.pages import SavedPage, real_pages, replica_pages
from benchmarks.scoring import score
from benchmarks.workers import RIVALS, NotInstalled, Worker

OURS = "zonenews"
_ROUNDS = 5
NAMES = {"gne": "GNE", "readability": "readability-lxml"}
# what is aimed at on the government pages
_MOST_MS = 2.0
_TIMES = {"gne": 5.0, "trafilatura": 8.0}
_HEAD = (
    "| reader | title | source | time | body F1 | ms a page | ÷ zonenews | errors |\n|---|---|---|---|---|---|---|---|"
)

# of each reader: its answer to each page, and the seconds of each round
Readings = dict[str, list[tuple[dict[str, Any] | None, list[float]]]]


def extraction_figures() -> str:
    """A table for each set of pages, in Markdown, and whether the aims are met."""
    parts = [f"The median of {_ROUNDS} rounds for a page, and of these the median page; {machine()}."]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        workers, absent = [], []
        for name in (OURS, *RIVALS):
            try:
                workers.append(stack.enter_context(started(name)))
            except NotInstalled:
                absent.append(name)
        sets: tuple[tuple[str, Callable[[], list[SavedPage]]], ...] = (
            ("Saved pages of government sites", lambda: real_pages("gov")),
            ("Saved pages of news sites", lambda: real_pages("news")),
            ("The replica's gallery, every template", lambda: replica_pages(Path(folder))),
        )
        for title, pages_of in sets:
            parts.append(_set(title, pages_of(), workers, aims=title == sets[0][0]))
    return "\n\n".join([*parts, *(f"Not installed here: {name}." for name in absent)])


def _set(title: str, pages: list[SavedPage], workers: list[Worker], *, aims: bool) -> str:
    if not pages:
        return f"**{title}**: skipped, they are not at hand here."
    readings = measured(pages, workers)
    sites = len({page.site for page in pages})
    lines = [f"**{title}**: {len(pages)} pages of {sites} sites; {_labelled(pages)}.{_scrambled(pages)}", "", _HEAD]
    lines += [_row(name, pages, readings) for name in readings]
    return "\n".join([*lines, "", _aims(readings)] if aims else lines)


def _labelled(pages: list[SavedPage]) -> str:
    """How many of the pages each column stands on."""
    truths = [page.truth for page in pages]
    count = score((truth, None) for truth in truths)
    told = [f"{len(hits)} {name}s" for name, hits in count.right.items()]
    return f"known are {', '.join(told)} and {len(count.bodies)} bodies"


def _scrambled(pages: list[SavedPage]) -> str:
    """What the figures of readers that look for common words suffer from."""
    count = sum(page.scrambled for page in pages)
    told = f" On {count} of them other characters stand for the article's own, so that its words are nonsense:"
    return f"{told} who looks for common words, as newspaper4k does, is at a loss there." if count else ""


@contextmanager
def started(name: str) -> Iterator[Worker]:
    """A reader's worker, stopped at the end."""
    worker = Worker(name)
    try:
        yield worker
    finally:
        worker.stop()


def measured(pages: list[SavedPage], workers: list[Worker], rounds: int = _ROUNDS) -> Readings:
    """The readings; the readers take turns at each page, so that a slow moment of the machine hits all."""
    readings: Readings = {worker.name: [(None, []) for _ in pages] for worker in workers}
    for turn in range(rounds + 1):
        for index, page in enumerate(pages):
            for worker in workers:
                answer = worker.ask(page.path, page.url, page.charset)
                failed = answer is None or answer["error"]
                seconds = readings[worker.name][index][1]
                if turn and answer:  # the first round warms up
                    seconds.append(answer["cpu"])
                readings[worker.name][index] = (None if failed else answer, seconds)
    return readings


def _row(name: str, pages: list[SavedPage], readings: Readings) -> str:
    answers = [answer for answer, _ in readings[name]]
    cells = score(zip((page.truth for page in pages), answers, strict=True)).cells()
    cells += [f"{_ms(readings[name]):.1f}", f"{_ms(readings[name]) / _ms(readings[OURS]):.1f}"]
    title = f"**{name}**" if name == OURS else NAMES.get(name, name)
    return f"| {title} | {' | '.join(cells)} | {answers.count(None)} |"


def _ms(readings: list[tuple[dict[str, Any] | None, list[float]]]) -> float:
    """Milliseconds of CPU for the median page."""
    return 1000 * median(median(seconds) for _, seconds in readings if seconds)


def _aims(readings: Readings) -> str:
    """The aims, and whether these figures meet them."""
    ours = _ms(readings[OURS])
    told = [
        f"at most {_MOST_MS:.0f} ms for the median page, decoding included: {_met(ours <= _MOST_MS)} ({ours:.2f} ms)"
    ]
    for name, times in _TIMES.items():
        if name in readings:
            ratio = _ms(readings[name]) / ours
            told.append(f"{times:.0f} times as fast as {NAMES.get(name, name)}: {_met(ratio >= times)} ({ratio:.1f})")
    return f"Aims: {'; '.join(told)}."


def _met(reached: bool) -> str:
    return "met" if reached else "not met"


if __name__ == "__main__":
    print(extraction_figures())
