"""The language of searches: `光伏 招商`, `"绿色 低碳"`, `光伏 OR 风电`, `光伏 -招聘`, `(光伏 OR 风电) NOT 招聘`.

Terms next to each other must all be there. NOT binds closest, then AND, then OR. Whatever cannot be read so is read as
plain words: no query is an error.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.search.folding import fold_line

_MOST_TERMS = 64
_DEEPEST = 20
_OPENING, _CLOSING, _QUOTES = "(（", ")）", '"＂'
_PHRASE = re.compile(r"""(?: ["＂] ((?:[^"＂]|["＂]{2})*) ["＂] | “([^”]*)” ) (?= [\s)）] | $ )""", re.X)
_DOUBLED = re.compile('["＂]{2}')
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Term:
    """Folded text that must stand in the article."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """What must hold together; nothing always holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What may hold instead of each other."""

    parts: tuple["Node", ...]


Node = Term | Not | All | Either
_NOTHING = All(())


def parse_query(query: str) -> Node:
    """What a query asks for. An empty one asks for nothing, and every article has that."""
    try:
        found = _Parser(list(_lexed(query))).parse()
    except _Malformed:
        found = _plain_words(query)
    return found if sum(1 for _ in _terms(found)) <= _MOST_TERMS else _pasted(query)


def quoted(text: str) -> str:
    """A text as a phrase of the language, whatever is in it."""
    return '"' + text.replace("＂", '"').replace('"', '""') + '"'


def wanted_terms(node: Node) -> list[str]:
    """The terms that a hit may hold: those not under a NOT, each once."""
    return list(dict.fromkeys(_terms(node, wanted=True)))


class _Malformed(Exception):
    """The query is no sentence of the language."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """`(`, `)`, `AND`, `OR` or `NOT`."""

    name: str


def _lexed(query: str) -> Iterator[_Sign | Term]:
    place, depth = 0, 0
    while found := _WORD.search(query, place):
        place = found.start()
        if query[place] in _OPENING:
            depth, place = depth + 1, place + 1
            yield _Sign("(")
        elif query[place] in _CLOSING and depth:
            depth, place = depth - 1, place + 1
            yield _Sign(")")
        elif query[place] == "-" and len(found[0]) > 1:
            place += 1
            yield _Sign("NOT")
        elif phrase := _PHRASE.match(query, place):
            place = phrase.end()
            yield Term(fold_line(_DOUBLED.sub('"', phrase[1]) if phrase[2] is None else phrase[2]))
        elif query[place] in _QUOTES and len(found[0]) > 1 and sum(map(found[0].count, _QUOTES)) == 1:
            raise _Malformed  # a phrase that nobody closed
        else:
            word = _without_closing(found[0], depth)
            place += len(word)
            yield _Sign(word) if word in {"AND", "OR", "NOT"} else Term(fold_line(word))


def _without_closing(word: str, depth: int) -> str:
    """A word without the brackets at its end that close what was opened before it."""
    while depth and word[-1:] in _CLOSING and _opened(word) < 0:
        word, depth = word[:-1], depth - 1
    return word


def _opened(word: str) -> int:
    """Opening brackets less closing ones."""
    return sum((character in _OPENING) - (character in _CLOSING) for character in word)


class _Parser:
    """Reads signs and terms by recursive descent."""

    def __init__(self, items: list[_Sign | Term]) -> None:
        self._items: list[_Sign | Term] = items[::-1]
        self._depth = 0

    def parse(self) -> Node:
        """The whole query."""
        if not self._items:
            return _NOTHING
        found = self._either()
        if self._items:
            raise _Malformed
        return found

    def _either(self) -> Node:
        parts = [self._all()]
        while self._takes("OR"):
            parts.append(self._all())
        kept = tuple(part for part in parts if part != _NOTHING)
        return Either(kept) if len(kept) > 1 else _joined(kept)

    def _all(self) -> Node:
        parts = [self._one()]
        while self._items and self._items[-1] not in (_Sign("OR"), _Sign(")")):
            self._takes("AND")
            parts.append(self._one())
        return _joined(parts)

    def _one(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Malformed
        found = self._not_or_group()
        self._depth -= 1
        return found

    def _not_or_group(self) -> Node:
        if self._takes("NOT"):
            part = self._one()
            return part if part == _NOTHING else Not(part)
        if not self._takes("("):
            return self._term()
        found = self._either()
        if not self._takes(")"):
            raise _Malformed
        return found

    def _term(self) -> Node:
        term = self._items.pop() if self._items else None
        if not isinstance(term, Term):
            raise _Malformed
        return term if term.text else _NOTHING

    def _takes(self, name: str) -> bool:
        if self._items and self._items[-1] == _Sign(name):
            self._items.pop()
            return True
        return False


def _joined(parts: Iterable[Node]) -> Node:
    """All of these; a term that folds to nothing asks for nothing."""
    kept = tuple(part for part in parts if part not in (_NOTHING, Term("")))
    return kept[0] if len(kept) == 1 else All(kept)


def _plain_words(query: str) -> Node:
    """Every word as it stands; a quotation mark at its edge is no part of it."""
    words = (word.strip(_QUOTES) or word for word in query.split())
    return _joined([Term(fold_line(word)) for word in words])


def _pasted(query: str) -> Node:
    """A query of very many words is a pasted passage: it is looked for as it stands."""
    return _joined([Term(fold_line(query).strip())])


def _terms(node: Node, *, wanted: bool = False) -> Iterator[str]:
    match node:
        case Term(text):
            yield text
        case Not(part):
            if not wanted:
                yield from _terms(part)
        case All(parts) | Either(parts):
            for part in parts:
                yield from _terms(part, wanted=wanted)
