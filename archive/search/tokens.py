"""The tokens of the search index: every two neighbouring characters of a folded text, three around punctuation.

Pairs with a comma are in most texts; the three tell them apart. A blank and the end of a line have a mark of their own,
so every character begins a token. Tokens of a title, a source or a site begin with a mark too. No folded text holds
these marks, no token holds a blank: what a user writes never becomes syntax of the index.
"""

import re
from collections.abc import Iterable, Iterator
from zlib import crc32

from archive.search.folding import fold_line

IN_TITLE, IN_SOURCE = "\u2401", "\u2402"
_SITE = "\u2403"
_SPACE, _END = "\u2420", "\u2424"
_JOINT = re.compile(r"(?=(.\W.))")
_MOST_PAIRS = 16
_NUMBERS = (1 << 20) - 1
_PUNCTUATION = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
# FTS5's own tokenizer, told to divide at blanks alone
TOKENIZER = "ascii tokenchars '" + _PUNCTUATION.replace("'", "''").replace('"', '""') + "'"


def document_tokens(text: str, title: str, source: str, site: str) -> str:
    """All tokens of an article, separated by blanks; the texts are folded."""
    marked = (IN_TITLE + pair for pair in _pairs(_marked(title + "\n"))) if title else ()
    credited = (IN_SOURCE + pair for pair in _pairs(_marked(source + "\n"))) if source else ()
    whole = _marked(text + "\n")
    return " ".join((_spaced_pairs(whole), *_JOINT.findall(whole), *marked, *credited, site_token(site)))


def site_token(site: str) -> str:
    """The token of a site."""
    return _SITE + _marked(fold_line(site))


def term_tokens(term: str, mark: str = "") -> list[str]:
    """Tokens that an article holding this folded term has, the first few of a long one; none for one character."""
    text = _marked(term[: _MOST_PAIRS + 1])
    joints = [] if mark else _JOINT.findall(text)
    pairs = (pair for pair in _pairs(text) if not any(pair in joint for joint in joints))
    return list(dict.fromkeys(mark + token for token in (*joints, *pairs)))


def token_numbers(tokens: Iterable[str]) -> list[int]:
    """Tokens as PostgreSQL's index has them: small numbers. Two tokens may share one; the text tells them apart."""
    return sorted({crc32(token.encode()) & _NUMBERS for token in tokens})


def numbers_of(text: str, title: str, source: str) -> list[int]:
    """All tokens of an article and every single character, as numbers; the site needs none, `article` has it."""
    return token_numbers((*document_tokens(text, title, source, "").split(" "), *text))


def first_of_token(term: str, mark: str = "") -> str:
    """What a token begins with in every article that holds this folded term."""
    return mark + _marked(term[:1])


def _marked(folded: str) -> str:
    return folded.replace(" ", _SPACE).replace("\n", _END)


def _pairs(text: str) -> Iterator[str]:
    return map(str.__add__, text, text[1:])


def _spaced_pairs(text: str) -> str:
    """The pairs with blanks between them; slices, because this is the costly step of indexing an article."""
    spaced = [" "] * (3 * len(text) - 4)
    spaced[0::3] = text[:-1]
    spaced[1::3] = text[1:]
    return "".join(spaced)
