"""What a reader sees of an element: its text, or nothing where it is hidden."""

import re
from typing import Any

_HIDDEN = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.I)


def short_text(element: Any, limit: int = 500) -> str:
    """The visible text of an element up to a limit, blanks folded, so that no nesting makes it slow."""
    if not len(element) and isinstance(element.tag, str):
        return " ".join((element.text or "").split())[:limit]
    parts: list[str] = []
    size = 0
    for steps, text in enumerate(element.itertext()):
        parts.append(text)
        size += len(text)
        if size > limit or steps > limit:
            break
    return " ".join("".join(parts).split())[:limit]


def is_hidden(element: Any) -> bool:
    """Whether the element's own style or attribute hides it."""
    return "hidden" in element.attrib or _HIDDEN.search((element.get("style") or "")[:300]) is not None
