"""Lists split over several blocks: pieces of one list are joined, blocks of several sections are told apart."""

from collections.abc import Iterator
from typing import Any

from zonenews.extraction.anchors import MORE
from zonenews.extraction.groups import Group
from zonenews.extraction.rowdates import LOOSE
from zonenews.extraction.visible import is_hidden, short_text

_LISTS = frozenset({"ul", "ol", "dl", "table", "tbody", "script", "style", "a"})


def pieces(group: Group, candidates: list[Group]) -> list[Group]:
    """The groups built like this one and two levels under the same element, itself among them, in page order."""
    above = _above(group)
    if above is None or len(group.containers) > 1:
        return [group]
    # the lists of closed tabs are other lists
    shown = not _is_closed(group)
    same = [
        other for other in candidates if other is group or (_is_like(group, other) and shown is not _is_closed(other))
    ]
    order = {child: place for place, child in enumerate(above)}
    return sorted(same, key=lambda other: order.get(other.containers[0].getparent(), 0))


def _is_like(group: Group, other: Group) -> bool:
    """Whether another group stands in the same place of a neighbouring block, with rows built the same way."""
    if len(other.containers) > 1 or other.path != group.path or _above(other) is not _above(group):
        return False
    return _form(other) == _form(group) and 0.5 < other.quality_per_row / (group.quality_per_row or 1) < 2


def are_sections(found: list[Group]) -> bool:
    """Whether the pieces are blocks of different sections: they have headings of their own, or links to more."""
    headed = sum(1 for group in found if any(_is_heading(element) for element in _block_rest(group)))
    return headed * 2 > len(found) and headed > 1


def joined(found: list[Group]) -> Group:
    """The pieces as one list."""
    return Group([group.containers[0] for group in found], [row for group in found for row in group.rows])


def _form(group: Group) -> list[str]:
    """What a row of the group is made of."""
    return [child.tag for child in group.rows[len(group.rows) // 2].element.iterchildren("*")][:8]


def _is_closed(group: Group) -> bool:
    container = group.containers[0]
    parent = container.getparent()
    return is_hidden(container) or (parent is not None and is_hidden(parent))


def _above(group: Group) -> Any | None:
    parent = group.containers[0].getparent()
    return parent.getparent() if parent is not None else None


def _block_rest(group: Group) -> Iterator[Any]:
    """What stands in the group's block before its rows."""
    element = group.containers[0].getprevious()
    for _ in range(4):
        if element is None:
            return
        if isinstance(element.tag, str):
            yield element
        element = element.getprevious()


def _is_heading(element: Any) -> bool:
    if element.tag in _LISTS:
        return False
    text = short_text(element, 60)
    links = [short_text(link, 20) for _, link in zip(range(4), element.iter("a"), strict=False)]
    if any(MORE.fullmatch(link) for link in links):
        return True
    return 1 < len(text) <= 16 and not LOOSE.search(text) and not any(letter.isdigit() for letter in text)
