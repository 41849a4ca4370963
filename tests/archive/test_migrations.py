"""The migrations and the models say the same, and a migration that is cut off leaves nothing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from samples import Crawl, opened
from sqlalchemy import Engine, create_engine, event, inspect

from archive import Unusable, Writer
from archive.database import open_engine, sqlite_path
from archive.models import Model
from archive.schema import upgrade
from archive.search.checks import check_search
from archive.sqlite import library, open_file

VIEWS = {"v_article", "v_file", "v_reprint", "v_revision", "v_run", "v_site_day"}


@pytest.fixture
def engine(archive_url: str) -> Engine:
    """An engine on a fresh archive."""
    Writer(archive_url).close()
    return open_engine(archive_url)


_OWN = {  # what an engine has for itself, or does without
    "sqlite": re.compile(r"search_index"),
    "postgresql": re.compile(r"search_index|fetch_(\d{4}_\d\d|default)|fk_revision(_page)?_fetch|ix_search_told"),
}


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    own = _OWN[engine.dialect.name]

    def is_of_both(thing: object, name: str | None, *rest: object) -> bool:
        return not own.match(str(name))

    opts = {"compare_type": True, "compare_server_default": True, "include_object": is_of_both}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Model.metadata) == []
    engine.dispose()


def test_every_check_of_the_models_is_in_the_database(tmp_path: Path) -> None:
    Writer(str(tmp_path / "a.db")).close()
    made = create_engine("sqlite://", module=library())
    Model.metadata.create_all(made)
    with made.connect() as by_models, open_engine(str(tmp_path / "a.db")).connect() as by_migrations:
        assert _checks(by_migrations) == _checks(by_models)
        assert sorted(_checks(by_models)) == sorted(
            [
                *(
                    "article",
                    "article_event",
                    "article_file",
                    "batch",
                    "cursor",
                    "dictionary",
                    "fetch",
                    "frontier",
                    "incident",
                ),
                *("reading", "reprint_group", "run", "run_section", "section_page"),
            ]
        )


def _checks(connection: object) -> dict[str, set[str]]:
    """The allowed words of every enum and the columns that hold JSON, by table."""
    found: dict[str, set[str]] = {}
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%CHECK%'"
    for table, sql in connection.exec_driver_sql(query):  # type: ignore[attr-defined]
        plain = re.sub(r"\s+", " ", sql.replace("( ", "(").replace('"', ""))
        enums = re.findall(r"(\w+) IN \(([^)]*)\)", plain)
        json = re.findall(r"json_valid\((\w+)\)", plain)
        found[table] = {f"{column}: {words.strip()}" for column, words in enums} | {f"{name}: json" for name in json}
    return found


def test_every_table_is_strict(tmp_path: Path) -> None:
    Writer(str(tmp_path / "a.db")).close()
    with open_engine(str(tmp_path / "a.db")).connect() as connection:
        tables = connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").all()
    assert {name for name, strict in tables if not strict} == {"alembic_version", "sqlite_schema", "sqlite_temp_schema"}
    assert {name for name, strict in tables if strict} == set(Model.metadata.tables)


def test_the_views_are_there_and_answer(engine: Engine) -> None:
    assert set(inspect(engine).get_view_names()) == VIEWS
    with engine.connect() as connection:
        assert [connection.exec_driver_sql(f"SELECT * FROM {view}").all() for view in sorted(VIEWS)] == [[]] * 6
    engine.dispose()


def test_a_second_opening_changes_nothing(archive_url: str) -> None:
    crawl = Crawl(archive_url)
    crawl.article()
    crawl.writer.close()
    Writer(archive_url).close()
    with opened(archive_url) as archive:
        assert len(list(archive.articles())) == 1


class Injected(Exception):
    """A fault of our own."""


@pytest.mark.parametrize("at", ["CREATE TABLE alembic_version", "CREATE TABLE url", "CREATE INDEX", "CREATE VIEW v_run",
                                "INSERT INTO alembic_version", "PRAGMA application_id ="])  # fmt: skip
def test_a_migration_that_fails_midway_leaves_nothing(tmp_path: Path, at: str) -> None:
    file = tmp_path / "zonenews.db"

    def fail(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.strip().startswith(at):
            raise Injected

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(Injected):
            Writer(str(file))
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
    left = library().connect(str(file))
    assert left.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert left.execute("PRAGMA application_id").fetchone() == (0,)
    left.close()
    with pytest.raises(Unusable, match="holds no archive yet; crawl first"), opened(str(file)):
        pass
    Crawl(str(file)).writer.close()


def test_a_migration_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "zonenews.db"
    code = f"""
import os, signal
from sqlalchemy import Engine, event
from archive import Writer

