"""Finds a list page's article rows: the group of sibling links that looks most like a list of articles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from zonenews.extraction.anchors import Anchor, anchors, is_read_on
from zonenews.extraction.groups import Group, Row, dated_elements, groups
from zonenews.extraction.headline import headlines
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.results import Link
from zonenews.extraction.rowdates import row_date
from zonenews.extraction.rowtexts import dates_precede, lineage, texts_outside
from zonenews.extraction.rowtitles import is_pinned, row_title
from zonenews.extraction.splitlists import are_sections, joined, pieces
from zonenews.extraction.surroundings import Surroundings
from zonenews.extraction.visible import is_hidden

_LEAST_QUALITY = 0.25
_LEAST_UNSURE = 0.8
_CONSIDERED = 60
_DEEPEST = 40
_AS_GOOD = 0.9
_MAIN = 1.0


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows found, and where: `path` names their place in the page, `others` marks where else links stand.

    `members` are the rows with all their links, hidden and repeated ones among them; they are `aside` where they stand
    as menus and side bars do.
    """

    links: tuple[Link, ...] = ()
    path: str = ""
    others: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()
    members: tuple[Row, ...] = ()
    aside: bool = False


def find_rows(page: ListPage, name: str = "") -> Rows:
    """The rows of the page's main list; none where nothing looks like one. The section's `name` may head the list."""
    found = list(anchors(page))
    candidates = groups(found, dated_elements(page.elements))[:_CONSIDERED]
    surroundings = Surroundings(page, candidates, name)
    group = _best(_possible(candidates, page), surroundings)
    if group is None:
        return Rows()
    path = group.path
    parts = pieces(group, candidates)
    sections = are_sections(parts)
    if sections and (surroundings.has_pager(group) or surroundings.is_headed(group)):
        parts, sections = [group], False
    whole = joined(parts) if len(parts) > 1 else group
    if not sections:
        whole.rows[:0] = headlines(whole, found, _usual_shape(whole))
    others = {place_mark(other.path) for other in candidates if other.path != path}
    flags = ("several_sections",) if sections else ()
    aside = surroundings.weight(group) < _MAIN
    return Rows(tuple(_links(whole)), path, tuple(sorted(others)), flags, tuple(whole.rows), aside)


def rows_of(page: ListPage, elements: Iterable[Any]) -> Rows:
    """The rows in elements that somebody else chose, such as a profile's selector."""
    chosen = dict.fromkeys(elements)
    members: dict[Any, list[Anchor]] = {element: [] for element in chosen}
    for anchor in anchors(page):
        element = anchor.element
        for _ in range(_DEEPEST):
            if element is None or element in chosen:
                break
            element = element.getparent()
        if element in members:
            members[element].append(anchor)
    rows = [Row(element, links) for element, links in members.items() if links]
    group = Group(list(dict.fromkeys(row.element.getparent() for row in rows)), rows)
    return Rows(tuple(_links(group)), group.path) if rows else Rows()


def place_mark(path: str) -> int:
    """A short mark for a place in a page, to know it again on the next one."""
    return crc32(path.encode("utf-8", "replace"))


def _possible(candidates: list[Group], page: ListPage) -> list[Group]:
    """The groups in the place where the page before had its rows; without them, those in places that page did not have.

    A page past the end still has its menus and side bars, and their links are no rows.
    """
    known, others = page.cursor.get("rows"), set(page.cursor.get("others", ()))
    same = [group for group in candidates if known and group.path == known]
    return same or [group for group in candidates if place_mark(group.path) not in others]


def _best(candidates: list[Group], surroundings: Surroundings) -> Group | None:
    weighed = [(group.quality * surroundings.weight(group), -place, group) for place, group in enumerate(candidates)]
    quality, _, best = max(weighed, key=lambda entry: entry[:2], default=(0.0, 0, None))
    if best is None or quality < (_LEAST_QUALITY if best.is_sure else _LEAST_UNSURE):
        return None
    return _around(best, candidates)


def _around(group: Group, candidates: list[Group]) -> Group:
    """The list whose one row a group of a single row is part of, if there is such a list; else the group."""
    if len(group.rows) > 1:
        return group
    around = set(lineage(group.rows[0].element, None))
    for other in candidates:
        if other.quality < group.quality * _AS_GOOD:
            break
        if len(other.rows) > 1 and any(row.element in around for row in other.rows):
            return other
    return group


def _links(group: Group) -> Iterator[Link]:
    """One link a row, in page order, none twice; hidden and empty rows are left out."""
    seen: set[str] = set()
    hidden = sum(1 for row in group.rows if is_hidden(row.element))
    shape = _usual_shape(group)
    own = {row.element for row in group.rows}
    backwards = dates_precede(group)
    for row in group.rows:
        if is_hidden(row.element) and hidden * 2 < len(group.rows):
            continue
        anchor = _article_anchor(row, shape)
        title = row_title(row, anchor)
        if title and anchor.url not in seen and not is_hidden(anchor.element):
            seen.add(anchor.url)
            texts = texts_outside(row, anchor, own, backwards=backwards)
            date = row_date(texts, anchor.text, anchor.url)
            yield Link(anchor.url, title, date, is_pinned(row))


def _usual_shape(group: Group) -> str:
    counts: dict[str, int] = {}
    for row in group.rows:
        for shape in {anchor.shape for anchor in row.anchors if anchor.value > 0}:
            counts[shape] = counts.get(shape, 0) + 1
    best = [row.best.shape for row in group.rows]
    return max(best, key=lambda shape: counts.get(shape, 0))


def _article_anchor(row: Row, shape: str) -> Anchor:
    """The row's link to its article: most like an article, of the list's usual form, with the longest words."""
    return max(
        row.anchors,
        key=lambda anchor: (anchor.likeness, anchor.shape == shape, not is_read_on(anchor.text), len(anchor.text)),
    )
