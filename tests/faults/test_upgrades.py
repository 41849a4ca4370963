"""An archive of any earlier schema comes whole into today's, or stays what it was where the upgrade is killed (F57)."""

import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from invariants import assert_whole
from samples import opened, page
from sqlalchemy import Engine, create_engine, text

from archive import Unusable, Writer
from archive.captures import codec_of, packed
from archive.database import sqlite_path
from archive.schema import upgrade, versions
from archive.sqlite import open_file

ROOT = Path(__file__).parents[2]
NEWEST = versions()[-1]
PAGES = {number: page((f"第{number}页：光伏项目。",)) for number in range(1, 5)}
# An edited article, one with only a day, one without a date.
ROWS_OF_0001 = """
INSERT INTO site VALUES ('a_jkq', NULL, NULL, :t);
INSERT INTO run VALUES (1, 'a_jkq', 'a', :t, :t, NULL, 'complete', 0, '', '0.1', NULL, '{}');
INSERT INTO url SELECT id, 'a/' || id, 'http://a/' || id, 'a', :t, NULL, NULL FROM {numbers};
INSERT INTO frontier SELECT id, 'a_jkq', 'article', 'done', NULL, NULL, 0, NULL, NULL, NULL, NULL, :t, NULL, 0 FROM url;
INSERT INTO "fetch" SELECT id, 1, id, :t, url, 200, NULL, 'ok', '[]', '[]', 1, 'd', 'd', NULL, NULL, '[]' FROM url;
INSERT INTO article SELECT id, id, 'a_jkq', :t, :t, 'live', NULL FROM url;
INSERT INTO revision SELECT id, id, 1, id, (SELECT min(digest) FROM capture), :t, :t, NULL FROM article;
INSERT INTO revision SELECT 4, 1, 2, 1, max(digest), :t, :t, NULL FROM capture;
INSERT INTO reading SELECT id, id, '1', :t, '光伏新闻', '某某日報', NULL, NULL, NULL, NULL, NULL, '[]', '項目推進',
  '[]', '{}', '{}', '{}', 'utf-8', '', '[]', 'c' || id FROM revision;
UPDATE reading SET published = '2023-10-25T16:27+08:00', published_precision = 'minute' WHERE id IN (1, 4);
UPDATE reading SET published = '2024-01-02', published_precision = 'day' WHERE id = 2;
UPDATE reading SET text = '改过的一版' WHERE id = 4;
UPDATE revision SET current_reading = id;
UPDATE article SET current_revision = CASE WHEN id = 1 THEN 4 ELSE id END
"""


def make_old(url: str, version: str) -> None:
    """An archive with articles that began with the first schema and was brought to a later one."""
    engine = _engine(url)
    with engine.connect() as connection:
        upgrade(connection, "0001")
        for body in PAGES.values():
            data = packed(body)
            values = {"digest": sha256(body).hexdigest(), "size": len(body), "codec": codec_of(data), "data": data}
            connection.execute(text("INSERT INTO capture VALUES (:digest, :size, :codec, :data)"), values)
        numbers = "(SELECT 1 AS id UNION SELECT 2 UNION SELECT 3) AS numbers"
        for statement in ROWS_OF_0001.replace("{numbers}", numbers).split(";"):
            moment = {"t": "2024-01-03T00:00:00.000Z"} if ":t" in statement else {}
            connection.execute(text(statement.replace("T16:27", "T16\\:27").replace("+08:00", "+08\\:00")), moment)
        connection.commit()
        upgrade(connection, version)
    engine.dispose()


def _engine(url: str) -> Engine:
    path = sqlite_path(url)
    return create_engine(url) if path is None else open_file(path, write=True, wait=1)


def assert_old(url: str, version: str) -> None:
    """What a reader says of an archive that waits for its upgrade."""
    with pytest.raises(Unusable, match=rf"older schema \({version}\)"), opened(url):
        pass


def assert_brought_up_to_date(url: str) -> None:
    """The next writer upgrades, and everything is there."""
    Writer(url).close()
    assert_whole(url, truth=["http://a/1", "http://a/2", "http://a/3"])
    with opened(url) as archive:
        assert [hit.published for hit in archive.search("光伏")] == ["2024-01-02", "2023-10-25T16:27+08:00", None]
        assert [hit.url for hit in archive.search("改过")] == ["http://a/1"]
        assert [row["text"] for row in archive.revisions("http://a/1")] == ["項目推進", "改过的一版"]


@pytest.mark.parametrize("version", versions()[:-1])
def test_an_archive_of_every_earlier_schema_is_upgraded_with_what_is_in_it(url: str, version: str) -> None:
    make_old(url, version)
    assert_old(url, version)
    assert_brought_up_to_date(url)


@pytest.mark.slow
@pytest.mark.parametrize("version", versions()[:-1])
@pytest.mark.parametrize("statement", ["CREATE", f"UPDATE alembic_version SET version_num='{NEWEST}'", "COMMIT"])
def test_an_upgrade_that_is_killed_leaves_the_old_schema(url: str, version: str, statement: str) -> None:
    make_old(url, version)
    code = """
import os, signal, sys
from sqlalchemy import Engine, event
from archive import Writer

def die(*given):
    if sys.argv[2] == "COMMIT" or given[2].strip().startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "commit" if sys.argv[2] == "COMMIT" else "before_cursor_execute", die)
Writer(sys.argv[1])
"""
    killed = subprocess.run([sys.executable, "-c", code, url, statement], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert_old(url, version)
    assert_brought_up_to_date(url)
