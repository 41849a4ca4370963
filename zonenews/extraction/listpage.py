"""A list page as the row and pager rules see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zonenews.extraction.buttons import Kind, button_kind
from zonenews.extraction.datastores import Datastore
from zonenews.extraction.hrefs import absolute

if TYPE_CHECKING:
    from zonenews.extraction.rows import Rows

_SKIPPED = frozenset({"script", "style", "noscript", "template"})


@dataclass
class ListPage:
    """One answer of a section: its address, decoded text and tree, and the cursor of the listing before it.

    `answer` is the value of a JSON answer; it is `bare` where the tree holds nothing but rows made from it. `store`
    holds XML records, and `listed` is their tree. `row_count` is set once the rows are read, before the pagers look;
    `found` are the rows of a page that is read as a list, `requests` what its scripts ask for.
    """

    url: str
    base_url: str
    text: str
    root: Any
    cursor: Mapping[str, Any] = field(default_factory=dict)
    answer: Any = None
    bare: bool = False
    store: Datastore | None = None
    listed: Any = None
    row_count: int = 0
    found: "Rows | None" = None
    requests: list[Any] | None = None

    @cached_property
    def elements(self) -> list[Any]:
        """Every element in document order, comments left out."""
        return [element for element in self.root.iter() if isinstance(element.tag, str)]

    @cached_property
    def scripts(self) -> str:
        """The text of all inline scripts, one after the other."""
        return "\n".join(element.text or "" for element in self.elements if element.tag == "script")

    @cached_property
    def buttons(self) -> list[tuple[Any, Kind]]:
        """What looks like a pager's next or previous button, in document order."""
        kinds = ((element, button_kind(element)) for element in self.elements)
        return [(element, kind) for element, kind in kinds if kind is not None]

    @cached_property
    def words(self) -> str:
        """The visible text of the page, blanks folded."""
        parts: list[str] = []
        for element in self.elements:
            if element.tag not in _SKIPPED and element.text:
                parts.append(element.text)
            if element.tail:
                parts.append(element.tail)
        return " ".join(" ".join(parts).split())

    def absolute(self, href: str | None) -> str | None:
        """The address an href of this page means."""
        return absolute(self.base_url, href)
