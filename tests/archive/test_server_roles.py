"""What a role of a server may not do is said in a line."""

from collections.abc import Iterator

import pytest
from postgresql import Server
from samples import START, Crawl, opened
from sqlalchemy import NullPool, create_engine, make_url

from archive import Archive, Unusable, Writer

pytestmark = pytest.mark.slow
_ROLE = "stranger"


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    with postgresql.database() as url:
        execute(url, f"CREATE ROLE {_ROLE} LOGIN; GRANT USAGE ON SCHEMA public TO {_ROLE}")
        yield url
        execute(url, f"DROP OWNED BY {_ROLE}; DROP ROLE {_ROLE}")


def execute(url: str, statements: str) -> None:
    """Runs statements of the archive's owner."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.exec_driver_sql(statements)


def as_stranger(url: str) -> str:
    """The same archive for the other role."""
    return make_url(url).set(username=_ROLE).render_as_string()


def test_one_who_may_make_no_tables_makes_no_archive(url: str) -> None:
    with pytest.raises(Unusable, match=r"permission denied.*must own the archive's tables and schema"):
        Writer(as_stranger(url))


def test_one_who_may_only_read_reads(url: str) -> None:
    crawl = Crawl(url)
    crawl.article()
    crawl.writer.close()
    with pytest.raises(Unusable, match="permission denied"), Archive(as_stranger(url)) as archive:
        list(archive.articles())
    execute(url, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {_ROLE}")
    with opened(as_stranger(url)) as archive:
        assert len(list(archive.articles())) == 1
    writer = Writer(as_stranger(url))
    with pytest.raises(Unusable, match="permission denied"):
        writer.beat(1, START)
    writer.close()
