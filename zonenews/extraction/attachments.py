"""Reads the attachments: files that an article links, known by extension or by download handler."""

import re
from typing import Any
from urllib.parse import unquote

from zonenews.extraction.blocks import Mark
from zonenews.extraction.hrefs import forward
from zonenews.extraction.page import Page, path_of
from zonenews.extraction.results import Attachment
from zonenews.extraction.text import clean

_EXTENSIONS = "pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|zip|rar|7z|txt|csv|rtf|ceb"
_FILE = re.compile(rf"\.(?:{_EXTENSIONS})(?:$|[?#])", re.I)
_LONGEST = 2000
_EXTENSION = 6  # an extension has no more characters, its dot among them
_PAGES = ("/", "html", "htm", "#", ";")  # how most links end that are none
_HANDLER = re.compile(
    r"downfile\.jsp|download\.jsp|downloadattach|attachment\.jspx|/attachdown|[?&]fileid=|[?&]wbfileid=|filedownload|downloadfile|/download/?\?|"
    rf"[?&](?:file|filename|url)=[^&?#]{{1,300}}\.(?:{_EXTENSIONS})(?:&|$)",
    re.I,
)
# An address inside a script call, and one that a viewer in a frame is given.
_QUOTED = re.compile(rf"[\"']([^\"'\\]{{1,300}}\.(?:{_EXTENSIONS}))[\"']", re.I)
_VIEWED = re.compile(r"[?&](?:file|url|src)=([^&#]{1,400}+)(?:$|[&#])", re.I)
_PREFIX = re.compile(
    r"^(?:附\s?件|附\s?表|相关附件)?\s?(?:[\d一二三四五六七八九十]{1,2}(?:-\d{1,2})?)?\s?[：:.、\-]\s?"
)


def is_attachment(address: str) -> bool:
    """Whether a link's address is that of a file to keep."""
    if len(address) > _LONGEST or address.endswith(_PAGES):
        return False
    return (_FILE.search(address) or _HANDLER.search(address)) is not None


def read_attachments(links: list[Mark], frames: list[Mark], page: Page) -> tuple[Attachment, ...]:
    """The attachments in page order, each address once."""
    found: dict[str, str] = {}
    for mark in sorted([*links, *frames], key=lambda mark: mark.index):
        address = _address(mark.element)
        if address and is_attachment(address) and (url := page.resolve(address)):
            found[url] = found.get(url) or _name(mark.element, url)
    return tuple(Attachment(url, name) for url, name in found.items())


def _address(element: Any) -> str:
    """Where the file is: the link's address, a viewer's `file=`, or what a click opens."""
    address = forward("".join((element.get("href") or element.get("src") or element.get("data") or "").split()))
    if address.lower().startswith(("javascript:", "#")) or not address:
        found = _QUOTED.search((element.get("onclick") or "")[:500] or address[:500])
        return found[1] if found else ""
    viewed = (found[1] for found in _VIEWED.finditer(address[:_LONGEST]))
    if file := next((value for value in viewed if _FILE.search(value[-_EXTENSION:])), None):
        return unquote(file)
    return "" if address.lower().startswith(("mailto:", "file:", "data:")) else address


def _name(element: Any, url: str) -> str:
    """What the reader sees, else the link's title, else the file's own name."""
    seen = _PREFIX.sub("", clean("".join(element.itertext())), count=1) if element.tag == "a" else ""
    return seen or clean(element.get("title") or "") or clean(unquote(path_of(url).rsplit("/", 1)[-1])) or url
