"""An archive in which every table has rows, of every kind that crawls and operators leave."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from samples import HOST, LIST, SITE, at, fetch, page, reading, row, url_of
from test_files import PDF, PNG, Keeping, address, wanted
from test_reprints import OTHER, TEXT

from archive.batches import Part
from archive.copying.tables import COPIED
from archive.database import open_engine
from archive.export.cursors import Cursors
from archive.learning import Lesson, add
from archive.manners.records import FirstPage, HostRest, RobotsFile
from archive.records import RunSection

ODD = "“双碳”㐀𠮷\u200b\\ %s :x\t'\"\ufffd"
FORGOTTEN = url_of(4)


def fill(url: str, folder: Path, articles: int = 12) -> None:
    """Fills a new archive; the last run has ended."""
    crawl = Keeping(url, folder)
    crawl.listed(*(row(number, title=f"新闻{ODD}{number}", pinned=number == 1) for number in range(1, articles + 1)))
    for number in range(1, articles + 1):
        _article(crawl, number)
    _past(crawl)
    _files(crawl)
    _manners(crawl)
    _others(crawl, url)
    crawl.writer.compare_reprints()
    crawl.writer.forget(FORGOTTEN, at(300), reason="on request", by="test")
    crawl.writer.end_run(crawl.run, at(400), state="partial", exit_code=3, reason="部分", stats={"x": [1, 2.5, None]})
    crawl.writer.close()
    change(url, "INSERT INTO reprint_due SELECT min(id) FROM article")


def change(url: str, *statements: str) -> None:
    """Changes an archive behind its back."""
    engine = open_engine(url, write=True, partial=True)
    try:
        with engine.begin() as db:
            for statement in statements:
                db.exec_driver_sql(statement)
    finally:
        engine.dispose()


def tables(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table that is copied, and of none that is not."""
    engine = open_engine(url)
    with engine.connect() as db:
        found = {str(table.name): sorted(map(tuple, db.execute(table.select())), key=repr) for table in COPIED}
    engine.dispose()
    return found


def _article(crawl: Keeping, number: int) -> None:
    said = (
        TEXT if number in {2, 3} else (f"{ODD}第{number}篇，{OTHER[number % 2]}", *OTHER) if number % 3 else OTHER[:1]
    )
    pages = (fetch(f"{url_of(number)}?p=2", body=page(("下一页。",), number)),) if number == 5 else ()
    files = ({"url": address(f"{number}.pdf"), "name": f"附件{ODD}"},)
    values = {"published": f"2023-10-{number % 28 + 1:02}", "published_precision": "day", "title": f"标题{number}{ODD}"}
    of = fetch(url_of(number), number / 60, body=page(said, number), response_headers=(("X-Odd", ODD),))
    crawl.writer.record_article(
        crawl.run, SITE, of, reading(said, attachments=files, **values), due=at(999), reread=lambda pages: None,
        further=pages,
    )  # fmt: skip


def _past(crawl: Keeping) -> None:
    """Edits, redirects, failures of each kind, and an article that is missing."""
    crawl.next_run(60)
    crawl.article(fetch(url_of(2), 61, body=page(("改了。",))), reading(("改了。",)), reread=lambda pages: None)
    moved = fetch(url_of(6), 62, body=page(("搬了。",)), final_url=url_of(90), redirects=(url_of(6), url_of(91)))
    crawl.article(moved, reading(("搬了。",)), reread=lambda pages: None)
    crawl.miss(url_of(1), "missing", 63)
    crawl.miss(url_of(70), "failed", 64, status=None, outcome="network", error="连接断开")
    crawl.writer.record_not_modified(crawl.run, SITE, fetch(url_of(3), 65, status=304, body=None), due=at(999))


def _files(crawl: Keeping) -> None:
    crawl.shows(80, wanted("a.pdf"), wanted("b.png", role="image", name=None), minutes=70)
    crawl.keep(address("a.pdf"), PDF, 71)
    crawl.keep(address("b.png"), PNG, 72)


def _manners(crawl: Keeping) -> None:
    manners = crawl.writer.manners
    manners.keep_robots(RobotsFile(HOST, 200, "User-agent: *\nDisallow: /内部\n", at()))
    manners.rest(HostRest("www.example.cn", at(5), "429", 2))
    manners.keep_first_page(crawl.section, FirstPage('"x"', None, "0.1", honest=True, place={"page": 3}))
    crawl.writer.beat(crawl.run, at(80), {"n": 1}, [RunSection(crawl.section, 1, 2, 1, "known", ODD)])
    crawl.writer.end_section(
        crawl.run, crawl.section, pages=2, rows=9, new=3, stop_reason="known", detail="", walked=at(81)
    )


def _others(crawl: Keeping, url: str) -> None:
    """Incidents, a cursor, a batch, a dictionary, and what another machine says of a host."""
    crawl.writer.record_incidents(crawl.run, SITE, opened={"stale": {"days": 40}}, closed={}, measures={})
    crawl.writer.record_incidents(crawl.run, SITE, opened={"list": {"at": LIST}}, closed={"stale": "well"}, measures={})
    crawl.writer.batches.ask("verify", [Part("rest", 0, 0)], at(90))
    with Cursors(url) as cursors:
        cursors.start("daily", {"site": SITE}, at(91))
    with crawl.writer._transaction() as db:
        add(db, Lesson(SITE, b"what pages have in common" * 40, False, ()), at(92))
        db.execute(sa.text("INSERT INTO host_asked VALUES ('www.example.cn', '2026-11-23T08:00:00.000Z')"))
