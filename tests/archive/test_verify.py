"""`verify` finds what is not as it was written, names the article, and what can be mended is mended."""

import random
from pathlib import Path

import pytest
from samples import HOST, SITE, Crawl, at, fetch, opened, page, reading, row, url_of
from sqlalchemy import update

from archive import ArchiveError, Writer
from archive.backup import back_up
from archive.database import sqlite_path
from archive.models import Capture
from archive.sqlite import library

FLIPS = 1_000
ON_SQLITE = pytest.mark.parametrize("archive_url", ["sqlite"], indirect=True)


@pytest.fixture
def five(crawl: Crawl) -> Crawl:
    """Five articles; the fifth has a second page."""
    for number in range(1, 6):
        said = (f"第{number}个项目开工建设，园区做好各项服务保障工作。",) * 3
        further = [fetch(f"{url_of(number)}?page=2", body=page(said, "second"))] if number == 5 else []
        crawl.listed(row(number))
        crawl.writer.record_article(
            crawl.run, SITE, fetch(url_of(number), body=page(said, number)), reading(said, title=f"第{number}篇"),
            due=None, reread=lambda pages: None, further=further,
        )  # fmt: skip
    return crawl


def found(crawl: Crawl) -> list[tuple[str, str]]:
    """What is wrong, and where."""
    with opened(crawl.url) as archive:
        return [(problem.kind, problem.where) for problem in archive.problems()]


def execute(crawl: Crawl, statement: str, *values: object) -> None:
    """Changes the file behind the archive's back."""
    connection = library().connect(str(sqlite_path(crawl.url)))
    with connection:
        connection.execute(statement, values)
    connection.close()


def test_nothing_is_wrong_with_an_archive_as_it_was_written(five: Crawl) -> None:
    assert found(five) == []


def test_every_flipped_bit_is_found_and_named(crawl: Crawl) -> None:
    dice = random.Random(7)
    for number in range(FLIPS):
        said = (f"第{number}个项目开工建设，园区做好各项服务保障工作。",)
        crawl.article(fetch(url_of(number), body=page(said)), reading(said))
    assert found(crawl) == []
    query = "SELECT digest, data FROM capture"
    with crawl.writer._transaction() as db:
        for digest, data in crawl.rows(query):
            bit = dice.randrange(len(data) * 8)
            flipped = bytearray(data)
            flipped[bit // 8] ^= 1 << bit % 8
            db.execute(update(Capture).where(Capture.digest == digest).values(data=bytes(flipped)))
    assert sorted(found(crawl)) == sorted(("capture", url_of(number)) for number in range(FLIPS))


@ON_SQLITE
@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE article SET current_revision = NULL WHERE id = 2", "article"),
        ("DELETE FROM capture WHERE digest = (SELECT capture FROM revision WHERE id = 2)", "reference"),
        ("DELETE FROM search WHERE article = 3", "search"),
        ("UPDATE search SET text = 'x' WHERE article = 3", "search"),
    ],
)
def test_what_is_missing_or_changed_is_found(five: Crawl, statement: str, kind: str) -> None:
    five.writer.close()
    execute(five, statement)
    assert kind in {each for each, _ in found(five)}


@ON_SQLITE
def test_a_text_that_is_no_text_any_more_is_named(five: Crawl) -> None:
    damage = "UPDATE {} SET text = CAST(x'E5BCFF' || text AS TEXT) WHERE {} = 4"
    execute(five, damage.format("search", "article"))
    assert found(five) == [("search", url_of(4))]
    five.writer.rebuild_search()
    assert found(five) == []
    execute(five, damage.format("reading", "id"))
    assert found(five) == [("search", url_of(4))]
    with opened(five.url) as archive:
        with pytest.raises(ArchiveError, match="a text in it is damaged; `zonenews verify`"):
            list(archive.articles())
        assert archive.article(url_of(5))["title"] == "第5篇"


@ON_SQLITE
def test_search_is_built_anew(five: Crawl) -> None:
    execute(five, "UPDATE search SET text = 'x' WHERE article = 3")
    five.writer.rebuild_search()
    assert found(five) == []


@ON_SQLITE
@pytest.mark.parametrize("number", [1, 5])
def test_a_damaged_capture_is_mended_by_the_same_bytes(five: Crawl, number: int) -> None:
    said = (f"第{number}个项目开工建设，园区做好各项服务保障工作。",) * 3
    whole = fetch(url_of(number), 60, body=page(said, number))
    execute(five, "UPDATE capture SET data = x'00' WHERE digest = ?", whole.body_digest)
    assert found(five) == [("capture", url_of(number))]
    assert whole.body_digest
    five.writer.mend([whole.body_digest], at(30))
    with opened(five.url) as archive:
        assert [due.url for due in archive.revisits(SITE, at(31), most=9)] == [url_of(number)]
    further = [fetch(f"{url_of(number)}?page=2", 60, body=page(said, "second"))] if number == 5 else []
    change = five.writer.record_article(
        five.run,
        SITE,
        whole,
        reading(said, title=f"第{number}篇"),
        due=None,
        reread=lambda pages: None,
        further=further,
    )
    assert (change, found(five)) == ("unchanged", [])


@ON_SQLITE
def test_a_backup_is_whole_while_others_write(five: Crawl, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with five.writer._transaction():
        assert back_up(five.url, copy) == []
    with opened(str(copy)) as restored, opened(five.url) as archive:
        assert list(restored.articles()) == list(archive.articles())
    writer = Writer(str(copy))
    run = writer.start_run(SITE, SITE, at(99), "0.1")
    assert writer.record_list(run, SITE, 1, fetch(f"{HOST}/xwzx/", 99, body=b"<ul>"), [row(9)]).new == 1
    writer.close()


@ON_SQLITE
def test_a_backup_replaces_nothing_and_says_what_is_damaged(five: Crawl, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="exists; name a new file"):
        back_up(five.url, Path(str(sqlite_path(five.url))))
    with pytest.raises(ArchiveError, match="does not exist; make it first"):
        back_up(five.url, tmp_path / "none" / "copy.db")
    execute(five, "UPDATE capture SET data = x'00' WHERE rowid = 1")
    (problem,) = back_up(five.url, tmp_path / "copy.db")
    assert problem.kind == "capture"
    assert (tmp_path / "copy.db").exists(), "a damaged archive is worth a copy too"
    assert sorted(path.name for path in tmp_path.glob(".*")) == []
