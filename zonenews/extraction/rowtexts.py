"""The texts of a row outside its link, and those between it and its neighbours, where lists print dates."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from zonenews.extraction.anchors import Anchor
from zonenews.extraction.groups import Group, Row
from zonenews.extraction.rowdates import LOOSE

_BESIDE = 6
_LISTS = frozenset({"ul", "ol", "table", "script", "form"})


def dates_precede(group: Group) -> bool:
    """Whether dates stand between the rows, each before its row: one before the first row, none behind the last."""
    own = {row.element for row in group.rows}
    before = _texts_beside(group.rows[0].element, own, backwards=True)
    behind = _texts_beside(group.rows[-1].element, own, backwards=False)
    return any(map(LOOSE.search, before)) and not any(map(LOOSE.search, behind))


def texts_outside(row: Row, anchor: Anchor, own: set[Any], *, backwards: bool) -> list[str]:
    """The texts of a row outside its link, then those between it and the next row, or the one before."""
    texts: list[str] = []
    _collect(row.element, anchor.element, texts)
    return texts + _texts_beside(row.element, own, backwards=backwards)


def _texts_beside(element: Any, own: set[Any], *, backwards: bool) -> list[str]:
    """The texts between a row and its neighbour among the rows, at most a few elements of them."""
    texts: list[str] = []
    for _ in range(_BESIDE):
        if not backwards:
            texts.append(element.tail or "")
        parent = element.getparent()
        element = element.getprevious() if backwards else element.getnext()
        if element is None and backwards and parent is not None:
            texts.append(parent.text or "")
        if element is None or element in own or element.tag in _LISTS:
            break
        if isinstance(element.tag, str):
            _collect(element, None, texts)
        if backwards:
            texts.append(element.tail or "")
    return texts


def _collect(element: Any, skipped: Any, texts: list[str]) -> None:
    """The texts under an element but for one branch, up to a bound."""
    branch = set(islice(skipped.iter(), 200)) if skipped is not None else ()
    for inner in islice(element.iter(), 200):
        inside = inner in branch and inner is not element
        if isinstance(inner.tag, str) and inner.tag not in ("script", "style") and inner.text and not inside:
            texts.append(inner.text)
        if inner is not element and inner.tail and not (inside and inner is not skipped):
            texts.append(inner.tail)


def lineage(element: Any, top: Any) -> Iterator[Any]:
    """An element and those around it, up to `top` or a dozen."""
    for _ in range(12):
        yield element
        if element is top or element is None:
            return
        element = element.getparent()
