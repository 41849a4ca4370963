"""How relevant a hit is: BM25 over the hits themselves, with words in the title weighing more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

_TITLE_WEIGHT = 8
_SATURATION = 1.2
_LENGTH_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A hit's folded title and text."""

    title: str
    text: str


def scores(hits: Mapping[int, Scored], terms: Sequence[str]) -> dict[int, float]:
    """The score of each hit; a term that few of the hits have counts more."""
    length = sum(len(hit.text) for hit in hits.values()) / max(1, len(hits)) or 1.0
    total = dict.fromkeys(hits, 0.0)
    for term in terms:
        counts = {number: _count(hit, term) for number, hit in hits.items()}
        weight = _weight(sum(1 for count in counts.values() if count), len(hits))
        for number, count in counts.items():
            total[number] += weight * _saturated(count, len(hits[number].text) / length)
    return total


def _count(hit: Scored, term: str) -> int:
    return hit.text.count(term) + _TITLE_WEIGHT * hit.title.count(term)


def _weight(having: int, hits: int) -> float:
    return log(1 + (hits - having + 0.5) / (having + 0.5))


def _saturated(count: int, length: float) -> float:
    """More of the same word is worth ever less, and the less the longer the text is."""
    return count * (_SATURATION + 1) / (count + _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length))
