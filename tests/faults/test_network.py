"""What goes wrong on the way to an article: never taken for it, told, and made good by the next run (F1 to F26)."""

import asyncio
import gzip
import random
import socket
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import brotli  # type: ignore[import-untyped]
import measuring
import pytest
from crawling import Crawl
from invariants import assert_whole
from loopback import Answer, Loopback, answer, redirect
from small_sites import Site, article

from archive import Archive

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PATIENT = {"RETRY_TIMES": "1", "RETRY_BACKOFF": "0.1", "DOWNLOAD_TIMEOUT": "3"}
BOMB = bytes(64 * 2**20)
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
WITHOUT_LENGTH = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
HOME = "<html><head><title>首页</title></head><body><h1>示例高新区</h1><ul>{}</ul></body></html>".format(
    "".join(f"<li><a href='/{name}/'>{name}</a></li>" for name in ("园区概况", "园区要闻", "通知公告", "招商引资"))
)
JSL = answer(b"<script>document.cookie='__jsl_clearance=1|0|'+x</script>", "521 x", Set_Cookie="__jsluid_s=ab")
TS = b"<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};" + b"x=1;" * 3000 + b"</script>"


@dataclass(frozen=True)
class Fault:
    """What comes in place of articles, and what the run that meets it makes of each: `state`, with these words."""

    name: str
    answers: list[Answer]
    state: str = "failed"
    words: str = ""
    code: int = 3
    found: int = 0  # rows of the first run that are articles all the same


def cut(body: bytes, places: tuple[float, ...] = (0.02, 0.4, 0.8, 0.99)) -> Iterator[bytes]:
    """The body's beginnings."""
    return (body[: int(len(body) * place)] for place in places)


def coded(coding: str, *bodies: bytes) -> list[Answer]:
    """Answers of these bytes in a content coding, their length right."""
    return [answer(body, Content_Encoding=coding) for body in bodies]


