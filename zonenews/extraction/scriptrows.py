"""Puts the rows that scripts would draw into the tree: `document.write` and arrays of article objects."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from zonenews.extraction.jsontext import script_objects, unescape
from zonenews.extraction.page import read_page
from zonenews.extraction.pagers.calls import each_assignment
from zonenews.extraction.records import Record, read_records

_WRITE = re.compile(r"document\s{0,3}\.\s{0,3}write(?:ln)?\s{0,3}\(")
_PIECE = re.compile(
    r"""\s{0,20}(?:"((?:[^"\\]|\\.){0,20000})"|'((?:[^'\\]|\\.){0,20000})'|([A-Za-z_$][\w$]{0,60}))\s{0,20}([+)]?)""",
    re.S,
)
_LISTED = re.compile(r"""(?:url|href|link|path)s?["']?\s{0,5}:\s{0,5}["']""", re.I)
_MOST_SCRIPT = 3_000_000


def draw_scripts(root: Any, url: str) -> None:
    """Inserts behind each script what it writes, so that rows are read in their place."""
    for script in [element for element in root.iter("script") if element.text]:
        text = script.text[:_MOST_SCRIPT]
        drawn = _written(text) if "document" in text and "write" in text else ""
        if "href" not in drawn.lower() and _LISTED.search(text):
            records = read_records(script_objects(text))
            drawn = records_html(records) if len(records) > 1 or any(record.date for record in records) else ""
        if drawn:
            _insert_behind(script, drawn, url)


def records_html(records: list[Record]) -> str:
    """Article objects as the list a script would draw."""
    rows = "".join(
        f'<li><a href="{escape(record.href)}" title="{escape(record.title)}">{escape(record.title)}</a>'
        f"<span>{escape(record.date or '')}</span></li>"
        for record in records
    )
    return f'<ul class="records">{rows}</ul>' if rows else ""


def _written(script: str) -> str:
    """What a script's `document.write` calls would write; a call that needs more than plain strings writes nothing."""
    settings = [(found.start, found.end, found) for found in each_assignment(script)]
    variables: dict[str, Any] = {}
    written: list[str] = []
    position = place = 0
    for call in _WRITE.finditer(script):
        while place < len(settings) and settings[place][0] < call.start():
            start, end, setting = settings[place]
            # what looks like a setting within written text is none
            if start >= position:
                variables[setting.name] = setting.value
                position = end
            place += 1
        pieces, position = _arguments(script, call.end(), variables)
        written += pieces
    return "".join(written)


def _arguments(script: str, position: int, variables: Mapping[str, Any]) -> tuple[list[str], int]:
    """The strings one call writes, and where its arguments end."""
    pieces: list[str] = []
    known = True
    while found := _PIECE.match(script, position):
        position = found.end()
        if found[3]:
            known = known and found[3] in variables
            pieces.append(str(variables.get(found[3], "")))
        else:
            pieces.append(unescape(found[1] if found[1] is not None else found[2]))
        if found[4] == ")":
            return (pieces if known else []), position
        if found[4] != "+":
            break
    return [], position


def _insert_behind(script: Any, drawn: str, url: str) -> None:
    body = read_page(f"<html><body>{drawn}</body></html>".encode("utf-8", "replace"), url).root.find("body")
    if body is not None and script.getparent() is not None:
        for element in reversed(list(body)):
            script.addnext(element)
