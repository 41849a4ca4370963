"""`python -m benchmarks.search`: search beside LIKE and a trigram index at growing sizes; writes into docs/search.md.

It takes an hour or more, so `make bench` leaves it out.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive import Archive
from archive.search.query import quoted
from archive.sqlite import library
from benchmarks.corpus import LENGTH, news
from benchmarks.measure import ROOT, machine, middle
from benchmarks.search_archive import Built, GrowingArchive
from benchmarks.trigram import TrigramIndex

SIZES = (50_000, 200_000, 400_000)
_QUERIES, _BY_LIKE = 300, 15
_PAGE = ROOT / "docs" / "search.md"
_MARKS = ("<!-- written by python -m benchmarks.search -->", "<!-- end -->")
_LIKE = """
SELECT url, title, published FROM v_article WHERE text LIKE '%' || ? || '%' OR title LIKE '%' || ? || '%'
ORDER BY published DESC LIMIT 20
"""


@dataclass(slots=True)
class Timed:
    """Milliseconds of every query."""

    took: list[float] = field(default_factory=list)

    def run(self, ask: Callable[[], object], times: int = 3) -> None:
        """Asks some times; the middle one counts, since the machine is shared."""
        took = []
        for _ in range(times):
            began = time.perf_counter()
            ask()
            took.append((time.perf_counter() - began) * 1e3)
        self.took.append(middle(took))

    def at(self, share: float) -> float:
        """The time that this share of the queries stays within."""
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def __str__(self) -> str:
        return f"{self.at(0.5):.1f} / {self.at(0.95):.1f} / {self.at(1):.1f}"


@dataclass(slots=True)
class Step:
    """What was measured at one size."""

    built: Built
    newest: Timed
    relevance: Timed
    like: Timed
    trigram: "TrigramFigures"


@dataclass(slots=True)
class TrigramFigures:
    """The same of a trigram index, which knows nothing of the shorter queries."""

    seconds: float
    ratio: float
    newest: Timed
    relevance: Timed
    impossible: int


def measured(folder: Path, sizes: Sequence[int]) -> Iterator[Step]:
    """Grows an archive through the sizes and asks it at each."""
    growing = GrowingArchive(folder / "search.db", news(max(sizes)))
    trigram = TrigramIndex(folder / "trigram.db", folder / "search.db")
    for size in sizes:
        built = replace(growing.grow_to(size))
        trigram.grow()
        queries = _substrings(folder / "search.db", size)
        yield Step(built, *_asked(folder / "search.db", queries), _asked_trigram(trigram, queries, built))
    growing.close()


def _substrings(path: Path, size: int) -> list[str]:
    """Random pieces of one to eight characters of random articles."""
    draw = random.Random(size)
    found: list[str] = []
    connection = library().connect(str(path))
    while len(found) < _QUERIES:
        number = draw.randrange(1, size + 1)
        (text,) = connection.execute("SELECT text FROM reading WHERE id = ?", (number,)).fetchone()
        length = 1 + len(found) % 8
        start = draw.randrange(len(text) - length)
        if "\n" not in text[start : start + length]:
            found.append(text[start : start + length])
    connection.close()
    return found


def _asked(path: Path, queries: Sequence[str]) -> tuple[Timed, Timed, Timed]:
    newest, relevance, like = Timed(), Timed(), Timed()
    with Archive(str(path)) as archive:
        for query in queries:
            newest.run(lambda: archive.search(quoted(query)))  # noqa: B023 - called at once
            relevance.run(lambda: archive.search(quoted(query), order="relevance"))  # noqa: B023
    connection = library().connect(f"file:{path}?mode=ro", uri=True)
    for query in queries[:: len(queries) // _BY_LIKE]:
        like.run(lambda: connection.execute(_LIKE, (query, query)).fetchall(), 1)  # noqa: B023
    connection.close()
    return newest, relevance, like


def _asked_trigram(trigram: TrigramIndex, queries: Sequence[str], built: Built) -> TrigramFigures:
    newest, relevance = Timed(), Timed()
    possible = [query for query in queries if len(query) >= 3]
    for query in possible:
        newest.run(lambda: trigram.newest(query))  # noqa: B023
        relevance.run(lambda: trigram.relevance(query))  # noqa: B023
    ratio = trigram.size() / built.text
    return TrigramFigures(trigram.seconds, ratio, newest, relevance, len(queries) - len(possible))


def figures(steps: Sequence[Step]) -> str:
    """The tables, in Markdown."""
    return "\n".join((*_head(), *_built_table(steps), "", *_asked_table(steps), "", *_million(steps)))


def _head() -> Sequence[str]:
    return (
        f"Invented news of {LENGTH:,} characters on average (`benchmarks/corpus.py`); {_QUERIES} random pieces of 1 to",
        f"8 characters, 20 hits each, asked three times, of which the middle time counts; {machine()}.",
        "Ours is the whole answer of `Archive.search`, with titles and snippets; the trigram index gives bare numbers.",
        "",
    )


def _built_table(steps: Sequence[Step]) -> Sequence[str]:
    lines = ["| articles | text | build | index ÷ text | trigram: build | index ÷ text |", "|---|---|---|---|---|---|"]
    for step in steps:
        built, other = step.built, step.trigram
        lines.append(
            f"| {built.articles:,} | {built.text / 1e6:.0f} MB | {built.seconds:.0f} s, {built.cpu:.0f} s of CPU "
            f"| {built.ratio:.2f} | {other.seconds:.0f} s | {other.ratio:.2f} |"
        )
    return lines


def _asked_table(steps: Sequence[Step]) -> Sequence[str]:
    lines = [
        "| ms: p50 / p95 / max | newest first | by relevance | `LIKE`, newest | trigram, newest | trigram, rank |",
        "|---|---|---|---|---|---|",
    ]
    for step in steps:
        other = step.trigram
        lines.append(
            f"| {step.built.articles:,} | **{step.newest}** | **{step.relevance}** | {step.like} | {other.newest} "
            f"| {other.relevance} |"
        )
    impossible = f"The trigram index cannot answer {steps[-1].trigram.impossible} of the {_QUERIES} queries, "
    return [*lines, "", f"{impossible}those of one and two characters; `LIKE` was asked {_BY_LIKE} of them."]


def _million(steps: Sequence[Step]) -> Sequence[str]:
    """What a million articles would do if everything went on growing as it did between the last two sizes."""
    if len(steps) < 2:
        return []
    newest = _grown(steps, lambda step: step.newest.at(0.95))
    relevance = _grown(steps, lambda step: step.relevance.at(0.95))
    size = _grown(steps, lambda step: step.built.index / 1e9)
    return [
        "1,000,000 articles, not built: by the growth between the last two sizes newest first would take "
        f"{newest:.0f} ms at p95, relevance {relevance:.0f} ms, and the index {size:.1f} GB."
    ]


def _grown(steps: Sequence[Step], value: Callable[[Step], float]) -> float:
    before, last = steps[-2:]
    slope = (value(last) - value(before)) / (last.built.articles - before.built.articles)
    return value(last) + max(0.0, slope) * (1_000_000 - last.built.articles)


def main() -> None:
    """Measures, and writes the figures between their marks after each size; sizes may be given."""
    steps: list[Step] = []
    with tempfile.TemporaryDirectory() as folder:
        for step in measured(Path(folder), tuple(map(int, sys.argv[1:])) or SIZES):
            steps.append(step)
            _write(figures(steps))
    print(figures(steps))


def _write(found: str) -> None:
    page = _PAGE.read_text(encoding="utf-8")
    before, after = page.split(_MARKS[0])[0], page.split(_MARKS[1])[1]
    _PAGE.write_text(f"{before}{_MARKS[0]}\n{found}\n{_MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
