"""Articles as JSON Lines, the shape of a row that every format follows."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from archive.export.whole import told, whole_file

SCHEMA = 1
ROW_COLUMNS = (
    *("url", "site", "sections", "title", "source", "author", "editor", "published", "published_precision"),
    *("document_number", "breadcrumb", "text", "images", "attachments", "state", "revision", "first_seen", "last_seen"),
    *("fetched", "capture", "digest", "rules", "reasons"),
)
# A row's keys, in the order of the contract.
ROW_KEYS = ("schema", *ROW_COLUMNS[:11], "paragraphs", *ROW_COLUMNS[11:])
_CHUNK = 1 << 20


def json_lines(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A line of JSON for each row of ROW_COLUMNS; columns that hold JSON go in as they are."""
    fragment, dumps = orjson.Fragment, orjson.dumps
    for row in rows:
        url, site, sections, title, source, author, editor, published, precision, number, breadcrumb, text = row[:12]
        images, attachments, state, revision, first_seen, last_seen, fetched, capture, digest, rules, reasons = row[12:]
        yield dumps(
            {
                "schema": SCHEMA, "url": url, "site": site, "sections": fragment(sections), "title": title,
                "source": source, "author": author, "editor": editor, "published": published,
                "published_precision": precision, "document_number": number,
                "breadcrumb": fragment(breadcrumb),
                "paragraphs": text.split("\n") if text else [], "text": text, "images": fragment(images),
                "attachments": fragment(attachments), "state": state, "revision": revision,
                "first_seen": first_seen, "last_seen": last_seen, "fetched": fetched, "capture": capture,
                "digest": digest, "rules": fragment(rules), "reasons": fragment(reasons),
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )  # fmt: skip


def write_lines(lines: Iterable[bytes], to: str | Path | BinaryIO) -> int:
    """Writes lines to a stream, or to a path by way of a temporary file beside it; gives their number."""
    if isinstance(to, str | Path):
        with whole_file(Path(to)) as file:
            return copy(lines, file)
    with told(getattr(to, "name", "the stream"), "not all was written"):
        count = copy(lines, to)
        to.flush()
    return count


def copy(lines: Iterable[bytes], file: BinaryIO) -> int:
    """Writes lines, a piece of some size at a time; gives their number."""
    count, chunk, size = 0, [], 0
    for line in lines:
        chunk.append(line)
        count += 1
        size += len(line)
        if size >= _CHUNK:
            file.write(b"".join(chunk))
            chunk, size = [], 0
    file.write(b"".join(chunk))
    return count
