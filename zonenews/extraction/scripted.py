"""Reads a value that an inline script or a hidden field holds, where the printed place for it was left empty."""

import re

_NAMES = {
    "source": r"source(?:name)?|laiyuan|ly|news_?source|article_?source|content_?source|docsource",
    "published": r"pub(?:lish)?_?(?:time|date)|fbsj|fbrq|doc_?pub_?(?:time|date)|article_?(?:time|date)|shijian",
}
_ASSIGNED = {
    field: re.compile(
        rf"(?<![\w.$-])(?:{names})\s{{0,4}}[=:]\s{{0,4}}(?P<quote>[\"'])(?P<value>[^\"'<>\n]{{1,60}})(?P=quote)", re.I
    )
    for field, names in _NAMES.items()
}
_HIDDEN = {field: re.compile(rf"^(?:{names})$", re.I) for field, names in _NAMES.items()}
_LONGEST_SCRIPT = 20_000


def scripted_value(root: object, field: str) -> str | None:
    """The value of `field` (source, published) in a script's simple assignment or in a hidden field."""
    for script in root.iter("script"):  # type: ignore[attr-defined]
        text = script.text
        if text and len(text) <= _LONGEST_SCRIPT and (found := _ASSIGNED[field].search(text)):
            return str(found["value"])
    for element in root.iter("input"):  # type: ignore[attr-defined]
        if (element.get("type") or "").lower() == "hidden" and _HIDDEN[field].match(
            element.get("name") or element.get("id") or ""
        ):
            return element.get("value") or None
    return None
