"""Dictionaries are learned where they pay, by whoever crawls, and every capture stays readable."""

import gzip
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from random import Random
from statistics import mean

import pytest
from samples import HOST, SITE, Crawl, at, fetch, opened, reading, row, url_of
from sqlalchemy import create_engine, delete, text, update

from archive import Busy, Unusable, Writer
from archive.backup import back_up
from archive.captures import packed
from archive.database import sqlite_path
from archive.dictionaries import compiled, drop_compiled, number_of
from archive.learning import Known, Lesson, add, in_use
from archive.models import Capture, Dictionary
from archive.records import sha256
from archive.schema import upgrade
from archive.sqlite import open_file
from zonenews.demo.answer import Call
from zonenews.demo.sites import plain_site

ENOUGH = 96


def bodies_of(family: str = "trs", count: int = ENOUGH + 34) -> list[bytes]:
    """Article pages of one template."""
    site = plain_site(date(2026, 11, 1), articles=count, family=family)
    return [site.answer(Call(path)).body for path in site.articles]


PAGES = bodies_of()
OTHERS = bodies_of("asp", 20)


def archive_pages(crawl: Crawl, pages: list[bytes], first: int = 1) -> None:
    """Archives pages as articles."""
    for number, body in enumerate(pages, first):
        said = (f"第{number}个项目开工建设。",)
        crawl.article(fetch(url_of(number), number, body=body), reading(said))


def dictionaries(crawl: Crawl) -> list[tuple[int, int]]:
    """Whether they are trained, and how many captures are kept under each, the oldest first."""
    query = "SELECT trained, (SELECT count(*) FROM capture c WHERE c.dictionary = d.id) AS n FROM dictionary d"
    return [(trained, count) for trained, count in crawl.rows(f"{query} ORDER BY d.learned, d.id")]


def assert_all_readable(crawl: Crawl, pages: list[bytes]) -> None:
    """Every page comes back as it was, also for a process that has read none yet."""
    drop_compiled()
    with opened(crawl.url) as archive:
        assert [archive.capture(sha256(page)) for page in pages] == pages
        assert list(archive.problems()) == []


def test_pages_of_one_template_are_kept_under_the_first(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:20])
    assert dictionaries(crawl) == [(0, 17)], "two pages have won the first one's bytes"
    assert crawl.rows("SELECT samples FROM dictionary") == [(f'["{sha256(PAGES[0])[:16]}"]',)]
    sizes = crawl.rows("SELECT length(data) AS kept, size FROM capture WHERE dictionary IS NOT NULL")
    assert sum(kept for kept, _ in sizes) < 0.12 * sum(size for _, size in sizes)
    assert_all_readable(crawl, PAGES[:20])


def test_pages_that_share_nothing_get_no_dictionary(crawl: Crawl) -> None:
    pages = [
        "".join(chr(0x4E00 + (number * 7919 + place * place) % 9000) for place in range(900)).encode()
        for number in range(12)
    ]
    archive_pages(crawl, pages)
    assert dictionaries(crawl) == []
    assert_all_readable(crawl, pages)


def test_each_template_gets_its_own(crawl: Crawl) -> None:
    mixed = [page for pair in zip(PAGES[:12], OTHERS[:12], strict=True) for page in pair]
    archive_pages(crawl, mixed)
    (first, under_first), (second, under_second) = dictionaries(crawl)
    assert (first, second) == (0, 0)
    assert min(under_first, under_second) > 4
    assert_all_readable(crawl, mixed)


def test_many_pages_train_one(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES)
    (raw, under_raw), (trained, under_trained) = dictionaries(crawl)
    assert (raw, trained, under_raw) == (0, 1, ENOUGH)
    assert under_trained == len(PAGES) - ENOUGH - 3
    query = "SELECT d.trained, length(c.data) AS kept FROM capture c JOIN dictionary d ON d.id = c.dictionary"
    kept = {kind: [size for found, size in crawl.rows(query) if found == kind] for kind in (0, 1)}
    assert mean(kept[1]) < 0.7 * mean(kept[0])
    assert_all_readable(crawl, PAGES)


