"""Cleans text: every kind of space, composed characters, nothing invisible; and folds it for comparing."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Controls that are not white space, soft hyphen, zero-width and direction marks, surrogates, non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_WIDE_GAP = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]{2,}")
_NO_LETTER = re.compile(r"[\W_]+")
GAP = "\x1e"  # in info lines: a wide gap that a reader sees
EDGE = "\x1f"  # in info lines: the edge of an element


def visible(text: str) -> str:
    """The text without characters nobody sees."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def clean(text: str) -> str:
    """The text as a reader sees it: NFC, every run of white space one blank, none at the ends."""
    return unicodedata.normalize("NFC", " ".join(visible(text).split()))


def flatten(pieces: Iterable[str]) -> str:
    """The pieces of an info line in one string that still shows element edges and wide gaps."""
    return EDGE.join(filter(None, map(_gapped, pieces)))


def _gapped(piece: str) -> str:
    return GAP.join(filter(None, map(clean, _WIDE_GAP.split(piece))))


def fold(text: str) -> str:
    """The text for comparing: width, case and white space do not count."""
    return "".join(unicodedata.normalize("NFKC", visible(text)).lower().split())


@lru_cache(256)  # titles, links and metas are compared again and again
def letters(text: str) -> str:
    """The text for comparing titles: only letters and digits count."""
    return _NO_LETTER.sub("", fold(text))
