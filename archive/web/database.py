"""The archive as Datasette's pages see it: every query runs in a process that can be killed."""

import asyncio
from pathlib import Path
from typing import Any

from datasette.database import Database, QueryInterrupted, Results
from datasette.utils.sqlite import sqlite3

from archive.asker import Answer
from archive.askers import Askers, Stopped
from archive.errors import QueryFailed

_PROCESSES = 2


class AskedDatabase(Database):  # type: ignore[misc]
    """A SQLite file of which nothing is asked in this process but its schema."""

    def __init__(self, datasette: Any, path: Path) -> None:
        super().__init__(datasette, str(path))
        self._askers = Askers(path, _PROCESSES)

    def close(self) -> None:
        """Ends the processes, and closes the connections."""
        self._askers.close()
        super().close()

    async def table_counts(self, limit: int = 10) -> dict[str, None]:
        """No counts: the pages show none, and counting every table takes longer than all else on them."""
        return dict.fromkeys(await self.table_names())

    async def attached_databases(self) -> list[Any]:
        """None: nothing can be attached, and asking would tell where the file lies."""
        return []

    async def foreign_keys_for_table(self, table: str) -> list[dict[str, Any]]:
        """As Datasette has them; where the schema names a table alone, its key is meant."""
        found: list[dict[str, Any]] = await super().foreign_keys_for_table(table)
        for each in found:
            if each["other_column"] is None:
                (each["other_column"],) = await self.primary_keys(each["other_table"])
        return found

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: float | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """The rows of a query, as Datasette wants them; errors are those it knows."""
        usual = self.ds.sql_time_limit_ms
        seconds = min(custom_time_limit or usual, usual) / 1000
        most = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))
        values = dict(params) if isinstance(params, dict) else list(params or ())
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self.ds.executor, self._askers.ask, sql, values, seconds, most
            )
        except Stopped as error:
            raise QueryInterrupted(error, sql, params) from error
        except QueryFailed as error:
            raise sqlite3.OperationalError(str(error)) from error
        return _results(found, truncate)


class _Row(tuple[Any, ...]):
    """A row by number and by name."""

    names: list[str]

    def keys(self) -> list[str]:
        """The names of the columns."""
        return self.names

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)


def _results(found: Answer, truncate: bool) -> Results:
    rows = []
    for values in found.rows:
        row = _Row(values)
        row.names = found.columns
        rows.append(row)
    return Results(rows, truncate and found.more, [(name,) for name in found.columns])
