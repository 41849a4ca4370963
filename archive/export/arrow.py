"""Articles as Arrow record batches, Parquet files and pandas frames; the columns are the keys of a JSON Lines row."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from archive.errors import ArchiveError
from archive.export.lines import ROW_COLUMNS, ROW_KEYS, SCHEMA

if TYPE_CHECKING:
    import pandas
    import pyarrow

Row = Sequence[Any]
_BATCH = 1_000
_LISTS = ("sections", "breadcrumb", "images", "attachments")
_MAPS = ("rules", "reasons")
_TIMES = ("first_seen", "last_seen", "fetched")


def record_batches(rows: Iterable[Row], *, without: Sequence[str] = ()) -> "pyarrow.RecordBatchReader":
    """Rows of ROW_COLUMNS as a stream of Arrow record batches. Raises ArchiveError where pyarrow is not installed."""
    arrow = _pyarrow()
    schema = arrow.schema([field for field in _schema(arrow) if field.name not in without])
    batches = (
        arrow.RecordBatch.from_arrays(
            [_array(arrow, columns[field.name], field.type) for field in schema], schema=schema
        )
        for columns in _some_columns(rows)
    )
    return arrow.RecordBatchReader.from_batches(schema, batches)


def write_parquet(rows: Iterable[Row], to: BinaryIO, *, without: Sequence[str] = ()) -> int:
    """Writes rows as Parquet, compressed inside, a thousand at a time; gives their number."""
    _pyarrow()
    from pyarrow import parquet

    count, batches = 0, record_batches(rows, without=without)
    with parquet.ParquetWriter(to, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def frame(rows: Iterable[Row]) -> "pandas.DataFrame":
    """Rows as a pandas frame. Raises ArchiveError where pandas or pyarrow is not installed."""
    try:
        import pandas  # noqa: F401 (pyarrow's own error does not say what to install)
    except ImportError as error:
        raise ArchiveError("frames need pandas; install zonenews[pandas]") from error
    return record_batches(rows).read_all().to_pandas(maps_as_pydicts="strict")


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise ArchiveError("Arrow and Parquet need pyarrow; install zonenews[parquet]") from error
    return pyarrow


def _some_columns(rows: Iterable[Row]) -> Iterator[dict[str, Sequence[Any]]]:
    """The keys of some rows with their values, JSON read."""
    rows = iter(rows)
    while some := list(islice(rows, _BATCH)):
        columns: dict[str, Sequence[Any]] = dict(zip(ROW_COLUMNS, zip(*some, strict=True), strict=True))
        columns |= {name: orjson.loads(f"[{','.join(columns[name])}]") for name in (*_LISTS, *_MAPS)}
        columns |= {name: [list(each.items()) for each in columns[name]] for name in _MAPS}
        columns["published"] = [_moment(text) for text in columns["published"]]
        columns["paragraphs"] = [text.split("\n") if text else [] for text in columns["text"]]
        yield columns | {"schema": [SCHEMA] * len(some)}


def _moment(published: str | None) -> str | None:
    """A time of publication; a day alone is its beginning in Beijing."""
    return f"{published}T00:00+08:00" if published and "T" not in published else published


def _array(arrow: Any, values: Sequence[Any], kind: Any) -> Any:
    """A column; Arrow itself reads moments out of texts."""
    return (
        arrow.array(values, arrow.string()).cast(kind) if arrow.types.is_timestamp(kind) else arrow.array(values, kind)
    )


def _schema(arrow: Any) -> "pyarrow.Schema":
    text, whole = arrow.string(), arrow.int64()
    picture = arrow.struct([("url", text), ("caption", text), ("after_paragraph", whole)])
    file = arrow.struct([("url", text), ("name", text)])
    kinds = {
        "schema": whole, "revision": whole, "published": arrow.timestamp("s", "Asia/Shanghai"),
        "sections": arrow.list_(text), "breadcrumb": arrow.list_(text), "paragraphs": arrow.list_(text),
        "images": arrow.list_(picture), "attachments": arrow.list_(file),
    }  # fmt: skip
    kinds |= dict.fromkeys(_TIMES, arrow.timestamp("ms", "UTC")) | dict.fromkeys(_MAPS, arrow.map_(text, text))
    return arrow.schema([(key, kinds.get(key, text)) for key in ROW_KEYS])
