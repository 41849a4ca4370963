"""Writes what a crawl remembers of hosts and lists, each call one transaction: the manners' part of the writer."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, update

from archive.manners.records import FirstPage, HostRest, RobotsFile
from archive.manners.rows import HostRestRow, RobotsRow, SectionPageRow
from archive.models import Model

_TABLES = Model.metadata.tables
_FRONTIER = _TABLES["frontier"]


class MannersWriter:
    """Keeps rules, rests and list pages for the next run. Raises what `Writer` raises."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Connection]], dialect: Any) -> None:
        self._transaction = transaction
        self._robots = _put(dialect, RobotsRow, "origin")
        self._rest = _put(dialect, HostRestRow, "host")
        self._page = _put(dialect, SectionPageRow, "section")
        self._place = _put(dialect, SectionPageRow, "section", only=("place",))

    def keep_robots(self, robots: RobotsFile) -> None:
        """Keeps a robots.txt in place of the one before."""
        with self._transaction() as db:
            db.execute(self._robots, asdict(robots))

    def rest(self, rest: HostRest) -> None:
        """Says until when a host is left alone."""
        with self._transaction() as db:
            db.execute(self._rest, asdict(rest))

    def wake(self, host: str) -> None:
        """Says that a host is well again."""
        with self._transaction() as db:
            db.execute(delete(HostRestRow).where(HostRestRow.host == host))

    def keep_first_page(self, section: int, page: FirstPage) -> None:
        """Keeps how a section's list looked when it was read whole."""
        with self._transaction() as db:
            db.execute(self._page, {"section": section, **asdict(page), "honest": int(page.honest)})

    def keep_place(self, db: Connection, section: int, place: Mapping[str, Any]) -> None:
        """Keeps how far a whole walk has come, in the transaction of a list page."""
        db.execute(self._place, {"section": section, "honest": 1, "place": dict(place)})

    def come_to_reason(self, site: str, now: datetime, latest: datetime) -> int:
        """Makes due what a clock that ran ahead has put off beyond any schedule; gives how many addresses."""
        late = update(_FRONTIER).where(_FRONTIER.c.site == site, _FRONTIER.c.due > latest)
        with self._transaction() as db:
            return int(db.execute(late.values(due=now)).rowcount)


def _put(dialect: Any, row: type[Model], key: str, only: tuple[str, ...] = ()) -> Any:
    add = dialect.insert(_TABLES[row.__tablename__])
    changed = only or tuple(column.name for column in add.table.columns if column.name != key)
    return add.on_conflict_do_update(index_elements=[key], set_={name: add.excluded[name] for name in changed})
