"""The questions that a page of the desk asks at once; `Archive` answers them too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Unpack

from archive import news
from archive.database import Connected
from archive.search.narrowing import Narrowed, Narrowing, unknown
from archive.search.tallies import Tally, tally


class Glances(Connected):
    """What is new, what changed, what fails, and how the hits of a search are spread."""

    def overview(self, since: datetime) -> list[dict[str, Any]]:
        """Every site with its counts, last run and articles by week; `new` are those first seen since a moment."""
        with self._connect() as connection:
            return news.overview(connection, since)

    def site_keys(self) -> list[str]:
        """The keys of all sites."""
        with self._connect() as connection:
            return news.site_keys(connection)

    def unknown(self, **narrowed: Unpack[Narrowed]) -> str | None:
        """Which site or section is asked for that the archive does not have, in words; None where it has them all."""
        with self._connect() as connection:
            return unknown(connection, Narrowing.of(narrowed))

    def newest(
        self, *, since: datetime | None = None, site: str | None = None, limit: int = 20
    ) -> list[dict[str, Any]]:
        """Of the 500 articles that were met last, or of those met since a moment, the ones published last."""
        with self._connect() as connection:
            return news.newest(connection, since, site, limit)

    def changes(
        self,
        *,
        kinds: Sequence[str] = news.CHANGES,
        site: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> list[dict[str, Any]]:
        """What happened to articles, last first: edited, missing, gone, back; `before` an event of that number."""
        with self._connect() as connection:
            return news.changes(connection, tuple(kinds), site, before, limit)

    def failing(self, *, site: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Addresses that give no article, with the reason, the last one tried first."""
        with self._connect() as connection:
            return news.failing(connection, site, limit)

    def tally(self, query: str, *, most: int = 1_000, **narrowed: Unpack[Narrowed]) -> Tally:
        """How the newest hits of a search, `most` of them, are spread over sites, sections, sources, years, states."""
        with self._connect() as connection:
            return tally(connection, query, Narrowing.of(narrowed), most)
