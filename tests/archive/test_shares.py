"""What is checked and written share by share is all that is checked and written at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import Crawl, fetch, opened, page, reading, url_of
from sqlalchemy import text
from warcio.archiveiterator import ArchiveIterator

from archive import Archive

COUNT = 12
DAMAGE = (
    "UPDATE capture SET data = :nothing WHERE digest IN (SELECT digest FROM capture ORDER BY digest LIMIT 5)",
    "UPDATE search SET text = 'x' WHERE article IN (2, 7, 11)",
    "UPDATE charted SET fields = 1 WHERE article IN (3, 12)",
    "DELETE FROM fingerprint WHERE article = 8",
    "UPDATE revision SET current_reading = NULL WHERE article = 9",
    "DELETE FROM search_index",
)


@pytest.fixture
def archive(crawl: Crawl) -> Iterator[Archive]:
    """Twelve articles, one of them seen twice; no two alike."""
    for number in range(1, COUNT + 1):
        said = tuple(f"第{number}个项目开工建设第{line}步，{number * 37 + line}户企业参加。" for line in range(20))
        crawl.article(fetch(url_of(number), body=page(said)), reading(said, title=f"第{number}篇"))
    crawl.article(fetch(url_of(COUNT), 9, body=page(said)), reading(said, title=f"第{COUNT}篇"))
    crawl.writer.compare_reprints()
    with opened(crawl.url) as archive:
        yield archive


@pytest.mark.parametrize("most", [1, 5, 1000])
def test_shares_find_what_is_found_at_once(crawl: Crawl, archive: Archive, most: int) -> None:
    assert [found for share in archive.shares_to_check(most) for found in archive.problems(share)] == []
    with crawl.writer._transaction() as db:
        for statement in DAMAGE[:-1] if db.dialect.name == "sqlite" else DAMAGE:
            db.execute(text(statement), {"nothing": b"x"} if ":nothing" in statement else {})
    at_once = list(archive.problems())
    by_share = [found for share in archive.shares_to_check(most) for found in archive.problems(share)]
    assert len(at_once) >= 5 + 3 + 2 + 1 + 1
    assert sorted(map(repr, by_share)) == sorted(map(repr, at_once))
    assert len(archive.shares_to_check(5)) == 1 + 3 + 3


def test_fetches_are_written_in_ranges_of_so_many(archive: Archive, tmp_path: Path) -> None:
    ranges = archive.fetches_to_write(5)
    assert [len(numbers) for numbers in ranges] == [5, 5, 3]
    written = []
    for place, numbers in enumerate(ranges):
        counts = archive.export_warc(tmp_path / f"{place}.warc.gz", fetches=numbers)
        written.append((counts.responses, counts.revisits))
        with (tmp_path / f"{place}.warc.gz").open("rb") as file:
            kinds = [record.rec_type for record in ArchiveIterator(file)]
        assert kinds.count("response") == counts.responses
    assert written == [(5, 0), (5, 0), (2, 1)]
    assert archive.export_warc(tmp_path / "all.warc").responses == COUNT