def reset_after(sent: bytes) -> Callable[[asyncio.StreamWriter], object]:
    """Sends so much, then resets the connection."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        await writer.drain()
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return send


def cut_somewhere(body: bytes, seed: int) -> Callable[[asyncio.StreamWriter], object]:
    """A page without its length, which breaks off at another place each time."""
    dice, asked = random.Random(seed), count(1)

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(WITHOUT_LENGTH + body[: dice.randint(300, len(body) - 40 - next(asked))])
        await writer.drain()

    return send


def trickling(body: bytes) -> Callable[[asyncio.StreamWriter], object]:
    """Fifty bytes each half second: a body that never ends in time."""

    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(answer(body)[:300])
        for place in range(300, len(body), 50):
            await asyncio.sleep(0.5)
            writer.write(answer(body)[place : place + 50])
            await writer.drain()

    return send


PAGES = [article(number) for number in range(4)]
FAULTS = [
    Fault("F1", [answer(PAGES[n])[: -1 - n * 400] for n in range(4)], words="broke off"),
    Fault("F2", [CHUNKED + b"%x\r\n" % len(PAGES[0]) + part for part in cut(PAGES[0] + b"\r\n")], words="broke off"),
    Fault("F3", [WITHOUT_LENGTH + page for page in PAGES], state="done", code=0, found=4),
    Fault("F4", [cut_somewhere(PAGES[n], n) for n in range(4)], words="another end"),  # type: ignore[list-item]
    Fault("F5", coded("gzip", *cut(gzip.compress(PAGES[0]))), words="broken gzip body"),
    Fault(
        "F6",
        [
            *coded("deflate", *cut(zlib.compress(PAGES[0]))),
            *coded("br", *cut(brotli.compress(PAGES[0]))),
            *coded("zstd", *cut(zstd.compress(PAGES[0]))),
            *coded("gzip, br", *(brotli.compress(part) for part in cut(gzip.compress(PAGES[0])))),
        ],
        words="body: ",
    ),
    Fault("F7", coded("gzip", *(gzip.compress(page)[:-8] + b"\0" * 8 for page in PAGES)), words="incorrect data check"),
    Fault("F8", [reset_after(answer(PAGES[n])[: 200 + n * 500]) for n in range(4)], words="broke off"),  # type: ignore[list-item]
    Fault("F10", [trickling(PAGES[0])], words="no answer in time"),  # type: ignore[list-item]
    Fault(
        "F11",
        [answer(PAGES[0], X_Long="x" * 200_000), reset_after(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000)],  # type: ignore[list-item]
        words="the download failed",
    ),
    Fault("F12", [answer(PAGES[0]).replace(b"Connection", b"Content-Length: 17\r\nConnection")], words="failed"),
    Fault("F13", [answer(PAGES[0]).replace(b"Connection", b"no colon\r\nConnection")], state="done", code=0, found=1),
    Fault("F14", [redirect("/a/0.html"), redirect("/loop"), redirect("/a/1.html")], words="redirects, the last at"),
    Fault("F15", [redirect("/"), redirect("/list/")], state="missing", code=0),
    Fault(
        "F23",
        [answer(b""), answer(b" \r\n"), b"HTTP/1.1 204 No Content\r\n\r\n"],
        words="the answer is empty",
    ),
    Fault(
        "F24",
        [
            *coded("gzip", gzip.compress(BOMB)),
            *coded("deflate", zlib.compress(BOMB)),
            *coded("br", brotli.compress(BOMB, quality=5)),
            *coded("zstd", zstd.compress(BOMB)),
            *coded("gzip, gzip", gzip.compress(gzip.compress(BOMB))),
            *coded("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(BOMB)))),
            *coded("zstd, br", brotli.compress(zstd.compress(BOMB))),
        ],
        words="is larger than",
    ),
    Fault("F32", [answer(PAGES[0].replace(b"</p>", b"</p><p>x</p>" * 70_000))], words="is larger than"),
    Fault("F25", [JSL, answer(TS, "412 x"), answer(TS, "202 x"), answer(TS)], state="blocked", words="challenge"),
    Fault(
        "F26",
        [answer(PAGES[0]).replace(b"Connection", b"".join(b"Set-Cookie: c%d=1\r\n" % n for n in range(5000)) + b"C")],
        state="done",
        code=0,
        found=1,
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    """Loopback hosts for all faults."""
    loopback = Loopback()
    yield loopback
    loopback.close()


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_on_the_way_to_an_article(crawl: Crawl, loopback: Loopback, fault: Fault) -> None:
    """A run meets the fault on some of a site's pages; then the fault is gone, and the next run comes."""
    site = Site(len(fault.answers) + 3, fault.answers)
    host = loopback.host({"/": answer(HOME.encode()), "/loop": redirect("/loop"), **site.faulty()})
    spoilt = [host.url(path) for path in site.articles[: len(fault.answers)]]
    truth = [host.url(path) for path in site.articles]
    measuring.trials(len(spoilt))

    ended = crawl("zone", host.url("/list/"), **PATIENT)
    acknowledged = assert_whole(str(crawl.archive), truth=truth[0 if fault.found else len(spoilt) :])
    assert ended.code == fault.code, ended.reason
    assert {url: state_of(crawl, url) for url in spoilt} == dict.fromkeys(spoilt, fault.state)
    assert [url for url in spoilt if fault.words not in reason_of(crawl, url)] == []

    host.answers.update(site.answers())
    for url in spoilt:
        crawl.expire(url)
    ended = crawl("zone", host.url("/list/"), **PATIENT)
    assert ended.code == 0, ended.reason
    assert_whole(str(crawl.archive), acknowledged=acknowledged, truth=truth)


def state_of(crawl: Crawl, url: str) -> str:
    """The state of an address."""
    return str(row_of(crawl, url)["state"])


def reason_of(crawl: Crawl, url: str) -> str:
    """Why an address is in its state; empty where it is an article."""
    return str(row_of(crawl, url)["reason"] or "")


def row_of(crawl: Crawl, url: str) -> dict[str, object]:
    """What the frontier says of an address."""
    query = "SELECT f.state, f.reason FROM frontier f JOIN url u ON u.id = f.url_id WHERE u.url = :url"
    with Archive(str(crawl.archive)) as archive:
        return next(iter(archive.query(query, url=url)))


