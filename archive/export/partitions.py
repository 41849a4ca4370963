"""Articles as a folder of Parquet files, one for each site and month or whatever parts them, named as Hive does."""

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import quote

from sqlalchemy import ColumnElement, Connection, func, literal_column, select, table

from archive.export.arrow import write_parquet
from archive.export.selecting import Selection, in_order, selected
from archive.export.whole import whole_folder

Key = Literal["site", "state", "year", "month", "day"]
KEYS: tuple[Key, ...] = get_args(Key)
_UNKNOWN = "__HIVE_DEFAULT_PARTITION__"
_PUBLISHED: ColumnElement[str] = literal_column("published")
_VALUES: dict[Key, ColumnElement[str]] = {
    "site": literal_column("site"),
    "state": literal_column("state"),
    "year": func.substr(_PUBLISHED, 1, 4),
    "month": func.substr(_PUBLISHED, 1, 7),
    "day": func.substr(_PUBLISHED, 1, 10),
}
_ID: ColumnElement[int] = literal_column("id")


def write_partitions(db: Connection, folder: Path, keys: Sequence[Key], selection: Selection) -> int:
    """Writes the articles selected, one file after the other; gives their number.

    A column that parts them stands in the folders' names and not in the files.
    """
    parts, count = _parts(db, keys, selection), 0
    with whole_folder(folder) as root:
        for values, numbers in sorted(parts.items()):
            place = root.joinpath(*(f"{key}={value}" for key, value in zip(keys, values, strict=True)))
            place.mkdir(parents=True)
            with (place / "part-0.parquet").open("xb") as file:
                count += write_parquet(in_order(db, numbers), file, without=keys)
    return count


def _parts(db: Connection, keys: Sequence[Key], selection: Selection) -> dict[tuple[str, ...], "array[int]"]:
    """The numbers of the articles of each part, in their order."""
    wanted = None if selection.is_all else set(selected(db, selection))
    values = select(_ID, *(_VALUES[key] for key in keys)).select_from(table("v_article")).order_by(_ID)
    parts: dict[tuple[str, ...], array[int]] = {}
    for number, *found in db.execution_options(yield_per=1_000).execute(values):
        if wanted is None or number in wanted:
            parts.setdefault(tuple(map(_name, found)), array("q")).append(number)
    return parts


def _name(value: str | None) -> str:
    """A value as the name of a folder, whatever is in it."""
    return quote(value, safe="") if value else _UNKNOWN
