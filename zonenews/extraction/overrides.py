"""Applies a profile's CSS selectors where a page resists the general rules."""

from typing import Any

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from zonenews.extraction.blocks import Outline
from zonenews.extraction.body import Span
from zonenews.extraction.dates import Stamp, parse_date
from zonenews.extraction.findings import Finding
from zonenews.extraction.labels import parse_labels, value_text
from zonenews.extraction.page import Page
from zonenews.extraction.text import clean, flatten
from zonenews.profile import Profile

RULE = "profile"


def selected(page: Page, selector: str | None) -> Any:
    """The first element that a selector names; None where there is none or it is no selector."""
    if not selector:
        return None
    try:
        return next(iter(CSSSelector(selector, translator="html")(page.root)), None)
    except SelectorError:
        return None


def override_body(page: Page, outline: Outline, profile: Profile) -> Span | None:
    """The body that the profile names."""
    element = selected(page, profile.body)
    region = next((region for region in outline.regions if region.element is element), None)
    return None if element is None or region is None else Span(region.start, region.end, RULE, 1.0, region, closed=True)


def override_text(page: Page, selector: str | None, *, label: bool = False) -> Finding[str] | None:
    """The text that the profile names; with `label`, only what stands behind a label in it."""
    element = selected(page, selector)
    if element is None:
        return None
    line = flatten(element.itertext())
    found = parse_labels(line) if label else []
    value = value_text(found[0].value if found else line) if label else clean(" ".join(element.itertext()))
    return Finding(value, RULE, 1.0) if value else None


def override_published(page: Page, selector: str | None) -> Finding[Stamp] | None:
    """The date that the profile names."""
    element = selected(page, selector)
    stamp = None if element is None else parse_date(flatten(element.itertext()))
    return Finding(stamp, RULE, 1.0) if stamp else None
