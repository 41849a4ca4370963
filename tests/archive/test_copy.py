"""An archive is copied between engines as it is, searches alike, and lives on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from copies import copied, proven, unequal
from everything import FORGOTTEN, change, tables
from postgresql import Server
from samples import SITE, START, Crawl, fetch, opened, page, reading, rows, url_of

from archive import Archive, ArchiveError, Forgotten, Unusable, Writer
from archive.copying.digests import Digest, rows_digest
from archive.files.store import store_of


def test_the_source_has_rows_in_every_table(source: str) -> None:
    assert [name for name, rows in tables(source).items() if not rows] == []


def test_a_copy_is_equal_and_sound(source: str, archive_url: str, tmp_path: Path) -> None:
    before = tables(source)
    heard: list[int] = []
    proof = copied(source, archive_url, tmp_path, heard.append)
    assert proof.is_equal
    assert proof.searches > 10
    assert sum(heard) == 3 * sum(map(len, before.values()))
    assert tables(archive_url) == before == tables(source)
    with Archive(archive_url, files=tmp_path / "kept") as archive:
        assert [problem for problem in archive.problems() if problem.kind != "reprint"] == []
        assert [hit.url for hit in archive.search("双碳")] == [hit.url for hit in opened_search(source, "双碳")]
    store = store_of(archive_url, tmp_path / "kept")
    assert store is not None
    assert len(store.digests()) == 2


def opened_search(url: str, query: str) -> list[object]:
    """What an archive finds."""
    with opened(url) as archive:
        return list(archive.search(query))


def test_a_copy_has_the_schema_of_a_new_archive(source: str, tmp_path: Path) -> None:
    target, new = str(tmp_path / "b.db"), str(tmp_path / "new.db")
    assert copied(source, target, tmp_path).is_equal
    Writer(new).close()
    query = "SELECT name, sql FROM sqlite_master ORDER BY name"
    assert rows(target, query) == rows(new, query)


@pytest.mark.slow
def test_a_copy_on_a_server_has_all_constraints_and_indexes(source: str, postgresql: Server, tmp_path: Path) -> None:
    query = """
        SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) AS said FROM pg_constraint
        UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes
        UNION ALL SELECT table_name, '', table_type FROM information_schema.tables ORDER BY 1, 2, 3
    """
    with postgresql.database() as target, postgresql.database() as new:
        assert copied(source, target, tmp_path).is_equal
        for url in (target, new):
            Writer(url).close()  # makes the tables of the months to come
        found = [{row for row in rows(url, query) if "fetch_20" not in str(row)} for url in (target, new)]
        assert found[0] == found[1]
        assert len(found[0]) > 300


@pytest.mark.slow
def test_there_and_back_again(source: str, postgresql: Server, tmp_path: Path) -> None:
    with postgresql.database() as one, postgresql.database() as two:
        back = str(tmp_path / "back.db")
        assert copied(source, one, tmp_path).is_equal
        assert rows(one, "SELECT count(*) FROM fetch_default") == [(0,)], "fetches lie in their months"
        assert copied(one, two, tmp_path).is_equal
        assert copied(two, back, tmp_path).is_equal
        proof = proven(source, back, tmp_path)
        assert proof.is_equal
        assert tables(back) == tables(source)


@pytest.mark.slow
@pytest.mark.parametrize(("ahead", "prepared"), [(3, True), (2, False)])
def test_months_that_a_copy_makes_stand_beside_those_of_writers(
    ahead: int, prepared: bool, postgresql: Server, tmp_path: Path
) -> None:
    """A writer makes this month's table and the next two; the copied archive has fetches of a clock that is off."""
    now, source = datetime.now(UTC), str(tmp_path / "a.db")
    count = now.year * 12 + now.month - 1 + ahead
    crawl = Crawl(source)
    crawl.article(fetch(minutes=(datetime(count // 12, count % 12 + 1, 15, tzinfo=UTC) - START).total_seconds() / 60))
    crawl.writer.close()
    with postgresql.database() as target:
        if prepared:
            Writer(target).close()
        assert copied(source, target, tmp_path).is_equal
        Writer(target).close()
        tables = rows(target, "SELECT relname FROM pg_class WHERE relname ~ '^fetch_2' AND relkind = 'r'")
        assert len(tables) == max(3, ahead + 1)
        assert rows(target, "SELECT count(*) FROM fetch_default") == [(0,)]


def test_a_copy_lives_on(own: str, archive_url: str, tmp_path: Path) -> None:
    assert copied(own, archive_url, tmp_path).is_equal
    crawl = Crawl(archive_url)
    said = ("复制之后的新闻，独一无二的字样。",)
    crawl.article(fetch(url_of(500), 700, body=page(said)), reading(said, title="复制之后"))
    crawl.article(fetch(url_of(7), 701, body=page(said)), reading(said), reread=lambda pages: None)
    with pytest.raises(Forgotten):
        crawl.article(fetch(FORGOTTEN, 702, body=page(said)), reading(said))
    crawl.next_run(800)
    crawl.writer.close()
    with Archive(archive_url, files=tmp_path / "kept") as archive:
        assert {hit.url for hit in archive.search("独一无二")} == {url_of(500), url_of(7)}
        assert [problem for problem in archive.problems() if problem.kind != "reprint"] == []
    differing = unequal(proven(own, archive_url, tmp_path))
    assert {"url", "fetch", "run", "article", "revision", "reading", "search", "search index"} <= set(differing)


def test_an_empty_archive_is_copied_too(archive_url: str, tmp_path: Path) -> None:
    source = str(tmp_path / "none.db")
    Writer(source).close()
    proof = copied(source, archive_url, tmp_path)
    assert (proof.is_equal, proof.searches) == (True, 0)
    crawl = Crawl(archive_url)
    crawl.article()
    crawl.writer.close()


def test_a_digest_tells_rows_apart_and_not_their_order() -> None:
    rows = [(1, "二", None), (2, "", b"\x00"), (3, "3", 3)]
    assert rows_digest(rows) == rows_digest(reversed(rows))
    others = [
        [(1, "二", None), (2, "", b"\x00")], [*rows, rows[0]], [(1, "二", ""), *rows[1:]], [(1, "二", 0), *rows[1:]],
        [(1, b"\xe4\xba\x8c", None), *rows[1:]], [*rows[:2], (3, 3, "3")], [*rows[:2], (33, "", 3)],
    ]  # fmt: skip
    digests = {rows_digest(each).digest for each in (rows, *others)}
    assert len(digests) == len(others) + 1
    assert rows_digest([]) == Digest(0, "0" * 64)
    assert rows_digest([(1.5,)]) != rows_digest([(1.25,)])


DAMAGE = {
    "capture": "UPDATE capture SET data = {damaged} WHERE digest = (SELECT max(digest) FROM capture)",
    "attachment": "DELETE FROM attachment WHERE id = (SELECT max(id) FROM attachment)",
    "reading": "UPDATE reading SET flags = '[ ]' WHERE id = 1",
    "search": "UPDATE search SET text = text || '多' WHERE id = (SELECT max(id) FROM search)",
    "search index": "DELETE FROM {index} WHERE id = (SELECT max(id) FROM search)",
    "site": "INSERT INTO site VALUES ('more', NULL, NULL, '2026-11-23T08:00:00.000Z')",
}
_WORDS = {
    "sqlite": {
        "index": "search_index_docsize",
        "damaged": "CAST(substr(data, 1, 9) || x'00' || substr(data, 11) AS BLOB)",
    },
    "postgresql": {"index": "search_index", "damaged": r"overlay(data PLACING '\x00' FROM 10)"},
}


def test_the_proof_finds_every_damage(source: str, archive_url: str, tmp_path: Path) -> None:
    assert copied(source, archive_url, tmp_path).is_equal
    words = _WORDS["postgresql" if "://" in archive_url else "sqlite"]
    change(archive_url, *(statement.format(**words) for statement in DAMAGE.values()))
    proof = proven(source, archive_url, tmp_path)
    assert not proof.is_equal
    assert set(unequal(proof)) == DAMAGE.keys(), "each is found, and nothing else"


def test_the_proof_finds_a_damaged_file_and_an_index_that_finds_nothing(source: str, tmp_path: Path) -> None:
    target = str(tmp_path / "b.db")
    assert copied(source, target, tmp_path).is_equal
    store = store_of(target, None)
    assert store is not None
    damaged = store.path(min(store.digests()))
    damaged.unlink()
    damaged.write_bytes(b"%PDF other bytes")
    change(target, "INSERT INTO search_index (search_index) VALUES ('delete-all')")
    proof = proven(source, target, tmp_path)
    assert unequal(proof) == ["search index", "kept files"]
    assert len(proof.different) > proof.searches / 2


def test_a_target_that_holds_an_archive_is_refused_and_not_touched(
    source: str, archive_url: str, tmp_path: Path
) -> None:
    crawl = Crawl(archive_url)
    crawl.writer.close()
    with pytest.raises(ArchiveError, match="holds an archive already"):
        copied(source, archive_url, tmp_path)
    with pytest.raises(ArchiveError, match="holds an archive already"):
        copied(source, archive_url, tmp_path, anew=True)
    assert crawl.rows("SELECT key FROM site") == [(SITE,)]
    assert crawl.rows("SELECT count(*) AS n FROM article") == [(0,)]


def test_places_that_are_none_are_refused(source: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is the same archive"):
        copied(source, f"sqlite:///{source}", tmp_path)
    with pytest.raises(Unusable, match="no archive at"):
        copied(str(tmp_path / "none.db"), str(tmp_path / "b.db"), tmp_path)
    with pytest.raises(Unusable, match="make it first"):
        copied(source, str(tmp_path / "none" / "b.db"), tmp_path)
    (tmp_path / "text").write_text("其他程序的文件")
    with pytest.raises(Unusable, match="not a zonenews archive"):
        copied(source, str(tmp_path / "text"), tmp_path)
    assert not (tmp_path / "b.db").exists()
