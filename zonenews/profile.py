"""What a site may override, as plain data; every field but a section's URL is optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A news section 栏目: the address of its first list page, and its name where the page does not tell it."""

    url: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One site's exceptions to the general rules.

    `hosts` are further hosts that belong to the site; the CSS selectors replace a rule where a page resists it.
    """

    zone: str | None = None
    sections: tuple[Section, ...] = ()
    hosts: tuple[str, ...] = ()
    charset: str | None = None
    title: str | None = None
    source: str | None = None
    published: str | None = None
    body: str | None = None
    rows: str | None = None
    next: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
