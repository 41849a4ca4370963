"""Finds the author, the editor and the document number on the info lines around an article."""

import re

from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.infolines import InfoLines
from zonenews.extraction.labels import Kind

_LONGEST = 40
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}\s?[〔\[［（(【]\s?(?:19|20)\d\d\s?[〕\]］）)】]\s?第?\s?\d{1,5}\s?号")


def find_author(info: InfoLines) -> Finding[str]:
    """The author as printed."""
    return _labelled(info, "author")


def find_editor(info: InfoLines) -> Finding[str]:
    """The editor as printed, mostly below the body: 责任编辑 first."""
    return _labelled(info, "editor")


def find_document_number(info: InfoLines, paragraphs: list[str]) -> Finding[str]:
    """The document number 文号: behind its label, else in a line of its own at the body's head."""
    if (found := _labelled(info, "number")).value:
        return found
    for paragraph in paragraphs[:4]:
        if len(paragraph) <= _LONGEST and (number := _NUMBER.fullmatch(paragraph)):
            return Finding(number[0], "own_line", 0.8)
    return missing("no label is printed and no line of the head is a number")


def _labelled(info: InfoLines, kind: Kind) -> Finding[str]:
    entries = sorted(info.of(kind), key=lambda entry: not entry.label.startswith("责任"))
    for entry in entries:
        if (value := entry.value) and len(value) <= _LONGEST:
            return Finding(value, f"label:{entry.label}", 0.9)
    return missing(f"{entries[0].label} is printed with nothing behind it" if entries else "no label is printed")