def test_no_page_takes_more_than_gzip(crawl: Crawl) -> None:
    pages = [*PAGES[:10], *OTHERS[:10], b"", b"x", b"<ul>" * 400]
    archive_pages(crawl, pages)
    for digest, size in crawl.rows("SELECT digest, length(data) FROM capture"):
        body = next(page for page in pages if sha256(page) == digest)
        assert size <= len(gzip.compress(body, 9))


def test_a_later_process_goes_on_with_what_was_learned(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:10])
    later = Crawl(crawl.url)
    archive_pages(later, PAGES[10:14], 11)
    assert dictionaries(crawl) == [(0, 11)]
    later.writer.close()
    assert_all_readable(crawl, PAGES[:14])


def test_a_page_is_tried_under_the_newest_of_each_kind() -> None:
    def known(number: int, trained: bool) -> Known:
        return Known(number, compiled(PAGES[0], trained=False), trained)

    raw = [known(number, False) for number in range(5)]
    trained = [known(number, True) for number in (10, 11, 12)]
    assert in_use([*raw[:2], trained[0], raw[2], *trained[1:]]) == [*raw[:2], *trained[:2]]
    assert in_use(raw) == raw[:3]
    assert in_use([]) == []


def test_the_same_page_again_teaches_nothing(crawl: Crawl) -> None:
    for minute in range(10):
        crawl.article(fetch(minutes=minute, body=PAGES[0]))
    assert dictionaries(crawl) == []


def test_two_that_learn_the_same_share_it(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:1])
    other = Writer(crawl.url)
    lesson = Lesson(SITE, PAGES[0], False, (sha256(PAGES[0]),))
    learned = []
    for writer in (crawl.writer, other):
        with writer._transaction() as db:
            learned.append(add(db, lesson, at()))
    other.close()
    assert [known.number for known in learned if known] == [number_of(sha256(PAGES[0]))] * 2
    assert dictionaries(crawl) == [(0, 0)]


@pytest.mark.slow
def test_processes_that_learn_at_the_same_time_end_well(archive_url: str) -> None:
    Crawl(archive_url).writer.close()
    code = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from test_dictionaries import Crawl, archive_pages, PAGES
from archive import Busy
def insist(call):
    while True:
        try:
            return call()
        except Busy:
            pass

crawl = insist(lambda: Crawl({url!r}))
for number in range({first}, {first} + 140):
    body = PAGES[number % len(PAGES)] + b"<!-- %d -->" % number
    insist(lambda: archive_pages(crawl, [body], number))
