"""The measures of a section's pages that are kept with a run."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from archive.measures import ARTICLE, FIELDS, PageSeen


def measured(pages: Sequence[PageSeen]) -> dict[str, Any]:
    """Of new pages how many there are, how many have each field, how long they are; of known ones what they lost."""
    read = [page for page in pages if ARTICLE in page.has]
    new = [page for page in read if page.had is None]
    known = [page for page in read if page.had is not None]
    return {
        "read": len(new),
        "with": {name: sum(name in page.has for page in new) for name in FIELDS},
        "length": median(page.length for page in new) if new else None,
        "newest": max((page.published for page in read if page.published), default=None),
        "again": len(known),
        "lost": {name: count for name in FIELDS if (count := sum(_lost(page, name) for page in known))},
        "unread": len(pages) - len(read),
    }


def _lost(page: PageSeen, name: str) -> bool:
    return page.had is not None and name in page.had and name not in page.has
