"""Finds the author, the editor and the document number on the info lines around an article."""

from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.infolines import InfoLines
from zonenews.extraction.labels import Kind
from zonenews.extraction.metas import Metas

_LONGEST = 40


def find_author(info: InfoLines) -> Finding[str]:
    """The author as printed."""
    return _labelled(info, "author")


def find_editor(info: InfoLines) -> Finding[str]:
    """The editor as printed, mostly below the body: 责任编辑 first."""
    return _labelled(info, "editor")


def find_document_number(info: InfoLines, metas: Metas) -> Finding[str]:
    """The document number 文号 of an official document."""
    return _labelled(info, "number")


def _labelled(info: InfoLines, kind: Kind) -> Finding[str]:
    entries = sorted(info.of(kind), key=lambda entry: not entry.label.startswith("责任"))
    for entry in entries:
        if (value := entry.value) and len(value) <= _LONGEST:
            return Finding(value, f"label:{entry.label}", 0.9)
    return missing(f"{entries[0].label} is printed with nothing behind it" if entries else "no label is printed")
