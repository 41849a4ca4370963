"""What `Archive` gives out whole: articles as dicts, lines, files, frames."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Unpack

import orjson
from sqlalchemy import ColumnElement

from archive.database import Connected
from archive.export.formats import Format, format_of, of_format, packing_for, write_rows
from archive.export.lines import json_lines
from archive.export.partitions import Key, write_partitions
from archive.export.selecting import Selection, selected, selected_rows
from archive.export.whole import told, whole_file
from archive.search.narrowing import Narrowed, Narrowing

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from archive.warc import Counts


class Exports(Connected):
    """The articles in every shape. `docs/export.md` has the filters: words, and what narrows a search."""

    def articles(
        self, query: str = "", *, newest_first: bool = False, limit: int | None = None, **narrowed: Unpack[Narrowed]
    ) -> Iterator[dict[str, Any]]:
        """The current reading of every article, a dict in the shape of a JSON Lines row, in the order they were met.

        With `query` only those that a search finds; `narrowed` as in `search`.
        """
        for line in self.lines(query, newest_first=newest_first, limit=limit, **narrowed):
            yield orjson.loads(line)

    def lines(
        self, query: str = "", *, newest_first: bool = False, limit: int | None = None, **narrowed: Unpack[Narrowed]
    ) -> Iterator[bytes]:
        """The same as JSON Lines, each with its line feed; memory stays flat however many there are."""
        yield from json_lines(self._rows(Selection(query, Narrowing.of(narrowed), newest_first, limit)))

    def export(
        self,
        to: str | Path | BinaryIO,
        query: str = "",
        *,
        format: Format | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        **narrowed: Unpack[Narrowed],
    ) -> int:
        """Writes articles, whole or not at all where `to` is a path; gives their number.

        The format, and whether it is compressed, is what the path ends with: `.jsonl`, `.csv`, `.parquet`, `.atom`, and
        behind it `.gz` or `.zst`; JSON Lines if none. A feed has the newest hundred, or `limit`.
        """
        selection = Selection(query, Narrowing.of(narrowed), newest_first, limit)
        if isinstance(to, str | Path):
            path = Path(to)
            form = format or format_of(path)
            packing, selection = packing_for(path, form), of_format(selection, form)
            with whole_file(path) as file:
                return write_rows(self._rows(selection), file, form, selection, packing)
        selection = of_format(selection, format or "jsonl")
        with told(getattr(to, "name", "the stream"), "not all was written"):
            count = write_rows(self._rows(selection), to, format or "jsonl", selection)
            to.flush()
        return count

    def export_partitions(
        self, folder: str | Path, keys: Sequence[Key], query: str = "", **narrowed: Unpack[Narrowed]
    ) -> int:
        """Writes articles as a folder of Parquet files, `site=…/month=…/part-0.parquet`; gives their number.

        The folder is there whole or not at all. Raises ArchiveError where it holds something already.
        """
        with self._connect() as connection:
            return write_partitions(connection, Path(folder), keys, Selection(query, Narrowing.of(narrowed)))

    def export_warc(
        self,
        to: str | Path,
        query: str = "",
        *,
        software: str = "zonenews",
        fetches: range | None = None,
        **narrowed: Unpack[Narrowed],
    ) -> "Counts":
        """Writes fetches whose bytes are kept as WARC 1.1, gzipped a record at a time where `to` ends with .gz.

        All of them, or those of a `site` with its list pages; with any other filter the pages of the articles found.
        `fetches` leaves out those of other numbers.
        """
        from archive.fetched import numbered, of_articles, of_site
        from archive.warc import write_warc

        selection = Selection(query, Narrowing.of(narrowed))
        path = Path(to)
        with self._connect() as connection, whole_file(path) as file:
            if selection.is_all:
                of: list[ColumnElement[bool]] = []
            elif selection.filters().keys() == {"site"}:
                of = [of_site(*selection.narrowing.sites)]
            else:
                of = [of_articles(connection, selected(connection, selection))]
            if fetches is not None:
                of.append(numbered(fetches))
            return write_warc(connection, file, of, compressed=path.suffix == ".gz", software=software)

    def to_arrow(self, query: str = "", **narrowed: Unpack[Narrowed]) -> "pyarrow.RecordBatchReader":
        """Articles as a stream of Arrow record batches; needs the extra `parquet`.

        The columns are the keys of a JSON Lines row, moments as such: `published` in Beijing time, where a day alone
        is its beginning.
        """
        from archive.export.arrow import record_batches

        return record_batches(self._rows(Selection(query, Narrowing.of(narrowed))))

    def to_pandas(self, query: str = "", **narrowed: Unpack[Narrowed]) -> "pandas.DataFrame":
        """Articles as a pandas frame, with the columns of `to_arrow`; needs the extra `pandas`."""
        from archive.export.arrow import frame

        return frame(self._rows(Selection(query, Narrowing.of(narrowed))))

    def _rows(self, selection: Selection) -> Iterator[Sequence[Any]]:
        with self._connect() as connection:
            yield from selected_rows(connection, selection)
