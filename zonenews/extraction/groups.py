"""Groups of siblings that hold links: the candidates for a page's list of articles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from zonenews.extraction.anchors import Anchor
from zonenews.extraction.rowdates import LOOSE

_CHANGING = re.compile(r"[\d\s]+")
_LEVELS = 7
_MOST_LINKS_A_ROW = 12
_MOST_GROUPS = 3000  # where there are more, one of a single row is none
_GENERIC = frozenset({"html", "body", "form"})
# decides between an element and those around it that hold nothing else
_ROW_TAGS = frozenset({"li", "tr", "dt", "dd", "article"})
# where lists that part day and month print the day alone
_DAY_TAGS = frozenset({"b", "i", "em", "strong", "span", "p", "h3", "h4", "h5", "time"})


@dataclass(slots=True, eq=False)
class Row:
    """A candidate row: its element and the links in it."""

    element: Any
    anchors: list[Anchor]

    @property
    def best(self) -> Anchor:
        """The link that looks most like an article's."""
        if len(self.anchors) == 1:
            return self.anchors[0]
        return max(self.anchors, key=lambda anchor: anchor.value)


@dataclass(slots=True, eq=False)
class Group:
    """Sibling rows of one tag; `containers` hold them; `is_sure` where most have a date or an article's address."""

    containers: list[Any]
    rows: list[Row]
    quality: float = 0.0
    quality_per_row: float = 0.0
    is_sure: bool = False
    _path: str | None = None

    @property
    def path(self) -> str:
        """Where the group stands in its page, without what changes from page to page."""
        if self._path is None:
            self._path = f"{element_path(self.containers[0])}>{self.rows[0].element.tag}"
        return self._path


def groups(found: Iterable[Anchor], dated: set[Any]) -> list[Group]:
    """Every group of siblings holding links, best quality first."""
    nests: dict[tuple[Any, ...], dict[Any, list[Anchor]]] = {}
    for anchor in found:
        for key, row in _places(anchor.element):
            links = nests.setdefault(key, {}).setdefault(row, [])
            if len(links) > _MOST_LINKS_A_ROW:
                break  # what stands around it holds too many as well
            links.append(anchor)
    least = 1 if len(nests) < _MOST_GROUPS else 2
    built = [_group(key, rows, dated) for key, rows in nests.items() if len(rows) >= least]
    return sorted((group for group in built if group is not None), key=lambda group: -group.quality)


def dated_elements(elements: Iterable[Any]) -> set[Any]:
    """The elements in which something like a date is printed, and those around them."""
    marked: set[Any] = set()
    for element in elements:
        if element.text and element.tag not in ("script", "style") and LOOSE.search(element.text[:300]):
            _mark(element, marked)
        if element.tail and LOOSE.search(element.tail[:300]):
            _mark(element.getparent(), marked)
        if element.tag in _DAY_TAGS and element.text and element.text.strip().isdigit():
            _mark(element.getparent(), marked, levels=0)
    return marked


def element_path(element: Any) -> str:
    """The tags, ids and classes from an element up, digits left out."""
    parts: list[str] = []
    while element is not None and element.tag not in _GENERIC and len(parts) < 8:
        names = f"#{element.get('id') or ''}.{element.get('class') or ''}"
        parts.append(element.tag + _CHANGING.sub("", names[:80]))
        element = element.getparent()
    return "<".join(parts)


def _mark(element: Any, marked: set[Any], levels: int = 4) -> None:
    for _ in range(levels + 1):
        if element is None:
            return
        marked.add(element)
        element = element.getparent()


def _places(element: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The (group, row) pairs an element's link belongs to: one a level, and one where rows are split over siblings."""
    for level in range(_LEVELS):
        parent = element.getparent()
        if parent is None:
            return
        yield (parent, element.tag), element
        grandparent = parent.getparent()
        if grandparent is not None and level < 4:
            yield (grandparent, parent.tag, element.tag), element
        element = parent


def _group(key: tuple[Any, ...], members: dict[Any, list[Anchor]], dated: set[Any]) -> Group | None:
    elements = [element for element, links in members.items() if len(links) <= _MOST_LINKS_A_ROW]
    containers = list(dict.fromkeys(element.getparent() for element in elements))
    if not elements or (len(key) == 3 and len(containers) < 2):
        return None
    rows = [Row(element, members[element]) for element in elements]
    group = Group(containers, rows)
    favour = 1.05 if rows[0].element.tag in _ROW_TAGS else 1.0
    group.quality = _quality(group, dated) * favour * (0.97 if len(key) == 3 else 1)
    return group


def _quality(group: Group, dated: set[Any]) -> float:
    """How much the rows look like articles: length of titles, form of addresses, dates beside them."""
    bests = [row.best for row in group.rows]
    dates = _dates(group, dated)
    marked = sum(1 for row, best in zip(group.rows, bests, strict=True) if row.element in dated or best.likeness > 1)
    group.is_sure = dates or marked * 2 >= len(group.rows)
    values = [
        best.value * (2 if row.element in dated or dates else min(1.0, len(best.text) / 16)) / _distinct(row, best)
        for row, best in zip(group.rows, bests, strict=True)
    ]
    group.quality_per_row = float(sum(values) / len(values))
    # the number of rows counts little: a list may have one, a menu sixty
    return float(group.quality_per_row * _effective(values) ** 0.35 * _purity(bests))


def _effective(values: list[float]) -> float:
    return float(sum(min(1.0, value * 2) for value in values))


def _dates(group: Group, dated: set[Any]) -> bool:
    """Whether dates stand beside the rows, between them, as in `dt` and `dd` or links parted by `br`."""
    if group.rows[0].element in dated or len(group.containers) > 1:
        return False
    rows = {row.element for row in group.rows}
    between = sum(
        1
        for child in islice(group.containers[0], 300)
        if (child not in rows and child in dated) or LOOSE.search((child.tail or "")[:300])
    )
    return between * 2 >= min(len(group.rows), 150)


def _distinct(row: Row, best: Anchor) -> int:
    """How many articles the row seems to hold: one, unless it is a block of them."""
    if len(row.anchors) == 1:
        return 1
    return len({anchor.url for anchor in row.anchors if anchor.value >= best.value * 0.6}) or 1


def _purity(bests: list[Anchor]) -> float:
    counts: dict[str, int] = {}
    for best in bests:
        counts[best.shape] = counts.get(best.shape, 0) + 1
    offsite = counts.pop("offsite", 0)
    return 0.5 + 0.5 * (max(counts.values(), default=0) + offsite) / len(bests)
