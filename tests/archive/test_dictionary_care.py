"""Damaged dictionaries are found and made again; what was learned from a forgotten page is erased with it."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from samples import SITE, Crawl, at, fetch, opened, reading, url_of
from sqlalchemy import delete, select, update
from test_dictionaries import PAGES, archive_pages, assert_all_readable, dictionaries

from archive import Busy, NotFound, Unusable
from archive.dictionaries import content_of, drop_compiled, number_of
from archive.forgetting import forget
from archive.models import Capture, Dictionary
from archive.records import sha256

ON_SQLITE = pytest.mark.parametrize("archive_url", ["sqlite"], indirect=True)


def found(crawl: Crawl) -> list[tuple[str, str]]:
    """What is wrong, and where."""
    with opened(crawl.url) as archive:
        return sorted((problem.kind, problem.where) for problem in archive.problems())


def flip_a_bit(crawl: Crawl, number: int) -> None:
    """Damages a dictionary."""
    with crawl.writer._transaction() as db:
        data = bytearray(db.execute(select(Dictionary.data).where(Dictionary.id == number)).scalar_one())
        data[len(data) // 2] ^= 4
        db.execute(update(Dictionary).where(Dictionary.id == number).values(data=bytes(data)))


def contents(crawl: Crawl) -> Iterator[bytes]:
    """The bytes of every dictionary."""
    with crawl.writer._transaction() as db:
        yield from [content_of(row) for row in db.execute(select(Dictionary.digest, Dictionary.data)).all()]


def test_a_damaged_dictionary_is_found_with_all_that_hangs_on_it(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:8])
    flip_a_bit(crawl, number_of(sha256(PAGES[0])))
    hanging = [("capture", url_of(number)) for number in range(4, 9)]
    assert found(crawl) == sorted([*hanging, ("dictionary", SITE)])


def test_every_bit_of_a_dictionary_is_checked(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:4])
    with crawl.writer._transaction() as db:
        row = db.execute(select(Dictionary.digest, Dictionary.data)).one()
    for bit in range(0, len(row.data) * 8, 101):
        damaged = bytearray(row.data)
        damaged[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unusable, match=f"dictionary {row.digest} is damaged"):
            content_of(SimpleNamespace(digest=row.digest, data=bytes(damaged)))


@pytest.mark.parametrize("count", [8, len(PAGES)], ids=["a page", "trained"])
def test_a_damaged_dictionary_is_made_again(crawl: Crawl, count: int) -> None:
    archive_pages(crawl, PAGES[:count])
    newest = "SELECT id FROM dictionary ORDER BY learned DESC LIMIT 1"
    ((number,),) = crawl.rows(newest)
    flip_a_bit(crawl, number)
    with opened(crawl.url) as archive:
        digests = [problem.digest for problem in archive.problems() if problem.digest]
    mended = crawl.writer.mend(digests, at(900))
    assert (mended.dictionaries, mended.captures, len(digests) > 4) == (1, 0, True)
    assert_all_readable(crawl, PAGES[:count])


def test_what_cannot_be_made_again_is_fetched_again(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:8])
    flip_a_bit(crawl, number_of(sha256(PAGES[0])))
    with crawl.writer._transaction() as db:
        db.execute(update(Dictionary).values(samples=[]))
    with opened(crawl.url) as archive:
        digests = [problem.digest for problem in archive.problems() if problem.digest]
    crawl.writer.close()
    later = Crawl(crawl.url)
    assert later.writer.mend(digests, at(900)).captures == len(digests) == 5
    assert crawl.rows("SELECT count(*) FROM frontier WHERE due IS NOT NULL") == [(5,)]
    archive_pages(later, PAGES[3:8], 4)
    assert found(later) == [("dictionary", SITE)]
    later.writer.mend([], at(1_000))
    assert_all_readable(later, PAGES[:8])
    later.writer.close()


def test_nothing_is_packed_under_a_damaged_dictionary(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:8])
    flip_a_bit(crawl, number_of(sha256(PAGES[0])))
    crawl.writer.close()
    later = Crawl(crawl.url)
    archive_pages(later, PAGES[8:12], 9)
    drop_compiled()
    with opened(crawl.url) as archive:
        assert [archive.capture(sha256(page)) for page in PAGES[8:12]] == PAGES[8:12]
    later.writer.close()


@pytest.mark.parametrize("count", [20, len(PAGES)], ids=["a page", "trained"])
def test_forgetting_a_page_erases_what_was_made_of_it(crawl: Crawl, count: int) -> None:
    archive_pages(crawl, PAGES[:count])
    (samples,) = crawl.rows("SELECT samples FROM dictionary ORDER BY learned DESC LIMIT 1")[0]
    number = next(place for place, page in enumerate(PAGES, 1) if sha256(page)[:16] in samples)
    before = dict(zip(["dictionaries", "captures"], map(list, zip(*dictionaries(crawl), strict=True)), strict=True))
    erased = crawl.writer.forget(url_of(number), at(900), reason="个人信息", by="管理员")
    assert erased.dictionaries == 1
    assert erased.repacked in (before["captures"][-1], before["captures"][-1] - 1)
    assert sha256(PAGES[number - 1])[:16] not in str(crawl.rows("SELECT samples FROM dictionary"))
    assert [trained for trained, _ in dictionaries(crawl)] == before["dictionaries"], "another took its place"
    assert_all_readable(crawl, [page for page in PAGES[:count] if page is not PAGES[number - 1]])
    with opened(crawl.url) as archive, pytest.raises(NotFound):
        archive.capture(sha256(PAGES[number - 1]))


@ON_SQLITE
def test_no_sentence_of_a_forgotten_page_is_left_in_any_dictionary(crawl: Crawl) -> None:
    secret = "王某某住在幸福路三百二十一号，身份证号码尾号四四五六七八。"
    page = PAGES[0].replace(b"</body>", f"<p>{secret}</p></body>".encode())
    assert secret.encode() in page
    archive_pages(crawl, [page, *PAGES[1:20]])
    assert any(secret.encode() in content for content in contents(crawl))
    with crawl.writer._transaction() as db:
        theirs = select(Capture.data).where(Capture.digest == sha256(page))
        kept = db.scalars(select(Dictionary.data).union_all(theirs)).all()
    # long pieces lie in several pages of the file, short ones in one
    pieces = [data[start:end] for data in kept for start, end in pairwise(range(0, len(data), 64))]
    file = Path(crawl.url)
    everything = file.read_bytes() + file.with_name("zonenews.db-wal").read_bytes()
    assert sum(piece in everything for piece in pieces) > 0.9 * len(pieces)
    crawl.writer.forget(url_of(1), at(900), reason="个人信息", by="管理员")
    everything = file.read_bytes() + file.with_name("zonenews.db-wal").read_bytes()
    assert [piece for piece in pieces if piece in everything] == []
    assert not any(secret.encode() in content for content in contents(crawl))
    assert_all_readable(crawl, PAGES[1:20])


def test_a_forgetting_that_is_cut_off_loses_nothing(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:20])
    transactions = 0

    def few() -> object:
        nonlocal transactions
        transactions += 1
        if transactions == 3:
            raise InterruptedError
        return crawl.writer._transaction()

    with pytest.raises(InterruptedError):
        forget(few, len, url_of(1), at(900), "个人信息", "管理员")  # type: ignore[arg-type]
    assert_all_readable(crawl, PAGES[:20])
    erased = crawl.writer.forget(url_of(1), at(901), reason="个人信息", by="管理员")
    assert (erased.dictionaries, erased.captures) == (1, 1)
    assert_all_readable(crawl, PAGES[1:20])


def test_what_another_process_packed_meanwhile_is_packed_anew(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:10])
    other = Crawl(crawl.url)
    archive_pages(other, PAGES[10:12], 11)
    crawl.writer.forget(url_of(1), at(900), reason="个人信息", by="管理员")
    with pytest.raises(Busy, match="a dictionary was erased"):
        archive_pages(other, PAGES[12:14], 13)
    archive_pages(other, PAGES[12:14], 13)
    assert_all_readable(crawl, PAGES[1:14])
    other.writer.close()


def test_a_damaged_capture_does_not_keep_a_page_from_being_forgotten(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:10])
    with crawl.writer._transaction() as db:
        db.execute(update(Capture).where(Capture.digest == sha256(PAGES[7])).values(data=b"x"))
    assert crawl.writer.forget(url_of(1), at(900), reason="个人信息", by="管理员").dictionaries == 1
    assert found(crawl) == [("capture", url_of(8))]
    crawl.article(fetch(url_of(8), 950, body=PAGES[7]), reading(("第8个项目开工建设。",)))
    assert found(crawl) == []


def test_captures_of_a_dictionary_that_is_not_there_are_named(crawl: Crawl) -> None:
    archive_pages(crawl, PAGES[:5])
    with crawl.writer._transaction() as db:
        db.execute(update(Capture).values(dictionary=None))
        db.execute(delete(Dictionary))
    assert found(crawl) == [("capture", url_of(4)), ("capture", url_of(5))]
