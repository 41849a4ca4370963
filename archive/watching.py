"""What is wrong with sites, asked and told; `Archive` and `Writer` answer to it too."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection

from archive import incidents as steps
from archive.database import Connected
from archive.measures import Past


class Watched(Connected):
    """The questions of a run that compares itself with those before it, and of an operator."""

    def incidents(self, *, site: str | None = None, open_only: bool = False) -> list[dict[str, Any]]:
        """What went wrong with sites, newest first; `detail` is a dict, `closed` is None while it lasts."""
        with self._connect() as connection:
            return steps.incidents(connection, site, open_only=open_only)

    def untold_incidents(self, site: str) -> list[dict[str, Any]]:
        """Incidents of a site of which a notice is still to be sent: of their beginning, or of their end."""
        with self._connect() as connection:
            return steps.untold(connection, site)

    @contextmanager
    def past(self) -> Iterator[Past]:
        """What runs measured, over one connection."""
        with self._connect() as connection:
            yield Past(connection)


class Watcher(ABC):
    """What a run writes of incidents."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Connection]:
        """A transaction that writes."""

    def record_incidents(
        self,
        run: int,
        site: str,
        *,
        opened: Mapping[str, Mapping[str, Any]],
        closed: Mapping[str, str],
        measures: Mapping[int, Mapping[str, Any]],
    ) -> None:
        """Keeps what a run measured by section, opens incidents by kind, and closes others with a word why."""
        with self._transaction() as db:
            steps.keep_measures(db, run, measures)
            for kind, detail in opened.items():
                steps.open_incident(db, site, run, kind, detail)
            for kind, end in closed.items():
                steps.close_incident(db, site, run, kind, end)

    def note_told(self, incidents: Sequence[int], notice: steps.Notice) -> None:
        """Says that a notice of these incidents was sent."""
        with self._transaction() as db:
            steps.note_told(db, incidents, notice)
