"""What narrows a search or an export besides its words: sites, section, days, source, state, titles only."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self, TypedDict

from sqlalchemy import ColumnElement, Connection, and_, exists, func, not_, or_, select, true

from archive.models import ARTICLE_STATES, Article, Link, Model, Section, Site, Url
from archive.search.query import All, Either, Node, Not, Term
from archive.urls import url_key

SEARCH = Model.metadata.tables["search"]
DAY = 1 << 16  # the numbers that one day's articles may have


class Narrowed(TypedDict, total=False):
    """The same as `Narrowing`, as arguments; days may be text, and a single site too."""

    site: str | Sequence[str] | None
    section: str | None
    since: date | str | None
    until: date | str | None
    source: str | None
    title: bool
    state: str | None
    archived_since: datetime | None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Only articles of some sites, of a section (its name or list page), of days of publication, of a source, in a
    state, first archived at a moment or later; or only their titles.
    """

    site: str | Sequence[str] | None = None
    section: str | None = None
    since: date | None = None
    until: date | None = None
    source: str | None = None
    title: bool = False
    state: str | None = None
    archived_since: datetime | None = None

    @classmethod
    def of(cls, narrowed: Narrowed) -> Self:
        """What arguments narrow; ValueError where a text is no day, or a state none."""
        if (state := narrowed.get("state")) not in (None, *ARTICLE_STATES):
            raise ValueError(f"{state!r} is no state; there are {', '.join(ARTICLE_STATES)}")
        days = {"since": _day(narrowed.get("since")), "until": _day(narrowed.get("until"))}
        return cls(**{**narrowed, **days})  # type: ignore[arg-type]  # days are days by now

    @property
    def end(self) -> int:
        """The number that every article asked for is below; a day that is full goes on in the numbers of the next."""
        return ((self.until or date.max).toordinal() + 2) * DAY

    @property
    def by_article(self) -> bool:
        """Whether `article` must be asked, because `search` does not have it all."""
        return any(one is not None for one in (self.site, self.section, self.state, self.archived_since))

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites asked for; none where all are."""
        return (self.site,) if isinstance(self.site, str) else tuple(self.site or ())

    def in_titles(self) -> Self:
        """The same, in titles only."""
        return replace(self, title=True)


def _day(day: date | str | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day


def day_number(published: str | None) -> int:
    """The first number of the day an article was published on; 0 where that is not known."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal() * DAY
    except ValueError:
        return 0


def holds(node: Node, narrowing: Narrowing, place: str) -> ColumnElement[bool]:
    """Whether an article's folded text is what a query asks for; `place` is the database's function for that."""
    match node:
        case Term(text):
            column = SEARCH.c.title if narrowing.title else SEARCH.c.text
            return getattr(func, place)(column, text) > 0  # type: ignore[no-any-return]  # func is untyped
        case Not(part):
            return not_(holds(part, narrowing, place))
        case All(parts):
            return and_(true(), *(holds(part, narrowing, place) for part in parts))
        case Either(parts):
            return or_(*(holds(part, narrowing, place) for part in parts))


def conditions(db: Connection, narrowing: Narrowing, source: str, place: str) -> list[ColumnElement[bool]]:
    """What `search` and `article` rows must be; `source` is folded."""
    found: list[ColumnElement[bool]] = []
    if narrowing.since:
        found += [SEARCH.c.id >= narrowing.since.toordinal() * DAY, SEARCH.c.published >= narrowing.since.isoformat()]
    if narrowing.until:
        found.append(SEARCH.c.id < narrowing.end)
        found.append(func.substr(SEARCH.c.published, 1, 10) <= narrowing.until.isoformat())
    if source:
        found.append(getattr(func, place)(SEARCH.c.source, source) > 0)
    if narrowing.site is not None:
        found.append(Article.site.in_(narrowing.sites))
    if narrowing.state is not None:
        found.append(Article.state == narrowing.state)
    if narrowing.archived_since is not None:
        found.append(Article.first_seen >= narrowing.archived_since)
    if narrowing.section is not None:
        found.append(_stands_in(_sections(db, narrowing.section)))
    return found


def unknown(db: Connection, narrowing: Narrowing) -> str | None:
    """Which site or section is asked for that the archive does not have, in words; None where it has them all."""
    known = set(db.scalars(select(Site.key)))
    strange = [site for site in narrowing.sites if site not in known]
    if strange:
        return f"the archive has no site {strange[0]!r}"
    if narrowing.section is None:
        return None
    sites = narrowing.sites or known
    its_own = select(Section.id).where(Section.id.in_(_sections(db, narrowing.section)), Section.site.in_(sites))
    if db.scalars(its_own.limit(1)).first() is not None:
        return None
    of = f" of {', '.join(narrowing.sites)}" if narrowing.sites else ""
    return f"the archive has no section {narrowing.section!r}{of}"


def _sections(db: Connection, wanted: str) -> Sequence[int]:
    """The sections of this name, or of this list page."""
    by_name = or_(Section.name == wanted, Section.url == wanted)
    with suppress(ValueError):
        by_name = or_(by_name, Section.url_key == url_key(wanted))
    return db.scalars(select(Section.id).where(by_name)).all()


def _stands_in(sections: Sequence[int]) -> ColumnElement[bool]:
    """Whether an article, or an address that leads to it, is listed in one of the sections."""
    aliases = select(Url.id).where(Url.alias_of == Article.url_id).correlate(Article)
    its_own = or_(Link.url_id == Article.url_id, Link.url_id.in_(aliases))
    return exists().where(Link.section.in_(sections), its_own).correlate(Article)
