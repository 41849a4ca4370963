"""Writes the archive's fetches as WARC 1.1: what was asked and what was answered, to be replayed by other tools.

The archive keeps bodies after content decoding, so a record's body is the decoded one: its headers say so, and those
they replace stay under `X-Archive-Orig-`, as replay tools know them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Connection, func, select
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.columns import utc_text
from archive.dictionaries import body_of
from archive.fetched import rows_with_bytes
from archive.models import Fetch

_ON_THE_WIRE = frozenset(("content-encoding", "content-length", "transfer-encoding"))
_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found", 410: "Gone"}
_COLUMNS = (Fetch.at, Fetch.final_url, Fetch.status, Fetch.request_headers, Fetch.response_headers, Fetch.ip)


@dataclass(frozen=True, slots=True)
class _First:
    """The record that holds the bytes of a body that came more than once."""

    url: str
    at: str
    digest: str


@dataclass
class Counts:
    """How many records were written: answers with their bytes, and revisits whose bytes stand in an earlier one."""

    responses: int = 0
    revisits: int = 0


def write_warc(
    db: Connection, to: BinaryIO, of: Iterable[ColumnElement[bool]], *, compressed: bool, software: str
) -> Counts:
    """Writes every fetch whose bytes are kept and of which this is true, in the order of fetching; gives how many.

    A body that was fetched before becomes a revisit record that names the first one.
    """
    writer = WARCWriter(to, gzip=compressed, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("", {"software": software, "format": "WARC File Format 1.1"}))
    counts, again, first = Counts(), _fetched_again(db, of), dict[str, _First]()
    for row in rows_with_bytes(db, _COLUMNS, Fetch.status.is_not(None), *of):
        response = _response(writer, row, body_of(db, row), first.get(row.digest))
        if row.digest in first:
            counts.revisits += 1
        else:
            counts.responses += 1
            if row.digest in again:
                digest = response.rec_headers.get_header("WARC-Payload-Digest")
                first[row.digest] = _First(row.final_url, utc_text(row.at), digest)
        if _is_get(row):
            writer.write_request_response_pair(_request(writer, row), response)
        else:
            writer.write_record(response)
    return counts


def _fetched_again(db: Connection, of: Iterable[ColumnElement[bool]]) -> set[str]:
    """The bodies that came more than once among these fetches."""
    query = select(Fetch.body_digest).where(Fetch.body_digest.is_not(None), *of)
    return set(db.scalars(query.group_by(Fetch.body_digest).having(func.count() > 1)))


def _request(writer: WARCWriter, row: Any) -> Any:
    path = row.final_url.partition("://")[2].partition("/")[2]
    host = row.final_url.partition("://")[2].partition("/")[0]
    headers = [("Host", host), *((name, value) for name, value in row.request_headers if name.lower() != "host")]
    http = StatusAndHeaders(f"GET /{path.partition('#')[0]} HTTP/1.1", headers, is_http_request=True)
    return writer.create_warc_record(row.final_url, "request", http_headers=http, warc_headers_dict=_about(row))


def _response(writer: WARCWriter, row: Any, body: bytes, first: _First | None) -> Any:
    status = f"{row.status} {_REASONS.get(row.status, 'Unknown')}"
    http = StatusAndHeaders(status, _decoded_headers(row.response_headers, len(body)), "HTTP/1.1")
    if first is not None:
        return writer.create_revisit_record(
            row.final_url, first.digest, first.url, first.at, http_headers=http, warc_headers_dict=_about(row)
        )
    return writer.create_warc_record(
        row.final_url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=_about(row),
    )


def _is_get(row: Any) -> bool:
    """Whether nothing was sent with the request; what was sent with others is not kept, so they are left out."""
    return all(name.lower() != "content-type" for name, _ in row.request_headers)


def _about(row: Any) -> dict[str, str]:
    return {"WARC-Date": utc_text(row.at), **({"WARC-IP-Address": row.ip} if row.ip else {})}


def _decoded_headers(headers: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    """The headers of the answer, for a body without content coding."""
    kept = [
        (
            f"X-Archive-Orig-{name}" if name.lower() in _ON_THE_WIRE else name,
            value.replace("\r", " ").replace("\n", " "),
        )
        for name, value in headers
    ]
    return [*kept, ("Content-Length", str(length))]
