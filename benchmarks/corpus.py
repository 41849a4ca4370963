"""Articles for the search benchmark: as long as real ones, half sentences of the replica, half a long tail of words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from zonenews.demo.writing import NEWS, NOTICES, Key, Writer
from zonenews.demo.zone import STEMS, invented_zone

LENGTH = 1_265
_STORIES = 600
_WORDS = 40_000
_SITES = 40
_FIRST_MINUTE = datetime(2014, 1, 1)  # noqa: DTZ001 - a printed time, Beijing's
_MINUTES = 12 * 365 * 1440
_LATIN = ("GDP", "5G", "AI", "LED", "ISO9001", "10万吨", "12.5%", "２０２３", "“双碳”", "PCB", "8英寸", "VOCs")


@dataclass(frozen=True, slots=True)
class News:
    """One article as an extractor would give it."""

    site: str
    title: str
    source: str | None
    published: str
    paragraphs: tuple[str, ...]


def news(count: int, seed: int = 1) -> Iterator[News]:
    """So many articles in the order in which a crawl may meet them; the same seed gives the same ones."""
    draw, clauses, lexicon = Random(seed), _clauses(), _Lexicon(Random(7))
    for _ in range(count):
        site, paragraphs = draw.randrange(_SITES), []
        left = int(LENGTH * draw.choice((0.3, 0.5, 0.8, 1.0, 1.0, 1.2, 2.2)))
        topic = lexicon.words(draw, 25)
        while left > 0:
            paragraphs.append(_paragraph(draw, clauses, lexicon, topic, min(left, draw.randrange(60, 320))))
            left -= len(paragraphs[-1])
        title = draw.choice(clauses)[:18] + "".join(topic[:3])
        source = f"{STEMS[site % len(STEMS)]}日报" if draw.random() < 0.6 else None
        yield News(f"site{site:02}", title, source, _published(draw), tuple(paragraphs))


def _paragraph(draw: Random, clauses: list[str], lexicon: "_Lexicon", topic: list[str], length: int) -> str:
    parts, size = [], 0
    while size < length:
        if draw.random() < 0.4:
            part = draw.choice(clauses)
        else:
            words = lexicon.words(draw, draw.randrange(4, 9))
            part = "".join(draw.choice(topic) if draw.random() < 0.45 else word for word in words)
        parts.append(part)
        size += len(part) + 1
    return "，".join(parts) + "。"


def _clauses() -> list[str]:
    """What stands between punctuation marks in some hundreds of the replica's texts, as often as it stands there."""
    found = []
    for number in range(_STORIES):
        writer = Writer(invented_zone(number % 40), NOTICES if number % 4 == 0 else NEWS)
        for paragraph in writer.write(Key("search", number, _FIRST_MINUTE.date())).paragraphs:
            found += [clause for clause in paragraph.replace("。", "，").split("，") if len(clause) > 3]
    return found


class _Lexicon:
    """Invented words of GB 2312's first level; characters and words follow Zipf's law."""

    def __init__(self, draw: Random) -> None:
        characters = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFA)]
        draw.shuffle(characters)
        by_rank = list(accumulate((place + 20) ** -1.4 for place in range(len(characters))))
        lengths = draw.choices((1, 2, 3, 4), (10, 65, 15, 10), k=_WORDS)
        self._words = ["".join(draw.choices(characters, cum_weights=by_rank, k=length)) for length in lengths]
        self._words[50 : 50 + len(_LATIN)] = _LATIN
        self._weights = list(accumulate((place + 20) ** -1.0 for place in range(_WORDS)))

    def words(self, draw: Random, count: int) -> list[str]:
        """So many words, frequent ones more often."""
        return draw.choices(self._words, cum_weights=self._weights, k=count)


def _published(draw: Random) -> str:
    moment = _FIRST_MINUTE + timedelta(minutes=draw.randrange(_MINUTES))
    return f"{moment:%Y-%m-%dT%H:%M}+08:00" if draw.random() < 0.6 else f"{moment:%Y-%m-%d}"
