"""Reads the pictures of a body: their address, their caption, and how many paragraphs stand before each."""

import re
from itertools import islice
from typing import Any

from zonenews.extraction.blocks import Mark
from zonenews.extraction.hrefs import forward
from zonenews.extraction.page import Page
from zonenews.extraction.results import Image
from zonenews.extraction.text import clean

_ATTRIBUTES = ("data-src", "data-original", "data-lazy-src", "data-url", "_src", "original", "oldsrc", "src")
_ICON = re.compile(
    r"/icons?[/_]|icon_|file_?type|/fileTypeImages/|qrcode|erweima|ewm\.|/share|spacer\.gif|blank\.gif|loading\.gif|dzjg|/jiucuo|\bred\.png|/logo",
    re.I,
)
_FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp)$", re.I)
_MOST_IN_FIGURE = 20
_PIXELS = re.compile(r"^\s*(\d+)(?:px)?\s*$")


def read_images(marks: list[Mark], page: Page, counts: list[int], start: int) -> tuple[tuple[Image, ...], bool]:
    """The pictures in order, and whether some had to be left out because their address is a file on somebody's disk."""
    images: list[Image] = []
    captions: dict[Any, str] = {}
    broken = False
    for mark in marks:
        address = _address(mark.element)
        if address.lower().startswith("file:"):
            broken = True
        elif address and not _is_icon(mark.element, address) and (url := page.resolve(address)):
            before = counts[min(mark.index - start + mark.inside, len(counts) - 1)]
            images.append(Image(url, _caption(mark.element, captions), before))
    return tuple(images), broken


def _address(element: Any) -> str:
    for name in _ATTRIBUTES:
        value = (element.get(name) or "").strip()
        if value and not value.lower().startswith(("data:", "javascript:", "about:", "#")):
            return forward("".join(value.split("\n")))
    return ""


def _is_icon(element: Any, address: str) -> bool:
    sizes = [int(found[1]) for name in ("width", "height") if (found := _PIXELS.match(element.get(name) or ""))]
    return _ICON.search(address) is not None or (bool(sizes) and min(sizes) <= 32)


def _caption(element: Any, captions: dict[Any, str]) -> str | None:
    """The text that names the picture; a file's name does not."""
    text = _figure_caption(element, captions) or clean(element.get("alt") or "") or clean(element.get("title") or "")
    return None if not text or text.isascii() or _FILE_NAME.search(text) else text


def _figure_caption(element: Any, captions: dict[Any, str]) -> str:
    """The caption of the figure that the picture is in; `captions` remembers those of figures of several pictures."""
    figure = next((parent for parent in islice(element.iterancestors(), 3) if parent.tag == "figure"), None)
    if figure is None:
        return ""
    if figure not in captions:
        caption = figure.find("figcaption") if len(figure) <= _MOST_IN_FIGURE else None
        captions[figure] = "" if caption is None else clean("".join(caption.itertext()))
    return captions[figure]
