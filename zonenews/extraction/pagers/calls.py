"""Reads calls in scripts: `createPageHTML(12, 0, "index", "html")` becomes its name and values."""

import re
from collections.abc import Iterator

Value = int | str

_CALL = re.compile(r"\(([^()]{1,300})\)")
_NAME = re.compile(r"[\w$.]{1,60}\s{0,5}$")
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?\d{1,9})|([A-Za-z_$][\w$.]{0,60}))\s*(?:,|$)""")
_ASSIGNED = re.compile(
    r"""(?<![\w$.])([A-Za-z_$][\w$]{0,60})\s{0,5}[=:]\s{0,5}(?:parseInt\()?(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|(\d{1,9}))"""
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


def assignments(script: str) -> dict[str, Value]:
    """The numbers and strings a script assigns to names, the last assignment winning."""
    found: dict[str, Value] = {}
    for match in _ASSIGNED.finditer(script):
        text = match[2] if match[2] is not None else match[3]
        found[match[1]] = int(match[4]) if match[4] else text
    return found


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
