"""The formats that articles are written in, and which of them a file's name asks for."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

import orjson

from archive.export.lines import copy, json_lines
from archive.export.packing import packed, packing_of
from archive.export.selecting import Selection
from archive.export.sheets import write_sheet

Format = Literal["jsonl", "csv", "parquet", "atom"]
FORMATS: tuple[Format, ...] = get_args(Format)
_SUFFIXES: dict[str, Format] = {".csv": "csv", ".parquet": "parquet", ".atom": "atom", ".xml": "atom"}
_MOST_IN_A_FEED = 100


def format_of(path: Path) -> Format:
    """The format that a name asks for, with or without .gz or .zst at its end; JSON Lines if none."""
    name = path.with_suffix("") if packing_of(path) else path
    return _SUFFIXES.get(name.suffix.lower(), "jsonl")


def packing_for(path: Path, format: Format) -> str:
    """How a file is compressed, by its name. Raises ValueError for Parquet, which is compressed inside."""
    if format == "parquet" and packing_of(path):
        raise ValueError("Parquet is compressed inside, and no program reads it compressed again; leave out the end")
    return packing_of(path)


def of_format(selection: Selection, format: Format) -> Selection:
    """The selection in the order and number that a format wants: a feed is of the newest articles."""
    if format != "atom":
        return selection
    return Selection(selection.query, selection.narrowing, True, selection.limit or _MOST_IN_A_FEED)


def write_rows(
    rows: Iterable[Sequence[Any]], to: BinaryIO, format: Format, selection: Selection, packing: str = ""
) -> int:
    """Writes rows of ROW_COLUMNS to a file; gives their number."""
    with packed(to, packing) as file:
        match format:
            case "jsonl":
                return copy(json_lines(rows), file)
            case "csv":
                return write_sheet(rows, file)
            case "parquet":
                from archive.export.arrow import write_parquet

                return write_parquet(rows, file)
            case "atom":
                return _write_feed(rows, file, selection)


def _write_feed(rows: Iterable[Sequence[Any]], to: BinaryIO, selection: Selection) -> int:
    """A feed whose id and title say what it is of, so that both stay from one export to the next."""
    from uuid import NAMESPACE_URL, uuid5

    from archive.atom import Entry, feed

    filters = selection.filters()
    title = " ".join(["zonenews", *(str(value) for value in filters.values())])
    entries = [Entry.of(orjson.loads(line)) for line in json_lines(rows)]
    to.write(feed(title, None, entries, id=uuid5(NAMESPACE_URL, orjson.dumps(filters).decode()).urn))
    return len(entries)
