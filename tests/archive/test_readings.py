"""Readings that are added later, while the archive goes on: an article may be erased, or read by somebody else."""

import pytest
from samples import Crawl, at, fetch, opened, page, reading, url_of

LATER = reading(extractor="2", source="某日报")


@pytest.fixture
def two(crawl: Crawl) -> Crawl:
    """Two articles as an older extractor read them."""
    for number in (1, 2):
        crawl.article(fetch(url_of(number), body=page(("别的。", str(number)))), reading(("别的。", str(number))))
    return crawl


def test_what_was_erased_in_the_meantime_is_not_taken_out_nor_read(two: Crawl) -> None:
    with opened(two.url) as archive:
        numbers = archive.revisions_from(most=9)
        two.writer.forget(url_of(1), at(20), reason="test", by="test")
        assert [old.url for old in archive.restored(numbers)] == [url_of(2)]
    two.writer.add_readings((number, LATER) for number in numbers)
    with opened(two.url) as archive:
        assert [article["source"] for article in archive.articles()] == ["某日报"]
        assert list(archive.problems()) == []


def test_what_another_has_read_in_the_meantime_stays_as_it_is(two: Crawl) -> None:
    with opened(two.url) as archive:
        numbers = archive.revisions_from(most=9)
    two.writer.add_readings([(numbers[0], reading(extractor="2", source="乙日报"))])
    two.writer.add_readings((number, LATER) for number in numbers)
    assert two.rows("SELECT source FROM v_article ORDER BY id") == [("乙日报",), ("某日报",)]
    assert two.rows("SELECT count(*) FROM reading") == [(4,)]
