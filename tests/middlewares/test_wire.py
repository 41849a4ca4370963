"""A body is taken only when it came whole; what came is noted as it came."""

import asyncio
import gzip
import hashlib
import socket
import struct
import sys
import zlib
from datetime import UTC, datetime, timedelta

import brotli  # type: ignore[import-untyped]
import pytest
from downloading import Crawl, Crawled
from loopback import Answer, Host, Loopback, answer

from zonenews.middlewares.coding import DECODERS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = (
    "<html><head><meta charset=utf-8></head><body>" + "<p>园区召开招商推进会。</p>" * 400 + "</body></html>"
).encode()
GZIP = gzip.compress(PAGE)
RAW = zlib.compress(PAGE)[2:-4]
WHOLE = {
    "gzip": ("gzip", GZIP),
    "x-gzip": ("X-GZIP", GZIP),
    "gzip-two-members": ("gzip", gzip.compress(PAGE[:5000]) + gzip.compress(PAGE[5000:])),
    "gzip-padded": ("gzip", GZIP + b"\0" * 64),
    "deflate": ("deflate", zlib.compress(PAGE)),
    "deflate-raw": ("deflate", RAW),
    "br": ("br", brotli.compress(PAGE)),
    "zstd": ("zstd", zstd.compress(PAGE)),
    "zstd-two-frames": ("zstd", zstd.compress(PAGE[:5000]) + zstd.compress(PAGE[5000:])),
    "twice": ("gzip, br", brotli.compress(GZIP)),
    "unknown": ("utf-8", PAGE),
    "none": ("identity", PAGE),
}
BROKEN = {
    "gzip-half": ("gzip", GZIP[: len(GZIP) // 2]),
    "gzip-no-trailer": ("gzip", GZIP[:-8]),
    "gzip-last-byte": ("gzip", GZIP[:-1]),
    "gzip-crc": ("gzip", GZIP[:-8] + b"\0" * 8),
    "gzip-second-member": ("gzip", GZIP + GZIP[:60]),
    "gzip-not": ("gzip", PAGE),
    "gzip-empty": ("gzip", b""),
    "deflate-half": ("deflate", zlib.compress(PAGE)[:60]),
    "deflate-raw-half": ("deflate", RAW[:60]),
    "br-half": ("br", brotli.compress(PAGE)[:60]),
    "br-last-byte": ("br", brotli.compress(PAGE)[:-1]),
    "zstd-half": ("zstd", zstd.compress(PAGE)[:60]),
    "zstd-last-byte": ("zstd", zstd.compress(PAGE)[:-1]),
    "twice-inner": ("gzip, br", brotli.compress(GZIP[:60])),
}
ZEROS = bytes(16 * 2**20)
BOMBS = {
    "gzip-bomb": ("gzip", gzip.compress(ZEROS)),
    "deflate-bomb": ("deflate", zlib.compress(ZEROS)),
    "br-bomb": ("br", brotli.compress(ZEROS, quality=5)),
    "zstd-bomb": ("zstd", zstd.compress(ZEROS)),
    "nested-bomb": ("gzip, gzip", gzip.compress(gzip.compress(ZEROS))),
}


async def _reset(writer: asyncio.StreamWriter) -> None:
    writer.write(answer(PAGE)[:3000])
    await writer.drain()
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def _without_length(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + body


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
OTHERS: dict[str, Answer] = {
    "cl-short": answer(PAGE)[:-2000],
    "chunk-cut": CHUNKED + b"%x\r\n" % len(PAGE) + PAGE + b"\r\n",
    "reset": _reset,
    "no-length": _without_length(PAGE),
    "huge": answer(bytes(9 * 2**20)),
    "huge-unannounced": _without_length(bytes(9 * 2**20)),
    "gzip-first-broken": [answer(GZIP[:60], Content_Encoding="gzip"), answer(GZIP, Content_Encoding="gzip")],
    **{f"empty-{coding}": answer(b"", "404 Not Found", Content_Encoding=coding) for coding in DECODERS},
}


@pytest.fixture(scope="module")
def host(loopback: Loopback) -> Host:
    coded = WHOLE | BROKEN | BOMBS
    answers: dict[str, Answer] = {
        f"/{name}": answer(body, Content_Encoding=coding) for name, (coding, body) in coded.items()
    }
    return loopback.host(answers | {f"/{name}": given for name, given in OTHERS.items()})


@pytest.fixture(scope="module")
def crawled(host: Host, crawl: Crawl) -> Crawled:
    return crawl([host.url(path) for path in host.answers])


@pytest.mark.parametrize("name", WHOLE)
def test_whole_body_is_decoded(crawled: Crawled, host: Host, name: str) -> None:
    outcome = crawled[host.url(f"/{name}")]
    assert (outcome["outcome"], outcome["retries"]) == ("answer", 0)
    assert outcome["body"].encode("latin-1") == PAGE


@pytest.mark.parametrize("name", WHOLE)
def test_what_came_is_noted(crawled: Crawled, host: Host, name: str) -> None:
    coding, body = WHOLE[name]
    wire = crawled[host.url(f"/{name}")]["wire"]
    assert (wire["bytes"], wire["digest"]) == (len(body), hashlib.sha256(body).hexdigest())
    assert ["Content-Encoding", coding] in wire["headers"]
    assert abs(datetime.fromisoformat(wire["fetched"]) - datetime.now(UTC)) < timedelta(minutes=2)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_body_is_tried_again_and_refused(crawled: Crawled, host: Host, name: str) -> None:
    outcome = crawled[host.url(f"/{name}")]
    assert (outcome["outcome"], outcome["status"]) == ("Truncated", 200)
    assert len(host.times(f"/{name}")) == 2
    assert outcome["body"].encode("latin-1") == BROKEN[name][1]


def test_broken_body_that_comes_whole_at_the_second_try_is_taken(crawled: Crawled, host: Host) -> None:
    outcome = crawled[host.url("/gzip-first-broken")]
    assert (outcome["outcome"], outcome["retries"]) == ("answer", 1)
    assert outcome["wire"]["bytes"] == len(GZIP)


@pytest.mark.parametrize("name", [*BOMBS, "huge", "huge-unannounced"])
def test_too_large_is_refused_without_another_try(crawled: Crawled, host: Host, name: str) -> None:
    assert crawled[host.url(f"/{name}")]["outcome"] == "TooLarge"
    assert len(host.times(f"/{name}")) == 1


def test_bombs_do_not_fill_memory(crawled: Crawled) -> None:
    assert crawled.stats["peak"] < 250 * 2**20


@pytest.mark.parametrize("name", ["cl-short", "chunk-cut", "reset"])
def test_cut_transfer_is_an_error(crawled: Crawled, host: Host, name: str) -> None:
    assert crawled[host.url(f"/{name}")]["outcome"] == "ResponseDataLossError"
    assert len(host.times(f"/{name}")) == 2


def test_body_without_length_keeps_its_flag(crawled: Crawled, host: Host) -> None:
    outcome = crawled[host.url("/no-length")]
    assert (outcome["outcome"], outcome["flags"]) == ("answer", ["partial"])


@pytest.mark.parametrize("coding", DECODERS)
def test_empty_error_page_is_not_broken(crawled: Crawled, host: Host, coding: str) -> None:
    outcome = crawled[host.url(f"/empty-{coding}")]
    assert (outcome["outcome"], outcome["status"]) == ("HttpError", 404)
