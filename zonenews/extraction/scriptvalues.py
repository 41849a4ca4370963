"""Reads the values a script gives to a call: strings, numbers, arrays, objects, and what is put together of them."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from zonenews.extraction.jsontext import unescape
from zonenews.extraction.pagers.calls import assigned

HOLE = "\ufffc"  # stands for what only a browser would know, alone or within a text
_BLANK = re.compile(r"(?:\s{1,200}|//[^\n]{0,300}(?=\n)|/\*.{0,300}?\*/)", re.S)
_STRING = re.compile(r"""(?:"((?:[^"\\\n]|\\.){0,2000})"|'((?:[^'\\\n]|\\.){0,2000})'|`([^`\\$]{0,2000})`)""")
_NUMBER = re.compile(r"-?\d{1,12}(?![\w.])")
_NAME = re.compile(r"[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,6}")
_KEY = re.compile(r"""(?:["']([^"'\n]{1,60})["']|([A-Za-z_$][\w$]{0,60}))\s{0,20}:""")
# a string that never ends is one all the same, so that no character is looked at twice
_NEXT = re.compile(r"""[(){}\[\],;]|"(?:[^"\\\n]|\\.){0,2000}"?|'(?:[^'\\\n]|\\.){0,2000}'?""")
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}
_DEEPEST = 6
_FARTHEST = 6000
_MOST_VALUES = 300
_MOST_NAMES = 24


class Stringified(NamedTuple):
    """A value that the script makes a JSON text of."""

    value: Any


class Values:
    """Reads the values from a place of a script on, no farther than a call is long; `known` are names with values."""

    def __init__(self, script: str, position: int, known: dict[str, Any]) -> None:
        self._script = script
        self._known = known
        self.position = position
        self._end = min(len(script), position + _FARTHEST)
        self._left = _MOST_VALUES

    def arguments(self) -> list[Any]:
        """The arguments of a call, from behind its bracket."""
        return self._sequence(")", 0)

    def _sequence(self, close: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while self._peek() not in ("", close):
            found.append(self._sum(depth))
            if not self._take(","):
                break
        self._take(close)
        return found

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self._peek() not in ("", "}"):
            key = _KEY.match(self._script, self.position, self._end)
            if key:
                self.position = key.end()
                found[key[1] or key[2]] = self._sum(depth)
            else:
                self._skip()
            if not self._take(","):
                break
        self._take("}")
        return found

    def _sum(self, depth: int) -> Any:
        """A value, or several put together by `+`; a hole where it is anything else."""
        value = self._value(depth)
        while self._take("+"):
            value = _joined(value, self._value(depth))
        if self._peek() not in (",", ")", "}", "]", ";", ""):
            self._skip()
            return HOLE
        return value

    def _value(self, depth: int) -> Any:
        self._left -= 1
        if self._left < 0:
            self.position = self._end
        first = self._peek()
        if depth < _DEEPEST and first in ("{", "["):
            self.position += 1
            return self._object(depth + 1) if first == "{" else self._sequence("]", depth + 1)
        if found := _STRING.match(self._script, self.position, self._end):
            self.position = found.end()
            return unescape(next(text for text in found.groups() if text is not None))
        if found := _NUMBER.match(self._script, self.position, self._end):
            self.position = found.end()
            return int(found[0])
        if found := _NAME.match(self._script, self.position, self._end):
            self.position = found.end()
            return self._named(found[0], depth)
        self._skip()
        return HOLE

    def _named(self, name: str, depth: int) -> Any:
        if name == "JSON.stringify" and depth < _DEEPEST and self._take("("):
            return Stringified(next(iter(self._sequence(")", depth + 1)), HOLE))
        if name in _WORDS:
            return _WORDS[name]
        if self._peek() == "(" or name == "function":
            self._skip()
            return HOLE
        if name not in self._known:
            self._known[name] = HOLE  # it may stand in what it is set to
            self._known[name] = self._set(name, depth) if len(self._known) <= _MOST_NAMES else HOLE
        return self._known[name]

    def _set(self, name: str, depth: int) -> Any:
        """What the script sets a name to somewhere: a number, a text or an object."""
        if plain := assigned(self._script, name):
            return plain[name]
        found = re.search(rf"(?<![\w$.]){re.escape(name)}\s{{0,5}}=\s{{0,5}}(?={{)", self._script)
        return Values(self._script, found.end(), self._known)._value(depth + 1) if found else HOLE

    def _peek(self) -> str:
        while found := _BLANK.match(self._script, self.position, self._end):
            self.position = found.end()
        return self._script[self.position] if self.position < self._end else ""

    def _take(self, mark: str) -> bool:
        taken = self._peek() == mark
        self.position += taken
        return taken

    def _skip(self) -> None:
        """Goes to the comma or bracket that ends the value here, over those within it."""
        inside = 0
        for found in _NEXT.finditer(self._script, self.position, self._end):
            if found[0] in "([{":
                inside += 1
            elif found[0] in ")]},;" and not inside:
                self.position = found.start()
                return
            elif found[0] in ")]}":
                inside -= 1
        self.position = self._end


def _joined(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    if not isinstance(left, str | int) or not isinstance(right, str | int):
        return HOLE
    return f"{left}{right}"
