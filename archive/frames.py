"""Articles as Arrow record batches and as a pandas frame; the columns are the keys of a JSON Lines row."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from archive.errors import ArchiveError
from archive.export import ROW_KEYS

if TYPE_CHECKING:
    import pandas
    import pyarrow

_BATCH = 1_000
_BEIJING = timezone(timedelta(hours=8))
_MOMENTS = ("published", "first_seen", "last_seen", "fetched")


def record_batches(lines: Iterator[bytes]) -> "pyarrow.RecordBatchReader":
    """Lines of JSON as a stream of Arrow record batches. Raises ArchiveError where pyarrow is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise ArchiveError("Arrow needs pyarrow; install zonenews[parquet]") from error
    schema = _schema(pyarrow)
    batches = (pyarrow.RecordBatch.from_pylist(rows, schema) for rows in _some_rows(lines))
    return pyarrow.RecordBatchReader.from_batches(schema, batches)


def frame(lines: Iterator[bytes]) -> "pandas.DataFrame":
    """Lines of JSON as a pandas frame. Raises ArchiveError where pandas or pyarrow is not installed."""
    try:
        import pandas  # noqa: F401 (pyarrow's own error does not say what to install)
    except ImportError as error:
        raise ArchiveError("frames need pandas; install zonenews[pandas]") from error
    return record_batches(lines).read_all().to_pandas(maps_as_pydicts="strict")


def _some_rows(lines: Iterator[bytes]) -> Iterator[list[dict[str, Any]]]:
    while lines_of_batch := list(islice(lines, _BATCH)):
        yield [_typed(orjson.loads(line)) for line in lines_of_batch]


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its moments as such; a day alone is its beginning in Beijing."""
    for name in _MOMENTS:
        if row[name] is not None:
            moment = datetime.fromisoformat(row[name])
            row[name] = moment if moment.tzinfo else moment.replace(tzinfo=_BEIJING)
    return row


def _schema(arrow: Any) -> "pyarrow.Schema":
    text, whole = arrow.string(), arrow.int64()
    texts, named = arrow.list_(text), arrow.map_(text, text)
    seen = arrow.timestamp("ms", "UTC")
    picture = arrow.struct([("url", text), ("caption", text), ("after_paragraph", whole)])
    kinds = {
        "schema": whole, "sections": texts, "breadcrumb": texts, "paragraphs": texts, "revision": whole,
        "published": arrow.timestamp("s", "Asia/Shanghai"), "first_seen": seen, "last_seen": seen, "fetched": seen,
        "images": arrow.list_(picture), "attachments": arrow.list_(arrow.struct([("url", text), ("name", text)])),
        "rules": named, "reasons": named,
    }  # fmt: skip
    return arrow.schema([(key, kinds.get(key, text)) for key in ROW_KEYS])
