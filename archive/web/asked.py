"""What a reader asks of a search, read from an address and written into one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal, Self, get_args

from archive.errors import ArchiveError
from archive.models import ARTICLE_STATES
from archive.search.finding import Order
from archive.search.narrowing import Narrowed
from archive.web.addresses import address
from archive.web.moments import BEIJING

HITS = 20
LAST_PAGE = 50
_LONGEST = 500
Filter = Literal["site", "section", "source", "year", "state", "since", "until", "archived", "title"]
FILTERS: tuple[Filter, ...] = get_args(Filter)


class Unanswerable(ArchiveError):
    """A parameter cannot be what it is; the message says what it may be."""

    status = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, filters, order and page; empty texts ask for nothing."""

    q: str = ""
    site: str = ""
    section: str = ""
    source: str = ""
    year: str = ""
    state: str = ""
    since: str = ""
    until: str = ""
    archived: str = ""
    title: str = ""
    order: Order = "newest"
    page: int = 1

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Self:
        """What an address asks. Raises Unanswerable."""
        texts = {name: _text(arguments, name) for name in ("q", *FILTERS)}
        if texts["state"] and texts["state"] not in ARTICLE_STATES:
            raise Unanswerable(f"state is one of {', '.join(ARTICLE_STATES)}")
        order: Order = "relevance" if arguments.get("order") == "relevance" else "newest"
        asked = cls(**texts, order=order, page=number(arguments, "page", 1, most=LAST_PAGE))
        _ = asked.narrowed
        return asked

    @property
    def narrowed(self) -> Narrowed:
        """The filters, as the archive takes them; a year and days leave what is in both. Raises Unanswerable."""
        since, until = _day(self.since), _day(self.until)
        if self.year:
            first, last = _day(f"{self.year}-01-01"), _day(f"{self.year}-12-31")
            since, until = max(filter(None, (first, since))), min(filter(None, (last, until)))
        return {
            "site": self.site or None, "section": self.section or None, "source": self.source or None,
            "state": self.state or None, "title": bool(self.title), "since": since, "until": until,
            "archived_since": _moment(self.archived),
        }  # fmt: skip

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are on."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}

    @property
    def is_all(self) -> bool:
        """Whether it asks for everything."""
        return not self.q and not self.filters

    @property
    def offset(self) -> int:
        """How many hits stand on the pages before."""
        return (self.page - 1) * HITS

    def parameters(self) -> dict[str, Any]:
        """What an address needs to ask the same."""
        usual = {"order": "newest", "page": 1}
        return {name: value for name, value in asdict(self).items() if value and value != usual.get(name)}

    def at(self, path: str, **changed: Any) -> str:
        """An address that asks this, with something changed; the page is the first one unless it is what changes."""
        return address(path, replace(self, **{"page": 1, **changed}).parameters())


def number(arguments: Mapping[str, Any], name: str, usual: int, *, most: int, least: int = 1) -> int:
    """A number in an address, brought between two others. Raises Unanswerable where it is none."""
    text = arguments.get(name) or str(usual)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Unanswerable(f"{name} is a number")
    return max(least, min(most, int(text)))


def _text(arguments: Mapping[str, Any], name: str) -> str:
    text = (arguments.get(name) or "").strip()
    if len(text) > _LONGEST:
        raise Unanswerable(f"{name} is longer than {_LONGEST} characters")
    return text


def _moment(text: str) -> datetime | None:
    """A moment, in Beijing where it does not say; a day is its beginning."""
    try:
        at = datetime.fromisoformat(text) if text else None
        return at and (at if at.tzinfo else at.replace(tzinfo=BEIJING)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unanswerable(f"{text!r} is no time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM") from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unanswerable(f"{text!r} is no day; write YYYY-MM-DD, or a year of four digits") from None
