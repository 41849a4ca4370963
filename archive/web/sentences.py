"""Sentences that the archive keeps in English, as a Chinese reader is told them.

In the English ones `#` stands for a number and `@` for any words; the Chinese ones name them {0}, {1} in that order.
"""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from archive.web.words_of_sentences import SENTENCES

# what is longer, or of more parts, is a free text: some of it comes from sites
_LONGEST = 400
_MOST_PARTS = 8
_MARKS = {"; ": "；", ", ": "，"}
_HOLES = {"#": r"(\d[\d.,]*)", "@": r"(.+?)"}


@lru_cache(maxsize=4_096)
def in_chinese(said: str) -> str | None:
    """A sentence in Chinese, or several with semicolons or commas between them; None where one of them is not known."""
    said = said.strip()
    if len(said) > _LONGEST or any(said.count(each) > _MOST_PARTS for each in (*_MARKS, ": ")):
        return None
    return SENTENCES.get(said) or _by_parts(said) or _with_values(said) or _behind_a_name(said)


def told_in(language: str, said: str | None) -> Markup:
    """A sentence in the reader's language, marked as English where a Chinese reader has to take it so."""
    if language == "en" or not said:
        return escape(said or "")
    told = in_chinese(said)
    return escape(told) if told else Markup('<span lang="en">{}</span>').format(said)


def _with_values(said: str) -> str | None:
    for pattern, chinese in _PATTERNS:
        if found := pattern.fullmatch(said):
            return chinese.format(*(in_chinese(each) or each for each in found.groups()))
    return None


def _by_parts(said: str) -> str | None:
    """Sentences with semicolons or commas between them, each of which is known."""
    for between, mark in _MARKS.items():
        first, found, rest = said.partition(between)
        if found and (told := in_chinese(first)) and (others := in_chinese(rest)):
            return f"{told}{mark}{others}"
    return None


def _behind_a_name(said: str) -> str | None:
    """A sentence behind the name or the address of what it is about."""
    name, found, rest = said.partition(": ")
    told = in_chinese(rest) if found else None
    return f"{in_chinese(name) or name}：{told}" if told else None


def _pattern(english: str) -> re.Pattern[str]:
    pieces = re.split("([#@])", english)
    return re.compile("".join(_HOLES.get(piece) or re.escape(piece) for piece in pieces), re.DOTALL)


# the longest first: it says more of what it fits
_WITH_HOLES = sorted((english for english in SENTENCES if re.search("[#@]", english)), key=len, reverse=True)
_PATTERNS = [(_pattern(english), SENTENCES[english]) for english in _WITH_HOLES]