@pytest.mark.slow
def test_a_host_that_is_down_is_told_and_had_when_it_is_back(crawl: Crawl, loopback: Loopback) -> None:
    """F9: at first nobody listens; then the host goes in the middle of a run; then it stays."""
    site, down = Site(6), loopback.host({})
    loopback.stop(down)
    url, truth = down.url("/list/"), [down.url(path) for path in Site(6).articles]
    measuring.trials(2)
    ended = crawl("zone", url, **PATIENT)
    assert (ended.code, "the host refused the connection" in ended.reason) == (11, True)
    up = loopback.host(site.answers(), down.ip, port=down.port)
    up.answers[site.articles[2]] = lambda writer: loopback.stopping(up)
    ended = crawl("zone", url, DOWNLOAD_DELAY="0.1", **PATIENT)
    assert ended.code == 3, ended.reason
    acknowledged = assert_whole(str(crawl.archive))
    assert len(acknowledged) == 2
    loopback.host(site.answers(), down.ip, port=down.port)
    for address in truth:
        crawl.expire(address)
    assert crawl("zone", url, **PATIENT).code == 0
    assert_whole(str(crawl.archive), acknowledged=acknowledged, truth=truth)


SOON = {"REVISIT_FIRST_DAYS": "0", "REVISIT_LAST_DAYS": "0.0000001"}


@pytest.mark.slow
def test_a_good_article_is_never_overwritten(crawl: Crawl, loopback: Loopback) -> None:
    """Faults that meet articles which are known: each stays as it is, and is the same article afterwards."""
    spoilt = {fault.name: fault.answers[0] for fault in FAULTS if fault.found == 0}
    site = Site(len(spoilt) + 2, [*spoilt.values(), WITHOUT_LENGTH + PAGES[3][:1500]])
    host = loopback.host({"/": answer(HOME.encode()), "/loop": redirect("/loop"), **site.answers()})
    truth = [host.url(path) for path in site.articles]
    assert crawl("zone", host.url("/list/"), **PATIENT, **SOON).code == 0
    before = said(crawl)
    measuring.trials(len(site.spoilt))
    host.answers.update(site.faulty())
    assert crawl("zone", host.url("/list/"), **PATIENT, **SOON).code == 3
    assert said(crawl) == before
    assert {state_of(crawl, url) for url in truth} == {"failed", "missing", "blocked", "done"}
    host.answers.update(site.answers())
    for url in truth:
        crawl.expire(url)
    assert crawl("zone", host.url("/list/"), **PATIENT, **SOON).code == 0
    assert said(crawl) == before
    assert_whole(str(crawl.archive), acknowledged=truth, truth=truth)
    assert {state_of(crawl, url) for url in truth} == {"done"}


@pytest.mark.slow
def test_a_page_that_never_closes_is_an_article_all_the_same(crawl: Crawl, loopback: Loopback) -> None:
    """An old site whose pages come without length and without their last tag, the same each time: no false alarm."""
    site = Site(4)
    old = {path: WITHOUT_LENGTH + body.removesuffix(b"</body></html>") for path, body in site.pages.items()}
    host = loopback.host({**site.answers(), **old})
    measuring.trials(len(old))
    assert crawl("zone", host.url("/list/"), **PATIENT, **SOON).code == 0
    assert crawl("zone", host.url("/list/"), **PATIENT, **SOON).code == 0
    assert_whole(str(crawl.archive), truth=[host.url(path) for path in site.articles])
    with Archive(str(crawl.archive)) as archive:
        flags = list(archive.query("SELECT DISTINCT flags FROM fetch WHERE outcome = 'ok' AND final_url LIKE '%/a/%'"))
    assert flags == [{"flags": '["partial","unclosed"]'}]
    assert {len(host.times(path)) for path in old} == {4}, "each is asked for twice a visit, and no more"


def said(crawl: Crawl) -> dict[str, tuple[str, int]]:
    """What each article says, and in which revision."""
    with Archive(str(crawl.archive)) as archive:
        return {row["url"]: (row["text"], row["revision"]) for row in archive.articles()}