@event.listens_for(Engine, "before_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.startswith("CREATE VIEW v_run"):
        os.kill(os.getpid(), signal.SIGKILL)

Writer({str(file)!r})
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    crawl = Crawl(str(file))
    crawl.article()
    assert crawl.rows("SELECT count(*) FROM v_article") == [(1,)]
    crawl.writer.close()


def test_an_older_schema_is_told_to_readers(tmp_path: Path) -> None:
    file = tmp_path / "zonenews.db"
    Writer(str(file)).close()
    older = library().connect(str(file))
    older.execute("DELETE FROM alembic_version")
    older.commit()
    older.close()
    with pytest.raises(Unusable, match="holds no archive yet"), opened(str(file)):
        pass


# Rows as schema 0001 holds them: an edited article, one with only a day, one without a date; all times are the same.
_OF_0001 = """
INSERT INTO site VALUES ('a_jkq', NULL, NULL, '{t}');
INSERT INTO run VALUES (1, 'a_jkq', 'a', '{t}', '{t}', NULL, 'complete', 0, '', '0.1', NULL, '{{}}');
INSERT INTO capture VALUES ('d', 1, 'zstd', {blob});
INSERT INTO url VALUES (1, 'a/1', 'http://a/1', 'a', '{t}', NULL, NULL);
INSERT INTO url VALUES (2, 'a/2', 'http://a/2', 'a', '{t}', NULL, NULL);
INSERT INTO url VALUES (3, 'a/3', 'http://a/3', 'a', '{t}', NULL, NULL);
INSERT INTO "fetch" SELECT id, 1, id, '{t}', url, 200, NULL, 'ok', '[]', '[]', 1, 'd', 'd', NULL, NULL, '[]' FROM url;
INSERT INTO article SELECT id, id, 'a_jkq', '{t}', '{t}', 'live', NULL FROM url;
INSERT INTO revision VALUES (1, 1, 1, 1, 'd', '{t}', '{t}', NULL);
INSERT INTO revision VALUES (2, 2, 1, 2, 'd', '{t}', '{t}', NULL);
INSERT INTO revision VALUES (3, 3, 1, 3, 'd', '{t}', '{t}', NULL);
INSERT INTO revision VALUES (4, 1, 2, 1, 'd', '{t}', '{t}', NULL);
INSERT INTO reading SELECT id, id, '1', '{t}', '光伏新闻', '某某日報', NULL, NULL, NULL, NULL, NULL, '[]', '項目推進',
  '[]', '{{}}', '{{}}', '{{}}', 'utf-8', '', '[]', 'c' FROM revision;
UPDATE reading SET published = '2023-10-25T16:27+08:00' WHERE id IN (1, 4);
UPDATE reading SET published = '2024-01-02' WHERE id = 2;
UPDATE reading SET text = '改过的一版' WHERE id = 4;
UPDATE revision SET current_reading = id;
UPDATE article SET current_revision = CASE WHEN id = 1 THEN 4 ELSE id END
"""


def _archive_of_0001(url: str) -> None:
    path = sqlite_path(url)
    engine = create_engine(url) if path is None else open_file(path, write=True, wait=1)
    words = {"t": "2024-01-03T00:00:00.000Z", "blob": "'x'::bytea" if path is None else "x'00'"}
    with engine.connect() as connection:
        upgrade(connection, "0001")
        for statement in _OF_0001.format(**words).split(";"):
            connection.exec_driver_sql(statement)
        connection.commit()
    engine.dispose()


def test_the_articles_of_schema_0001_are_found_after_the_upgrade(archive_url: str) -> None:
    _archive_of_0001(archive_url)
    with pytest.raises(Unusable, match=r"older schema \(0001\)"), opened(archive_url):
        pass
    Writer(archive_url).close()
    with opened(archive_url) as archive:
        assert [hit.published for hit in archive.search("光伏")] == ["2024-01-02", "2023-10-25T16:27+08:00", None]
        assert [hit.url for hit in archive.search("改过")] == ["http://a/1"]
        assert len(archive.search("项目推进")) == 2
        assert len(archive.search("光伏", source="日报", since="2024-01-01")) == 1
        with archive._connect() as connection:
            assert list(check_search(connection)) == []


def test_an_upgrade_that_fails_while_it_indexes_leaves_the_old_schema(archive_url: str) -> None:
    _archive_of_0001(archive_url)

    def fail(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("INSERT INTO search_index"):
            raise Injected

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(Injected):
            Writer(archive_url)
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
    with pytest.raises(Unusable, match=r"older schema \(0001\)"), opened(archive_url):
        pass
    Writer(archive_url).close()
    with opened(archive_url) as archive:
        assert len(archive.search("光伏")) == 3
