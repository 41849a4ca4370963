"""No pattern costs more than its text is long: every one is flooded with pieces of what it looks for."""

import importlib
import pkgutil
import random
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from timing import cost

import zonenews.extraction

SIZE = 20_000
MOST = 0.01  # 50 ms for 100 KB
SAMPLES = 4
# what only ever meets a short text, or one place of a long one
SHORT = {
    "calls._ARGUMENT": 300,
    "records._DATE": 40,
    "records._URL": 40,
    "records._TITLE": 40,
    "people._NUMBER": 40,
    "attachments._VIEWED": 2000,
    "hrefs._LOCATION": 2000,
    "hrefs._CALLED": 2000,
}
AT_A_PLACE = {"scriptrows._PIECE", "scriptvalues._BLANK", "scriptvalues._STRING", "scriptvalues._KEY", "walk._PART"}
LETTERS = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "x",
    codes.CATEGORY_NOT_SPACE: "x",
    codes.CATEGORY_NOT_WORD: "-",
}
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the extraction, by module and name."""
    found: dict[str, re.Pattern[str]] = {}
    for info in pkgutil.walk_packages(zonenews.extraction.__path__, "zonenews.extraction."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            members = value.items() if isinstance(value, dict) else [("", value)]
            for key, member in members:
                if isinstance(member, re.Pattern) and isinstance(member.pattern, str):
                    found[f"{info.name.rpartition('.')[2]}.{name}{key and f'.{key}'}"] = member
    return found


def sample(tree: Any, chance: random.Random) -> str:
    """A text that a parsed pattern finds, or comes near to."""
    return "".join(_part(code, value, chance) for code, value in tree)


def _part(code: Any, value: Any, chance: random.Random) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL or code is codes.ANY:
        return chance.choice("x1 ")
    if code is codes.IN:
        return _letter(value, chance)
    if code in REPEATS:
        least, most, inner = value
        return "".join(sample(inner, chance) for _ in range(min(most, least + chance.choice((0, 1, 3)))))
    if code is codes.SUBPATTERN:
        return sample(value[-1], chance)
    if code is codes.BRANCH:
        return sample(chance.choice(value[1]), chance)
    return sample(value, chance) if code is codes.ATOMIC_GROUP else ""


def _letter(choices: Any, chance: random.Random) -> str:
    letters = [
        chr(value)
        if code is codes.LITERAL
        else chr(chance.randint(*value))
        if code is codes.RANGE
        else LETTERS.get(value, "x")
        for code, value in choices
        if code is not codes.NEGATE
    ]
    if choices[0][0] is codes.NEGATE:
        return next((letter for letter in chance.sample("xa1 中(<=", 8) if letter not in letters), "§")
    return chance.choice(letters)


def pieces(pattern: re.Pattern[str]) -> Iterator[str]:
    """Beginnings and ends of what the pattern finds, and the plainest letters."""
    chance = random.Random(repr(pattern.pattern))
    tree = parser.parse(pattern.pattern, pattern.flags)
    yield from (" ", "\n", "a", "1", "中", ".", "-", "'")
    for _ in range(SAMPLES):
        text = sample(tree, chance)[:60]
        yield from (text[:end] for end in range(1, len(text) + 1))
        yield from (text[start:] for start in range(1, len(text), 4))


@pytest.mark.parametrize(("name", "pattern"), patterns().items(), ids=patterns())
def test_a_flood_of_its_own_pieces_is_cheap(name: str, pattern: re.Pattern[str]) -> None:
    size = SHORT.get(name, SIZE)
    for piece in dict.fromkeys(pieces(pattern)):
        text = (piece * (size // len(piece) + 1))[:size] + "中§"
        find = pattern.match if name in AT_A_PLACE else pattern.search
        spent = cost(partial(find, text), MOST)
        assert spent <= MOST, (piece, spent)
