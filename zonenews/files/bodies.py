"""Tells a file from what servers send in its place: error pages, messages, nothing. Looks at the first bytes only."""

import re

_BEGINS_AS_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|!--|html|head|body|meta|title|script|center)", re.I
)
_OFFICE = b"schemas-microsoft-com:office"  # Word and Excel save HTML under .doc and .xls
_TEXT_TYPES = re.compile(r"\s*(?:text/html|application/(?:xhtml\+xml|json)|text/json)\b", re.I)
_FILES_OF_TEXT = (b"%PDF-", b"{\\rtf", b"<svg", b"<?xml")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 4096


def trouble_with(body: bytes, content_type: str | None) -> str | None:
    """Why the answer to a request for a file is none, in words; None where it is one, as far as can be seen."""
    head = body[:_HEAD]
    if not body:
        return "the answer is empty"
    if _BEGINS_AS_HTML.match(head):
        return None if _OFFICE in head else "a web page came in its place"
    as_text = _TEXT_TYPES.match(content_type or "") and not head.lstrip().startswith(_FILES_OF_TEXT)
    return "a message came in its place" if as_text and not _BINARY.search(head) else None
