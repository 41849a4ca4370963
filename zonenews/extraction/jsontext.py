"""Reads JSON wherever lists hide it: plain, wrapped in a callback, or as literals in a script."""

import json
import re
from collections.abc import Iterator
from typing import Any

_CALLBACK = re.compile(r"^[\s;/*]{0,20}[\w$.]{1,100}\s{0,5}\(\s{0,5}(?=[\[{])")
_OBJECT = re.compile(r"\{([^{}]{8,3000})\}")
_PAIR = re.compile(
    r"""(?<!\w)["']?([A-Za-z_]\w{0,40})["']?\s{0,5}:\s{0,5}(?:"((?:[^"\\]|\\.){0,1000})"|'((?:[^'\\]|\\.){0,1000})'|(\d{1,15}))"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_PLAIN = {"n": "\n", "t": " ", "r": "", "b": "", "f": ""}
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DEEPEST = 8


def parse_json(text: str) -> Any | None:
    """The value of a JSON or JSONP text; None where the text is neither, or is a bare number or string."""
    text = text.strip().lstrip("\ufeff")
    if found := _CALLBACK.match(text):
        text = text[found.end() : text.rfind(")")]
    if not text.startswith(("{", "[")):
        return None
    try:
        value = json.loads(text, strict=False)
        return _without_halves(value) if _HALF.search(text) else value
    except (ValueError, RecursionError):
        return None


def at(value: Any, path: str) -> Any | None:
    """What stands at a dotted path such as `data.results`; numbers index lists; None where nothing does."""
    for part in filter(None, path.split(".")):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def walk(value: Any, depth: int = 0) -> Iterator[Any]:
    """Every value within a value, itself first, down to a bounded depth."""
    yield value
    if depth < _DEEPEST and isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from walk(inner, depth + 1)


def _without_halves(value: Any) -> Any:
    """A value without surrogates that stand alone; servers cut titles within a character."""
    if isinstance(value, dict):
        return {_without_halves(name): _without_halves(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_halves(inner) for inner in value]
    return _SURROGATE.sub("", value) if isinstance(value, str) else value


def script_objects(script: str) -> Iterator[dict[str, Any]]:
    """The innermost object literals of a script, quoted in whatever way."""
    for found in _OBJECT.finditer(script):
        pairs = {pair[1]: _pair_value(pair) for pair in _PAIR.finditer(found[1])}
        if len(pairs) > 1:
            yield pairs


def unescape(literal: str) -> str:
    """A script's string literal, without its quotes, as text."""
    return _ESCAPE.sub(_unescaped, literal) if "\\" in literal else literal


def _pair_value(pair: re.Match[str]) -> str | int:
    if pair[4]:
        return int(pair[4])
    return unescape(pair[2] if pair[2] is not None else pair[3])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        letter = chr(int(code, 16))
        return "" if "\ud800" <= letter <= "\udfff" else letter
    return _PLAIN.get(found[3], found[3])
