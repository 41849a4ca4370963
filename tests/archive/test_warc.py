"""The WARC export is valid by two libraries' own checks, and its records hold what was asked and answered."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from samples import HOST, Crawl, fetch, opened, page, reading, row, url_of
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

SENT = (("User-Agent", "zonenews/0.1 (+mailto:crawl@example.cn)"), ("Accept-Encoding", "gzip"))
CAME = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Content-Length", "123"))


@pytest.fixture
def warc(crawl: Crawl, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Two articles, one of them fetched twice with the same bytes; a page that was missing; a form that was posted."""
    headers: dict[str, Any] = {"request_headers": SENT, "response_headers": CAME, "ip": "127.0.0.1"}
    crawl.listed(row(1), row(2))
    crawl.article(fetch(url_of(1), **headers))
    crawl.article(fetch(url_of(2), 5, body=page(("别的。",)), **headers), reading(("别的。",)))
    crawl.article(fetch(url_of(1), 10, **headers))
    crawl.miss(url_of(3), "missing", 11)
    crawl.miss(f"{HOST}/list", "failed", 12, body=b"<ul>", request_headers=(*SENT, ("Content-Type", "a/b")))
    file = tmp_path / ("pages.warc.gz" if "gzip" in request.node.name else "pages.warc")
    with opened(crawl.url) as archive:
        counts = archive.export_warc(str(file))
    assert (counts.responses, counts.revisits) == (4, 1)
    return file


def records(file: Path) -> list[tuple[str, str, bytes]]:
    """Every record: its type, its address, its body."""
    with file.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(stream)
            if record.rec_type != "warcinfo"
        ]


def test_records_hold_the_bytes_in_the_order_of_fetching(warc: Path) -> None:
    found = records(warc)
    answers = [(kind, url, body) for kind, url, body in found if kind != "request"]
    assert answers == [
        ("response", f"{HOST}/xwzx/", b"<ul>2"),
        ("response", url_of(1), page()),
        ("response", url_of(2), page(("别的。",))),
        ("revisit", url_of(1), b""),
        ("response", f"{HOST}/list", b"<ul>"),
    ]
    assert [url for kind, url, _ in found if kind == "request"] == [url for _, url, _ in answers[:4]], "no invented GET"


def test_headers_are_those_of_the_decoded_body_and_the_wires_are_kept(warc: Path) -> None:
    with warc.open("rb") as stream:
        kept = {
            record.rec_type: record
            for record in ArchiveIterator(stream)
            if record.rec_headers.get_header("WARC-Target-URI") == url_of(1)
        }
    assert kept["request"].http_headers.protocol == "GET"
    assert kept["request"].http_headers.statusline == "/xwzx/t1.html HTTP/1.1"
    assert kept["request"].http_headers.get_header("User-Agent") == SENT[0][1]
    answer = kept["response"].http_headers
    assert (answer.get_statuscode(), answer.get_header("Content-Length")) == ("200", str(len(page())))
    assert answer.get_header("Content-Encoding") is None
    assert answer.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    about = kept["response"].rec_headers
    assert (about.get_header("WARC-Date"), about.get_header("WARC-IP-Address")) == (
        "2026-11-23T08:00:00.000Z", "127.0.0.1",
    )  # fmt: skip
    again = kept["revisit"].rec_headers
    assert again.get_header("WARC-Payload-Digest") == about.get_header("WARC-Payload-Digest")
    assert again.get_header("WARC-Refers-To-Date") == "2026-11-23T08:00:00.000Z"


@pytest.mark.parametrize("kind", ["plain", "gzip"])
def test_warcio_and_fastwarc_find_nothing_wrong(warc: Path, kind: str) -> None:
    class Options:
        inputs = (str(warc),)
        verbose = False

    checker = Checker(Options())
    checker.process_all()
    assert checker.exit_value == 0
    found = 0
    for record in FastIterator(BytesIO(warc.read_bytes()), record_types=WarcRecordType.response, parse_http=False):
        assert record.verify_block_digest()
        found += 1
    assert found == 4


def test_only_one_sites_pages(warc: Path, crawl: Crawl, tmp_path: Path) -> None:
    with opened(crawl.url) as archive:
        assert archive.export_warc(tmp_path / "none.warc", site="other").responses == 0
    assert records(tmp_path / "none.warc") == []
