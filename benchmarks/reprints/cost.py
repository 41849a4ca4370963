"""What comparing costs as an archive grows, how much is found there, and what copies without end would do."""

import tempfile
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

from benchmarks.corpus import LENGTH, news
from benchmarks.measure import machine
from benchmarks.reprints.altering import ALTERATIONS
from benchmarks.reprints.article import Labelled
from benchmarks.reprints.filling import ReprintArchive, Spent
from benchmarks.reprints.forms import FORMS, filled
from benchmarks.reprints.quality import pairs

SIZES = (10_000, 50_000, 200_000)
_COPIES = 100_000
_AT_ONCE = 500
_REPRINTED, _FORMS = 0.2, 0.05
_KEPT = 2_000


def stream(count: int, seed: int = 3) -> Iterator[Labelled]:
    """News, of which a fifth reprint one of the two thousand before, and a twentieth are forms filled in."""
    draw, recent = Random(seed), deque[Labelled](maxlen=_KEPT)
    for number, said in enumerate(news(count)):
        kind = draw.random()
        if kind < _REPRINTED and recent:
            yield _reprint(draw.choice(recent), draw)
            continue
        alike = kind < _REPRINTED + _FORMS
        text = filled(draw.choice(FORMS), draw) if alike else said.paragraphs
        article = Labelled(
            f"story {number}", "form" if alike else "original", said.title, said.source, said.published, text
        )
        recent.append(article)
        yield article


def _reprint(original: Labelled, draw: Random) -> Labelled:
    paragraphs = list(original.paragraphs)
    for alter in draw.sample(ALTERATIONS, draw.choice((1, 1, 2, 3))):
        paragraphs = alter(paragraphs, draw)
    return Labelled(original.story, "reprint", original.title, None, original.published, tuple(paragraphs))


def cost_figures() -> str:
    """The table of growth and the sentence on copies, in Markdown."""
    lines = [
        f"News of {LENGTH:,} characters on average, a fifth of which are reprints, a twentieth forms; {machine()}.",
        "The cost is that of the last tenth of the articles, in milliseconds of the processor (of the clock).",
        "",
        "| articles | waiting | comparing | fingerprints ÷ text | grouped pairs | precision | recall |",
        "|---|---|---|---|---|---|---|",
        *_growth(),
        "",
        _copies(),
    ]
    return "\n".join(lines)


def _growth() -> Iterator[str]:
    articles = stream(max(SIZES))
    with tempfile.TemporaryDirectory() as folder:
        archive, stories, total, text = ReprintArchive(Path(folder) / "zonenews.db"), list[str](), Spent(), 0
        for size in SIZES:
            last = Spent()
            while batch := list(islice(articles, min(_AT_ONCE, size - len(stories)))):
                spent = last if len(stories) >= size * 0.9 else total
                archive.add(batch, spent)
                stories += [each.story for each in batch]
                text += sum(len("".join(each.paragraphs).encode()) for each in batch)
            total.size += last.size
            found = pairs(stories, archive.groups())
            yield (
                f"| {size:,} | {_each(last.waiting, last)} | **{_each(last.cpu, last)}** ({_each(last.seconds, last)}) "
                f"| {total.size / 1e6:.0f} MB, {total.size / text:.3f} | {found.grouped:,} | {found.precision:.4f} "
                f"| {found.recall:.4f} |"
            )
        archive.close()


def _copies() -> str:
    """One short text, again and again."""
    said = Labelled(
        "copy", "copy", "页面", None, "2024-01-02", ("该页面正在维护，请稍后访问，给您带来不便敬请谅解。" * 5,)
    )
    with tempfile.TemporaryDirectory() as folder:
        archive, first, last = ReprintArchive(Path(folder) / "zonenews.db"), Spent(), Spent()
        for done in range(0, _COPIES, _AT_ONCE):
            archive.add([said] * _AT_ONCE, first if done < _COPIES / 10 else last if done >= _COPIES * 0.9 else Spent())
        largest = archive.rows("SELECT max(n) FROM (SELECT count(*) AS n FROM article GROUP BY reprint_group) AS sizes")
        archive.close()
    return (
        f"{_COPIES:,} copies of one text: {_each(first.cpu, first)} ms for each of the first tenth, "
        f"{_each(last.cpu, last)} ms for each of the last; the largest group has {largest[0][0]}."
    )


def _each(seconds: float, spent: Spent) -> str:
    return f"{1e3 * seconds / spent.articles:.2f}"
