"""Reads calls in scripts: `createPageHTML(12, 0, "index", "html")` becomes its name and values."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from zonenews.extraction.jsontext import unescape

Value = int | str

_CALL = re.compile(r"\(([^()]{1,300})\)")
_NAME = re.compile(r"(?<![\w$.])[\w$.]{1,60}\s{0,5}$")
_ARGUMENT = re.compile(r"""\s{0,40}(?:"([^"]*)"|'([^']*)'|(-?\d{1,9})|([A-Za-z_$][\w$.]{0,60}))\s{0,40}(?:,|$)""")
_ASSIGNED = re.compile(
    r"(?<![\w$.])(?:(var|let|const)\s{1,5})?([A-Za-z_$][\w$]{0,60})['\"]?\s{0,5}[=:]\s{0,5}(?:parseInt\()?"
    r"""(?:"((?:[^"\\\n]|\\.){0,1000})"|'((?:[^'\\\n]|\\.){0,1000})'|(\d{1,9})(?!\w))"""
)
# what a pager's call holds: the extension of its files
_FILE = re.compile(r"[\"'][\s.]{0,3}(?:[xjs]?html?|shtm|aspx?|php|jsp)\s{0,3}[\"']", re.I)
_VARIABLE = re.compile(r"(?:^|,)\s{0,5}[A-Za-z_$]")
_COMMAS = 3
_MOST = 200
_LINE_COMMENT = re.compile(r"(?m)^[ \t]{0,40}//[^\n]*$")


def calls(script: str) -> Iterator[tuple[str, list[Value]]]:
    """The calls of four arguments and more, each a plain value or a variable the script sets to one.

    Those that name a file's extension come first; of others only so many are read.
    """
    script = _LINE_COMMENT.sub("", script)
    found = [call for call in _CALL.finditer(script) if call[1].count(",") >= _COMMAS]
    filed = [call for call in found if _FILE.search(call[1])]
    others = (call for call in found if not _FILE.search(call[1]))
    variables: dict[str, Value] | None = None
    for call in (*filed[:_MOST], *islice(others, _MOST)):
        name = _NAME.search(script[max(0, call.start() - 70) : call.start()])
        if name and variables is None and _VARIABLE.search(call[1]):
            variables = assignments(script)
        values = _values(call[1], variables or {}) if name else None
        if name and values is not None:
            yield name[0].strip(), values


class Assignment(NamedTuple):
    """A name a script sets to a number or a string, from `start` to `end`; `declared` where it says `var`."""

    name: str
    value: Value
    declared: bool
    start: int
    end: int


def each_assignment(script: str) -> Iterator[Assignment]:
    """The plain assignments of a script, in order."""
    return map(_assignment, _ASSIGNED.finditer(script))


def _assignment(found: re.Match[str]) -> Assignment:
    text = unescape(found[3] if found[3] is not None else found[4] or "")
    return Assignment(found[2], int(found[5]) if found[5] else text, found[1] is not None, found.start(), found.end())


def assignments(script: str) -> dict[str, Value]:
    """The numbers and strings a script sets names to: declared ones before others, the first before later ones."""
    return _first(each_assignment(script))


def assigned(script: str, *names: str) -> dict[str, Value]:
    """The values of some names alone, which is quicker in a long script."""
    starts = (found.start() for found in _named(names).finditer(script))
    each = (_ASSIGNED.match(script, start) for start in islice(starts, _MOST))
    return _first(_assignment(found) for found in each if found)


@lru_cache(maxsize=64)
def _named(names: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, names))
    return re.compile(rf"(?<![\w$.])(?:(?:var|let|const)\s{{1,5}})?(?:{words})(?=['\"]?\s{{0,5}}[=:])")


def _first(found: Iterable[Assignment]) -> dict[str, Value]:
    declared: dict[str, Value] = {}
    others: dict[str, Value] = {}
    for each in found:
        (declared if each.declared else others).setdefault(each.name, each.value)
    return others | declared


def _values(arguments: str, variables: dict[str, Value]) -> list[Value] | None:
    values: list[Value] = []
    position = 0
    while position < len(arguments):
        found = _ARGUMENT.match(arguments, position)
        if found is None:
            return None
        value = _value(found, variables)
        if value is None:
            return None
        values.append(value)
        position = found.end()
    return values


def _value(found: re.Match[str], variables: dict[str, Value]) -> Value | None:
    if found[4]:
        return variables.get(found[4])
    return int(found[3]) if found[3] else (found[1] if found[1] is not None else found[2])
