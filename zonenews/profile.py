"""What a site may override, as plain data; every field but a section's URL is optional."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from zonenews.manners.hours import hours_problem
from zonenews.profile_checks import (
    charset_problem,
    drawn_problem,
    file_kind_problem,
    file_size_problem,
    fingerprint_problem,
    headers_problem,
    host_problem,
    selector_problem,
    text_problem,
    tls_problem,
    twins_problem,
    url_problem,
    urls_problem,
)


class ProfileError(ValueError):
    """A profile cannot be meant as it is written; the message names the field and says what is wrong."""


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
                raise ProfileError(f"Api.{name}: {getattr(self, name)!r} {why}")


@dataclass(frozen=True, slots=True)
class Profile:
    """One site's exceptions to the general rules; `docs/profile.md` explains each field.

    `hosts` are further hosts that belong to the site; the CSS selectors replace a rule where a page resists it. The
    pages that `drawn` names are drawn by a browser before they are read. `tls`
    is the old version a host needs, by name; `certificates` are the SHA-256 fingerprints of those that are taken
    although they cannot be verified. `files` are the kinds of files that are kept, none larger than `files_mb`
    megabytes. `hours` are when it may be crawled, in Beijing time. `checked` is the day somebody last held the profile
    against the live site.
    Raises ProfileError where a field makes no sense.
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
    drawn: tuple[Literal["lists", "articles"], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    tls: str | None = None
    certificates: tuple[str, ...] = ()
    files: tuple[Literal["images", "attachments"], ...] = ()
    files_mb: int = 20
    hours: tuple[str, str] | None = None
    checked: date | None = None

    def __post_init__(self) -> None:
        for name, trouble in _problems(self):
            raise ProfileError(f"Profile.{name}: {trouble}")


_CHECKS: Mapping[str, Callable[[Any], str | None]] = {
    "zone": text_problem,
    "charset": charset_problem,
    **dict.fromkeys(("title", "source", "published", "body", "rows", "next"), selector_problem),
    "headers": headers_problem,
    "tls": tls_problem,
    "files_mb": file_size_problem,
    "hours": hours_problem,
    "api": lambda value: None if isinstance(value, Api) else f"{value!r} is no Api",
    "checked": lambda value: None if type(value) is date else f"{value!r} is no datetime.date",
}


def _problems(profile: Profile) -> Iterator[tuple[str, str]]:
    """The fields that make no sense, each with what is wrong."""
    for name, check in _CHECKS.items():
        value = getattr(profile, name)
        if value is not None and (trouble := check(value)):
            yield name, trouble
    yield from _tuple_problems("sections", profile.sections, _section_problem)
    yield from _tuple_problems("hosts", profile.hosts, host_problem)
    yield from _tuple_problems("certificates", profile.certificates, fingerprint_problem)
    yield from _tuple_problems("files", profile.files, file_kind_problem)
    yield from _tuple_problems("drawn", profile.drawn, drawn_problem)
    for name, trouble in (
        ("sections", urls_problem(section.url for section in profile.sections)),
        ("hosts", twins_problem(profile.hosts)),
        ("api", _api_problem(profile)),
        ("drawn", _drawn_lists_problem(profile)),
    ):
        if trouble:
            yield name, trouble


def _tuple_problems(name: str, values: Any, check: Callable[[Any], str | None]) -> Iterator[tuple[str, str]]:
    if not isinstance(values, tuple):
        yield name, f"{values!r} is no tuple; a tuple of one ends with a comma: (…,)"
        return
    for value in values:
        if trouble := check(value):
            yield name, trouble


def _section_problem(section: Any) -> str | None:
    if not isinstance(section, Section):
        return f"{section!r} is no Section(url, name)"
    named = None if section.name is None else text_problem(section.name)
    return url_problem(section.url) or named


def _api_problem(profile: Profile) -> str | None:
    if profile.api is None:
        alone = next((section.url for section in profile.sections if section.params), None)
        return f"is missing, but the section {alone} has params for it" if alone else None
    beside = next((name for name in ("rows", "next") if getattr(profile, name)), None)
    return f"reads the lists, so {beside!r} beside it has no effect" if beside else None


def _drawn_lists_problem(profile: Profile) -> str | None:
    drawn = profile.api is not None and "lists" in profile.drawn
    return "names 'lists', which the api beside it reads without a browser" if drawn else None
