"""The archive that is copied: what it is, and whether somebody writes to it meanwhile."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text

from archive.copying.reading import moment
from archive.copying.tables import COPIED
from archive.database import open_engine, shown, translated_errors
from archive.errors import ArchiveError
from archive.models import Frontier, Run, Url

_SILENCE = timedelta(minutes=2)  # a run that lives says so every half minute
_ADVICE = "stop its crawls, and begin again with `zonenews copy --anew`"
_LAST_RUNS = text("SELECT id, heartbeat, state FROM run ORDER BY id DESC LIMIT 100")


@dataclass(frozen=True, slots=True)
class Known:
    """What an archive is, and its state: its rows, the last of each table, and when a crawl last wrote."""

    name: str
    began: list[str | None]
    state: dict[str, Any]

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


class Source:
    """A connection to the archive that is copied; it cannot write."""

    def __init__(self, url: str) -> None:
        self.name = shown(url)
        self._url = url
        self.engine: Engine = open_engine(url)
        self.db = self.engine.connect()
        self._pulse = self._beat()

    def close(self) -> None:
        """Gives the connection back."""
        self.db.close()
        self.engine.dispose()

    def known(self) -> Known:
        """What it is now."""
        with translated_errors(self._url), moment(self.db):
            return Known(self.name, _beginning(self.db), _state(self.db))

    def check_at_rest(self, now: datetime) -> None:
        """Raises ArchiveError where a crawl is going on."""
        alive = select(Run.site, Run.id).where(Run.state == "running", Run.heartbeat > now - _SILENCE)
        with translated_errors(self._url), moment(self.db):
            run = self.db.execute(alive.limit(1)).one_or_none()
        if run:
            raise ArchiveError(f"{self.name}: run {run.id} of {run.site} is going on; let it end first")

    def check_unchanged(self) -> None:
        """Raises ArchiveError where somebody has written since this was opened; cheap, but it may miss a small edit."""
        if self._beat() != self._pulse:
            raise ArchiveError(f"{self.name} was written to while it was copied; {_ADVICE}")

    def _beat(self) -> Any:
        """On SQLite a number that every commit of others changes; on a server what the runs say."""
        with translated_errors(self._url), moment(self.db):
            if self.db.dialect.name == "sqlite":
                return self.db.exec_driver_sql("PRAGMA data_version").scalar_one()
            return self.db.execute(_LAST_RUNS).all()


def check_same(before: Known, now: Known, target: str) -> None:
    """Raises ArchiveError where a copy was begun from another archive, or from this one in another state."""
    if before.began != now.began:
        raise ArchiveError(f"{target} holds the beginning of a copy of {before.name}; name that, or another target")
    changed = [name for name in now.state if before.state.get(name) != now.state[name]]
    if changed:
        tables = ", ".join(changed[:3])
        raise ArchiveError(f"{now.name} was written to since its copy was begun ({tables}); {_ADVICE}")


def _beginning(db: Connection) -> list[str | None]:
    """What no other archive begins with: its first run, its first address."""
    run = db.execute(select(text("started"), text("site")).select_from(Run).order_by(Run.id).limit(1)).one_or_none()
    url = db.execute(select(text("first_seen"), text("key")).select_from(Url).order_by(Url.id).limit(1)).one_or_none()
    return [*(run or (None, None)), *(url or (None, None))]


def _state(db: Connection) -> dict[str, Any]:
    """How many rows each table has, and its last key."""
    state: dict[str, Any] = {}
    for table in COPIED:
        first, *_ = table.primary_key
        state[str(table.name)] = list(db.execute(select(func.count(), func.max(first)).select_from(table)).one())
    state["run"].append(db.scalar(select(func.max(text("heartbeat"))).select_from(Run)))
    state["frontier"].append(db.scalar(select(func.max(text("updated"))).select_from(Frontier)))
    return state
