"""Reads calls in scripts: `createPageHTML(12, 0, "index", "html")` becomes its name and values."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from zonenews.extraction.jsontext import unescape

Value = int | str

_CALL = re.compile(r"\(([^()]{1,300})\)")
_NAME = re.compile(r"[\w$.]{1,60}\s{0,5}$")
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?\d{1,9})|([A-Za-z_$][\w$.]{0,60}))\s*(?:,|$)""")
_ASSIGNED = re.compile(
    r"(?<![\w$.])(?:(var|let|const)\s{1,5})?([A-Za-z_$][\w$]{0,60})['\"]?\s{0,5}[=:]\s{0,5}(?:parseInt\()?"
    r"""(?:"((?:[^"\\\n]|\\.){0,1000})"|'((?:[^'\\\n]|\\.){0,1000})'|(\d{1,9})(?!\w))"""
)
_LINE_COMMENT = re.compile(r"(?m)^[ \t]{0,40}//[^\n]*$")


def calls(script: str) -> Iterator[tuple[str, list[Value]]]:
    """The calls whose arguments are all plain values, or variables the script sets to one, in order."""
    script = _LINE_COMMENT.sub("", script)
    variables: dict[str, Value] | None = None
    for found in _CALL.finditer(script):
        if "," not in found[1]:
            continue
        name = _NAME.search(script[max(0, found.start() - 70) : found.start()])
        if name is None:
            continue
        variables = assignments(script) if variables is None else variables
        values = _values(found[1], variables)
        if values is not None:
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
    for found in _ASSIGNED.finditer(script):
        text = unescape(found[3] if found[3] is not None else found[4] or "")
        value = int(found[5]) if found[5] else text
        yield Assignment(found[2], value, found[1] is not None, found.start(), found.end())


def assignments(script: str) -> dict[str, Value]:
    """The numbers and strings a script sets names to: declared ones before others, the first before later ones."""
    declared: dict[str, Value] = {}
    others: dict[str, Value] = {}
    for found in each_assignment(script):
        (declared if found.declared else others).setdefault(found.name, found.value)
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
