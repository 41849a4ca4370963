"""What a site may override, as plain data; every field but a section's URL is optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Section:
    """A news section 栏目: the address of its first list page, and its name where the page does not tell it.

    `params` is what the section adds to the parameters of its site's `Api`.
    """

    url: str
    name: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Api:
    """How a site's lists are asked for where a script draws them.

    `params` go into the query, `body` is sent as a form or, with `encoding="json"`, as JSON; a mapping inside a form or
    a query is sent as a JSON string. `page` and `size_field` name the fields for page number and size, with a dot for a
    field of such a mapping (`paramJson.pageNo`); `first` is the first page's number. `rows` is the dotted path to the
    rows of an answer, `html` the one to a piece of HTML that holds them instead; `title`, `link` and `date` are paths
    within a row, `template` builds the address from its fields (`/detail?id={id}`). `total` is the path to a count of
    records or pages.
    """

    url: str
    rows: str = ""
    html: str | None = None
    title: str = "title"
    link: str = "url"
    date: str | None = None
    template: str | None = None
    method: Literal["GET", "POST"] = "GET"
    params: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    encoding: Literal["form", "json"] = "form"
    page: str = "page"
    first: int = 1
    size_field: str | None = None
    size: int = 20
    total: str | None = None
    total_counts: Literal["records", "pages"] = "records"

    def __post_init__(self) -> None:
        checks = (
            ("url", self.url.startswith(("http://", "https://", "/")), "is no http address or path"),
            ("method", self.method in ("GET", "POST"), "is neither GET nor POST"),
            ("encoding", self.encoding in ("form", "json"), "is neither form nor json"),
            ("body", self.body is None or self.method == "POST", "needs method POST"),
            ("page", bool(self.page), "is empty: without it only one page can be asked for"),
            ("first", self.first in (0, 1), "is neither 0 nor 1"),
            ("size", self.size > 0, "is not above 0"),
            ("total_counts", self.total_counts in ("records", "pages"), "is neither records nor pages"),
            ("template", self.template is None or "{" in self.template, "names no field, such as {id}"),
            ("title", bool(self.title) or self.html is not None, "is empty"),
        )
        for name, good, why in checks:
            if not good:
                raise ValueError(f"Api.{name}: {getattr(self, name)!r} {why}")


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
    api: Api | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