insist(crawl.writer.close)
"""
    here = Path(__file__).parent
    words = {"tests": str(here), "root": str(here.parents[1]), "url": archive_url}
    running = [
        subprocess.Popen([sys.executable, "-c", code.format(first=first, **words)]) for first in (1, 1_001, 2_001)
    ]
    assert [process.wait(100) for process in running] == [0, 0, 0]
    with opened(archive_url) as archive:
        assert list(archive.problems()) == []
        assert len(list(archive.articles())) == 420


def test_a_dictionary_that_is_erased_meanwhile_is_not_used(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:6])
    other = Writer(crawl.url)
    with other._transaction() as db:
        db.execute(update(Capture).values(dictionary=None))
        db.execute(delete(Dictionary))
    other.close()
    with pytest.raises(Busy, match="a dictionary was erased"):
        archive_pages(crawl, PAGES[6:7], 7)
    archive_pages(crawl, PAGES[6:7], 7)
    with opened(crawl.url) as archive:
        assert archive.capture(sha256(PAGES[6])) == PAGES[6]


def test_what_is_learned_from_a_page_that_was_erased_is_not_kept(crawl: Crawl) -> None:
    crawl.listed(row(1))
    archive_pages(crawl, PAGES[:2])
    other = Writer(crawl.url)
    other.forget(url_of(1), at(5), reason="个人信息", by="管理员")
    other.close()
    archive_pages(crawl, PAGES[2:8], 3)
    assert f'"{sha256(PAGES[0])[:16]}"' not in str(crawl.rows("SELECT samples FROM dictionary"))
    assert_all_readable(crawl, PAGES[1:8])


def test_list_pages_are_kept_under_one_too(crawl: Crawl) -> None:
    site = plain_site(date(2026, 11, 1), articles=300)
    section = site.sections[0]
    first = site.answer(Call(section.family.first_path(section.path))).body
    for number in range(8):
        body = first.replace("经开区".encode(), f"经开{number}区".encode(), 5)
        of = fetch(f"{HOST}/xwzx/", number, body=body)
        crawl.writer.record_list(crawl.run, SITE, crawl.section, of, [])
    assert dictionaries(crawl) == [(0, 5)]


def test_all_that_reads_pages_reads_them_from_under_dictionaries(crawl: Crawl, tmp_path: Path) -> None:
    archive_pages(crawl, PAGES[:12])
    drop_compiled()
    with opened(crawl.url) as archive:
        read = [old.pages[0].body for old in archive.restored(archive.revisions_from(most=20)) if old.pages]
        counts = archive.export_warc(tmp_path / "pages.warc.gz")
    assert (read, counts.responses) == (PAGES[:12], 12)


@pytest.mark.parametrize("archive_url", ["sqlite"], indirect=True)
def test_a_backup_can_read_what_it_holds(crawl: Crawl, tmp_path: Path) -> None:
    archive_pages(crawl, PAGES[:12])
    drop_compiled()
    assert back_up(crawl.url, tmp_path / "copy.db") == []
    with opened(str(tmp_path / "copy.db")) as copy:
        assert [copy.capture(sha256(page)) for page in PAGES[:12]] == PAGES[:12]


def test_an_archive_of_schema_0003_goes_on_with_dictionaries(archive_url: str) -> None:
    path = sqlite_path(archive_url)
    engine = create_engine(archive_url) if path is None else open_file(path, write=True, wait=1)
    add = text("INSERT INTO capture (digest, size, codec, data) VALUES (:digest, :size, 'zstd', :data)")
    with engine.connect() as connection:
        upgrade(connection, "0003")
        for page in PAGES[:5]:
            connection.execute(add, {"digest": sha256(page), "size": len(page), "data": packed(page)})
        connection.commit()
    engine.dispose()
    with pytest.raises(Unusable, match=r"older schema \(0003\)"), opened(archive_url):
        pass
    crawl = Crawl(archive_url)
    assert crawl.rows("SELECT count(*) AS n FROM capture WHERE dictionary IS NULL") == [(5,)]
    archive_pages(crawl, PAGES[:12])
    assert dictionaries(crawl) == [(0, 4)], "the first five were there"
    assert_all_readable(crawl, PAGES[:12])
    crawl.writer.close()


@pytest.mark.slow
def test_a_process_that_is_killed_while_it_learns_leaves_every_page_readable(archive_url: str) -> None:
    Crawl(archive_url).writer.close()
    code = """
import sys
sys.path[:0] = [{tests!r}, {root!r}]
from test_dictionaries import Crawl, archive_pages, PAGES
crawl = Crawl({url!r})
print("started", flush=True)
for number in range({first}, {first} + 10_000):
    archive_pages(crawl, [PAGES[number % len(PAGES)] + b"<!-- %d -->" % number], number)
"""
    here, dice = Path(__file__).parent, Random(4)
    for attempt in range(8):
        words = {"tests": str(here), "root": str(here.parents[1]), "url": archive_url, "first": attempt * 10_000 + 1}
        process = subprocess.Popen([sys.executable, "-c", code.format(**words)], stdout=subprocess.PIPE)
        assert process.stdout
        assert process.stdout.readline() == b"started\n"
        time.sleep(dice.random() * 0.4 * (1 + attempt))
        process.kill()
        process.communicate()
        drop_compiled()
        with opened(archive_url) as archive:
            assert list(archive.problems()) == []
    with opened(archive_url) as archive:
        found = list(archive.query("SELECT count(*) AS n FROM dictionary"))
    assert found[0]["n"] > 0
