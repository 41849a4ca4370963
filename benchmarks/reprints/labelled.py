"""The labelled set: originals, what others made of them, and articles that only look alike.

It has two halves that share no story and no form. Thresholds were chosen by looking at `chosen`; `unseen` was kept
apart and only measured.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Literal

from benchmarks.measure import ROOT
from benchmarks.reprints.altering import ALTERATIONS
from benchmarks.reprints.article import Labelled
from benchmarks.reprints.forms import FORMS, filled
from benchmarks.reprints.lookalikes import LOOKALIKES
from zonenews.demo.writing import NEWS, NOTICES, Key, Writer
from zonenews.demo.zone import invented_zone

Half = Literal["chosen", "unseen"]
_PAGES = ROOT.parent / "shared" / "pages" / "truth.jsonl"
_START = datetime(2020, 1, 1)  # noqa: DTZ001 - a printed time, Beijing's
_SHORTEST = 160


def labelled(half: Half, stories: int, pages: Path = _PAGES) -> list[Labelled]:
    """Articles made of so many stories, and as many that look alike, in random order."""
    draw = Random(f"labelled {half}")
    originals = [*_stories(half, stories), *_saved(half, pages)]
    found = [article for number, story in enumerate(originals) for article in _reprinted(number, story, draw)]
    found += _alike(half, stories, draw)
    draw.shuffle(found)
    return found


def _stories(half: Half, count: int) -> Iterator[Sequence[str]]:
    for number in range(count):
        writer = Writer(invented_zone(number % 50), NOTICES if number % 5 == 0 else NEWS)
        yield writer.write(Key(f"{half} story", number, _START.date() + timedelta(days=number))).paragraphs


def _saved(half: Half, pages: Path) -> Iterator[Sequence[str]]:
    """The texts of the saved pages, where they are at hand: every second one for a half."""
    lines = pages.read_text("utf-8").splitlines() if pages.exists() else []
    for line in lines[half == "unseen" :: 2]:
        body = json.loads(line).get("body") or ""
        if len(body) >= _SHORTEST:
            yield body.split("\n")


def _reprinted(number: int, paragraphs: Sequence[str], draw: Random) -> Iterator[Labelled]:
    """An original and one to three reprints of it, each with one to three alterations."""
    story, day = f"story {number}", _START + timedelta(hours=draw.randrange(40_000))
    yield _article(story, "original", paragraphs, draw, day)
    for _ in range(draw.randrange(1, 4)):
        alterations = draw.sample(ALTERATIONS, draw.choice((1, 1, 2, 3)))
        altered = list(paragraphs)
        for alter in alterations:
            altered = alter(altered, draw)
        kind = " + ".join(sorted(alter.__name__ for alter in alterations))
        yield _article(story, kind, altered, draw, day + timedelta(hours=draw.randrange(1, 96)))


def _alike(half: Half, count: int, draw: Random) -> Iterator[Labelled]:
    forms = FORMS[half == "unseen" :: 2]
    for number in range(count):
        kinds = [*LOOKALIKES, *["form"] * 3]
        kind = kinds[number % len(kinds)]
        form = draw.choice(forms)
        texts = [filled(form, draw) for _ in range(3)] if kind == "form" else LOOKALIKES[kind](draw)
        for place, text in enumerate(texts):
            day = _START + timedelta(hours=draw.randrange(40_000))
            yield _article(f"alike {number}/{place}", kind, text, draw, day)


def _article(story: str, kind: str, paragraphs: Sequence[str], draw: Random, day: datetime) -> Labelled:
    title = "".join(paragraphs)[: draw.randrange(12, 30)]
    source = draw.choice((None, None, "云麓日报", "澜溪晚报", "青岚发布"))
    return Labelled(story, kind, title, source, f"{day:%Y-%m-%dT%H:%M}+08:00", tuple(paragraphs))
