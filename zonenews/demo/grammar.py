"""A small text grammar: named lists of phrases whose slots are filled at random, always the same for the same seed.

{name}      a phrase of the list `name`
{@name}     the same, drawn once a text and then kept
{3-90}      a whole number; {1.5-9.9} one with a decimal
{a|b|c}     one of these words
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

T = TypeVar("T")
_SLOT = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"(\d+)-(\d+)")
_DECIMAL = re.compile(r"(\d+\.\d)-(\d+(?:\.\d)?)")


class Pen:
    """What one text is written with: its random numbers, and the phrases it keeps to."""

    __slots__ = ("kept", "random")

    def __init__(self, seed: str, kept: Mapping[str, str]) -> None:
        self.random = Random(seed).random
        self.kept = dict(kept)

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        return int(self.random() * limit)

    def chance(self, share: float) -> bool:
        """True in this share of the calls."""
        return self.random() < share

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[int(self.random() * len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """So many different ones of the choices, in random order."""
        left = list(choices)
        return [left.pop(int(self.random() * len(left))) for _ in range(min(count, len(left)))]


Slot = Callable[[Pen], str]
Phrase = Sequence[str | Slot]


class Grammar:
    """The phrase lists of a folder of texts, ready to be written with."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._lists: dict[str, list[Phrase]] = {name: [] for name in texts}
        for name, phrases in texts.items():
            self._lists[name].extend(self._compile(phrase) for phrase in phrases)

    def __contains__(self, name: str) -> bool:
        return name in self._lists

    def phrases(self, name: str) -> Sequence[Phrase]:
        """The phrases of a list."""
        return self._lists[name]

    def plain(self, name: str) -> list[str]:
        """The phrases of a list that has no slots."""
        return ["".join(part for part in phrase if isinstance(part, str)) for phrase in self._lists[name]]

    def say(self, name: str, pen: Pen) -> str:
        """A phrase of the list, its slots filled."""
        return self.fill(pen.pick(self._lists[name]), pen)

    def fill(self, phrase: Phrase, pen: Pen) -> str:
        """The phrase with its slots filled."""
        return "".join([part if isinstance(part, str) else part(pen) for part in phrase])

    def keep(self, name: str, pen: Pen) -> str:
        """The phrase that this text keeps to for `name`."""
        kept = pen.kept.get(name)
        if kept is None:
            kept = pen.kept[name] = self.say(name, pen)
        return kept

    def _compile(self, phrase: str) -> Phrase:
        pieces = _SLOT.split(phrase)
        return [self._slot(piece) if odd % 2 else piece for odd, piece in enumerate(pieces) if piece]

    def _slot(self, text: str) -> Slot:
        if "|" in text:
            words = text.split("|")
            return lambda pen: pen.pick(words)
        if found := _NUMBER.fullmatch(text):
            low, high = int(found[1]), int(found[2])
            return lambda pen: str(low + pen.below(high - low + 1))
        if found := _DECIMAL.fullmatch(text):
            least, most = float(found[1]), float(found[2])
            return lambda pen: f"{least + pen.random() * (most - least):.1f}"
        if text.startswith("@"):
            name = text[1:]
            return lambda pen: self.keep(name, pen)
        return self._named(text)

    def _named(self, name: str) -> Slot:
        if name not in self._lists:
            raise KeyError(f"no list of phrases is called {name!r}")
        phrases = self._lists[name]
        return lambda pen: self.fill(pen.pick(phrases), pen)


def read_texts(folder: Path) -> dict[str, list[str]]:
    """The phrase lists of the folder's text files: `[name]` opens a list, each line below is a phrase, `#` a remark."""
    texts: dict[str, list[str]] = {}
    for name, phrase in _lines(folder):
        texts.setdefault(name, []).extend([phrase] if phrase else [])
    return texts


def _lines(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.txt")):
        name = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("[") and line.endswith("]"):
                name = line[1:-1]
                yield name, ""
            elif line.strip() and not line.startswith("#"):
                yield name, line.strip()
