"""Texts that others wrote may hold characters that steer a terminal, or the order in which a line is read."""

import re

_STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with such characters written out, as `\\x1b`; line feeds and tabs stay."""
    return _STEERS.sub(lambda found: _written_out(ord(found[0])), text)


def visible_json(text: str) -> str:
    """JSON that says the same with such characters written out, as `\\u009b`."""
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _written_out(number: int) -> str:
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
