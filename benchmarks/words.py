"""The words in zonenews's rules: which of them take part in reading a page, and the rules without some of them.

A word is an alternative of a pattern that holds letters, a label of the info lines, or the name of a meta tag.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import zonenews.extraction  # noqa: F401 - so that only its own patterns are compiled anew below

# The pattern or list that a word stands in, and its number or itself.
Word = tuple[str, str]

_PACKAGE = "zonenews.extraction"
_TOKENS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P<\w+>|P=|<?[=!]|[:>]))?|[|)]", re.S)
_NO_LETTERS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P<\w+>|[\W\d_]", re.S)
_CAPTURES = re.compile(r"(?<!\\)\((?:\?P<|(?!\?))")  # what holds a group is read by its parts, and no word
_compile = re.compile


class _Watched:
    """A pattern that notes which of its words stand in what it matches."""

    def __init__(self, pattern: "re.Pattern[str]", used: set[Word]) -> None:
        self._pattern = pattern
        self._words = [_compile(pattern.pattern[start:end], pattern.flags) for start, end in _words(pattern.pattern)]
        self._used = used

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._pattern, name)
        if name in ("search", "match", "fullmatch"):
            return lambda *given: self._noted(method(*given))
        return self._noting(method, name == "sub") if name in ("finditer", "split", "sub") else method

    def _noting(self, method: Callable[..., Any], place: int) -> Callable[..., Any]:
        """The method, whose argument at `place` is the text, noting the words of all matches in it."""

        def noting(*given: Any, **named: Any) -> Any:
            for found in self._pattern.finditer(given[place]):
                self._noted(found)
            return method(*given, **named)

        return noting

    def _noted(self, found: "re.Match[str] | None") -> "re.Match[str] | None":
        if found:
            held = (word.search(found.string, *found.span()) for word in self._words)
            self._used |= {(self._pattern.pattern, str(number)) for number, hit in enumerate(held) if hit}
        return found


class _WatchedLabels(dict[str, Any]):
    """Labels that note which of them are looked up and found."""

    def __init__(self, labels: dict[str, Any], used: set[Word]) -> None:
        super().__init__(labels)
        self._used = used

    def __contains__(self, word: object) -> bool:
        found = super().__contains__(word)
        if found:
            self._used.add(("label", str(word)))
        return found


@contextmanager
def watched(used: set[Word]) -> Iterator[None]:
    """The extraction package anew, noting the words that take part; meta names see `metas_of`."""

    def compile_watched(pattern: Any, flags: int = 0) -> Any:
        made = _compile(pattern, flags)
        return _Watched(made, used) if isinstance(pattern, str) and _words(pattern) else made

    with _anew(compile_watched):
        kinds: dict[str, Any] = _module("labels").KINDS
        for module in [module for name, module in sys.modules.items() if name.startswith(_PACKAGE)]:
            if getattr(module, "KINDS", None) is kinds:
                vars(module)["KINDS"] = _WatchedLabels(kinds, used)
        yield


def metas_of(body: bytes, url: str) -> set[Word]:
    """The names of meta tags, among those the rules know, that a page gives a value to."""
    values = _module("metas").read_metas(_module("page").read_page(body, url).root).values
    return {(kind, name) for kind, names in _meta_names() for name in names if values.get(name)}


@contextmanager
def without(words: Collection[Word]) -> Iterator[None]:
    """The extraction package anew, as if nobody had thought of these words."""

    def compile_less(pattern: Any, flags: int = 0) -> Any:
        numbers = {number for text, number in words if text == pattern}
        return _compile(_less(pattern, numbers) if numbers else pattern, flags)

    with _anew(compile_less):
        for label in [word for kind, word in words if kind == "label"]:
            del _module("labels").KINDS[label]
        for kind, names in _meta_names():
            setattr(_module("metas"), kind, tuple(name for name in names if (kind, name) not in words))
        yield


def _meta_names() -> list[tuple[str, tuple[str, ...]]]:
    return [(kind, names) for kind, names in vars(_module("metas")).items() if isinstance(names, tuple)]


def _module(name: str) -> Any:
    return import_module(f"{_PACKAGE}.{name}")


@contextmanager
def _anew(compile_: Callable[..., Any]) -> Iterator[None]:
    """The package imported anew with another `re.compile`; the old one is put back at the end."""
    before = {name: module for name, module in sys.modules.items() if name.startswith(_PACKAGE)}
    for name in before:
        del sys.modules[name]
    try:
        re.compile = compile_
        try:
            import_module(_PACKAGE)
        finally:
            re.compile = _compile
        yield
    finally:
        sys.modules.update(before)
        vars(sys.modules["zonenews"])["extraction"] = before[_PACKAGE]


def _words(pattern: str) -> list[tuple[int, int]]:
    """Where a pattern's words begin and end, but for those of what must or must not stand beside a match."""
    found: list[tuple[int, int]] = []
    groups = [("", [0])]  # the opening of each open group, and where its alternatives begin
    for token in _TOKENS.finditer(f"{pattern})"):
        if token[0].startswith("("):
            groups.append((token[0], [token.end()]))
        elif token[0] == "|":
            groups[-1][1].append(token.end())
        elif token[0] == ")":
            opening, starts = groups.pop()
            ends = [*(start - 1 for start in starts[1:]), token.start()]
            if len(starts) > 1 and opening[-1:] not in ("=", "!"):
                found += zip(starts, ends, strict=True)
    texts = {span: pattern[slice(*span)] for span in found}
    return sorted(span for span, text in texts.items() if _NO_LETTERS.sub("", text) and not _CAPTURES.search(text))


def _less(pattern: str, numbers: set[str]) -> str:
    """The pattern with these of its words replaced by what never matches."""
    parts, done = [], 0
    for number, (start, end) in enumerate(_words(pattern)):
        if str(number) in numbers and start >= done:
            parts += [pattern[done:start], "(?!)"]
            done = end
    return "".join([*parts, pattern[done:]])
