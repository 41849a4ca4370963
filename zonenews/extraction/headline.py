"""The 头条 of a list: an article set apart above the rows, in a heading of its own."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from zonenews.extraction.anchors import Anchor
from zonenews.extraction.groups import Group, Row

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_MOST = 3
_LEVELS = 5
_SURELY_ARTICLE = 1.6
_SHORTEST = 8


def headlines(group: Group, found: Iterable[Anchor], shape: str) -> list[Row]:
    """The rows above the list whose links stand in headings and are built like the list's own."""
    listed = {anchor.url for row in group.rows for anchor in row.anchors}
    above = set(_before(group.containers[0]))
    rows: dict[Any, Row] = {}
    for anchor in found if above else ():
        if anchor.shape != shape or anchor.url in listed or len(anchor.text) < _SHORTEST:
            continue
        lineage = list(islice(anchor.element.iterancestors(), _LEVELS))
        place = next((element for element in lineage if element in above), None)
        if place is not None and any(element.tag in _HEADINGS for element in lineage):
            rows.setdefault(place, Row(place, [])).anchors.append(anchor)
    kept = [row for row in rows.values() if len(row.anchors) == 1 and row.best.value >= _SURELY_ARTICLE / 2]
    return kept if len(kept) <= _MOST else []


def _before(container: Any) -> Iterator[Any]:
    """The few elements before a list, beside it or beside its block."""
    parent = container.getparent()
    for element in (container, parent):
        if element is not None and element.tag not in ("body", "td", "html"):
            yield from islice(element.itersiblings("div", "dl", "section", *_HEADINGS, preceding=True), 4)
