"""What is wrong with the search rows is found, and building them again mends it; what is erased is gone."""

from collections.abc import Iterator

import pytest
from samples import Crawl, fetch, opened, page, reading, url_of
from sqlalchemy import text

from archive import Archive
from archive.search.checks import check_search, rebuild
from archive.search.index import SearchIndex


@pytest.fixture
def filled(crawl: Crawl) -> Crawl:
    """Three articles, the last of which waits for the index."""
    for number, words in enumerate(("光伏产业园区", "风电产业园区", "储能产业园区"), 1):
        if number == 3:
            crawl.writer.index_search()
        crawl.article(fetch(url_of(number), body=page((words,))), reading((words,), title=words[:2], source="某报"))
    return crawl


@pytest.fixture
def found(filled: Crawl) -> Iterator[Archive]:
    """A reader on the archive."""
    with opened(filled.url) as archive:
        yield archive


def problems(archive: Archive) -> list[tuple[int | None, str]]:
    """What the check says, for a reader."""
    with archive._connect() as db:
        return [(problem.article, problem.said) for problem in check_search(db)]


def spoil(crawl: Crawl, *statements: str) -> None:
    """Runs statements behind the archive's back."""
    with crawl.writer._transaction() as db:
        for statement in statements:
            db.execute(text(statement))


def mended(crawl: Crawl, archive: Archive) -> bool:
    """Whether building the search rows again leaves nothing wrong and finds everything."""
    with crawl.writer._transaction() as db:
        assert rebuild(db) == 3
    return problems(archive) == [] and archive.search_count("产业园") == 3 and archive.search_count("光伏") == 1


def test_nothing_is_wrong_with_an_archive(filled: Crawl, found: Archive) -> None:
    assert problems(found) == []
    filled.writer.index_search()
    assert problems(found) == []
    assert mended(filled, found)


def test_a_missing_row_is_found(filled: Crawl, found: Archive) -> None:
    with filled.writer._transaction() as db:
        SearchIndex(db).remove(1)
        SearchIndex(db).remove(3)
        SearchIndex(db).remove(99)
    assert [article for article, _ in problems(found)] == [1, 3]
    assert found.search_count("产业") == 1
    assert mended(filled, found)


def test_another_text_is_found(filled: Crawl, found: Archive) -> None:
    spoil(filled, "UPDATE search SET text = '别的' WHERE article = 2")
    assert problems(found) == [(2, "search looks through another text than the article's")]
    assert mended(filled, found)


def test_lost_and_stray_tokens_are_found(filled: Crawl, found: Archive) -> None:
    on_sqlite = found._engine.dialect.name == "sqlite"
    if on_sqlite:
        spoil(filled, "INSERT INTO search_index (search_index) VALUES ('delete-all')",
              "INSERT INTO search_index (rowid, tokens) VALUES (7, '别的')")  # fmt: skip
    else:
        spoil(filled, "DELETE FROM search_index WHERE id IN (SELECT id FROM search WHERE article < 3)",
              "INSERT INTO search_index VALUES (7, ARRAY[1])")  # fmt: skip
    lacks = "search does not find it: the index lacks its tokens"
    assert problems(found) == [
        (1, lacks),
        (2, lacks),
        (None, "the search index has tokens under 7, where no article is"),
    ]
    assert mended(filled, found)


def test_what_was_forgotten_may_not_be_found(filled: Crawl, found: Archive) -> None:
    spoil(filled, "UPDATE article SET state = 'forgotten' WHERE id = 1")
    assert problems(found) == [(1, "search finds an article that says nothing")]
    with filled.writer._transaction() as db:
        SearchIndex(db).erase(1)
    assert problems(found) == []


def test_erasing_leaves_no_word_in_the_index(filled: Crawl, found: Archive) -> None:
    filled.writer.index_search()
    with filled.writer._transaction() as db:
        SearchIndex(db).erase(1)
    assert found.search_count("光伏") == 0
    assert found.search_count("产业园") == 2
    if found._engine.dialect.name == "sqlite":
        blocks = list(found.query("SELECT block FROM search_index_data"))
        assert any("风电".encode() in row["block"] for row in blocks)
        assert not any("光伏".encode() in row["block"] for row in blocks)
    else:
        assert list(found.query("SELECT count(*) AS n FROM search_index")) == [{"n": 2}]
