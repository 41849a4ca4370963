"""Carries out `zonenews export`: which of the archive's ways of writing an order means, and what it must not mix."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from archive import Archive
from archive.export.delivery import deliver
from archive.export.formats import FORMATS, Format, format_of, packing_for
from archive.export.packing import packing_of
from archive.export.partitions import KEYS, Key
from archive.export.selecting import Selection
from archive.search import Narrowed, Narrowing
from zonenews import clock
from zonenews.exits import Exit, Refused
from zonenews.names import refuse_unknown

_WORKBOOKS = (".xlsx", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asked `zonenews export` for."""

    archive: str
    output: Path | None
    format: str | None
    search: str
    narrowed: Narrowed
    limit: int | None
    partition: str | None
    cursor: str | None

    @property
    def path(self) -> Path:
        """The file or folder. Raises Refused where none is named."""
        if self.output is None:
            raise Refused(Exit.USAGE, "name what to write with -o: it does not go to standard output")
        return self.output.absolute()

    @property
    def form(self) -> Format:
        """The format. Raises Refused where there is none of that name, or where it does not fit the file's."""
        if self.format is None and self.output and self.output.suffix.lower() in _WORKBOOKS:
            raise Refused(Exit.USAGE, f"{self.output}: workbooks are not written; a name ending in .csv opens in Excel")
        form = self.format or (format_of(self.output) if self.output else "jsonl")
        if form not in FORMATS:
            raise Refused(Exit.USAGE, f"{form!r} is not a format; there are {', '.join(FORMATS)} and warc")
        try:
            packing_for(self.output or Path(), form)
        except ValueError as error:
            raise Refused(Exit.USAGE, f"{self.output}: {error}") from error
        return form

    @property
    def is_warc(self) -> bool:
        """Whether pages are asked for, not articles."""
        name = self.output or Path()
        plain = name.with_suffix("") if packing_of(name) else name
        return self.format == "warc" or (self.format is None and plain.suffix.lower() == ".warc")


def write_out(order: Order) -> None:
    """Writes what was ordered, and says on stderr what was written where. Raises Refused for what makes no sense."""
    try:
        Narrowing.of(order.narrowed)
    except ValueError as error:
        raise Refused(Exit.USAGE, str(error)) from error
    if (order.limit, order.partition, order.cursor).count(None) < 2 or (
        order.is_warc and (order.limit or order.partition or order.cursor)
    ):
        raise Refused(Exit.USAGE, "--limit, --partition and --since-cursor go neither together nor with WARC")
    with Archive(order.archive) as archive:
        refuse_unknown(archive, order.narrowed)
    if order.is_warc:
        said = _pages(order)
    elif order.cursor is not None:
        said = _news(order, order.cursor)
    elif order.partition is not None:
        said = _parts(order, order.partition)
    else:
        said = _articles(order)
    if order.output:
        print(said, file=sys.stderr)


def _articles(order: Order) -> str:
    form, newest = order.form, order.limit is not None
    to = order.path if order.output else sys.stdout.buffer
    with Archive(order.archive) as archive:
        count = archive.export(to, order.search, format=form, newest_first=newest, limit=order.limit, **order.narrowed)
    return f"{count} articles written to {order.output}"


def _pages(order: Order) -> str:
    if packing_of(order.path) == ".zst":
        raise Refused(Exit.USAGE, f"{order.output}: replay wants WARC as it is, or with .gz at its end")
    with Archive(order.archive) as archive:
        counts = archive.export_warc(order.path, order.search, **order.narrowed)
    return f"{counts.responses} pages and {counts.revisits} revisits written to {order.output}"


def _parts(order: Order, wanted: str) -> str:
    keys = [key.strip() for key in wanted.split(",")]
    if not set(keys) <= set(KEYS) or len(set(keys)) < len(keys):
        raise Refused(Exit.USAGE, f"--partition takes some of {', '.join(KEYS)}, each once: site,month")
    if order.format not in {None, "parquet"}:
        raise Refused(Exit.USAGE, f"--partition writes Parquet, not {order.format}")
    with Archive(order.archive) as archive:
        count = archive.export_partitions(order.path, cast(list[Key], keys), order.search, **order.narrowed)
    return f"{count} articles written to {order.output}"


def _news(order: Order, cursor: str) -> str:
    if order.form == "atom":
        raise Refused(Exit.USAGE, "a feed has the newest articles, and no cursor; write jsonl, csv or parquet")
    selection = Selection(order.search, Narrowing.of(order.narrowed))
    count = deliver(order.archive, cursor, order.path, selection, clock.now(), format=order.form)
    if not count:
        return f"nothing is new for {cursor}; {order.output} was not written"
    return f"{count} rows written to {order.output}"
