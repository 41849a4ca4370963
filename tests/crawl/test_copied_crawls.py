"""A crawl goes on in a copy of its archive as it would have in the archive itself."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from crawling import ROOT, Crawl, sections, served
from postgresql import Server

from archive import Archive
from zonenews.demo.client import ReplicaClient

SOON = {"REVISIT_FIRST_DAYS": "0", "REVISIT_LAST_DAYS": "0.0000001"}


@pytest.fixture
def few_articles() -> Iterator[ReplicaClient]:
    """A replica with 15 articles in its main section."""
    with served("--articles", "15") as client:
        yield client


def zonenews(*words: str) -> str:
    """What a command prints; it ends well."""
    env = Crawl(Path()).env
    done = subprocess.run(
        [sys.executable, "-m", "zonenews", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def said(archive: str) -> dict[str, tuple[Any, ...]]:
    """What an archive tells of each article."""
    with Archive(archive) as found:
        rows = [found.article(row["url"]) for row in found.query("SELECT url FROM v_article")]
    return {row["url"]: (row["title"], row["text"], row["revision"], row["state"], row["sections"]) for row in rows}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_crawl_goes_on_in_a_copy(few_articles: ReplicaClient, postgresql: Server, tmp_path: Path) -> None:
    first, back, url = str(tmp_path / "first.db"), str(tmp_path / "back.db"), sections(few_articles)
    assert Crawl(Path(first))("shangrao_jkq", url, **SOON).code == 0
    before = said(first)
    with postgresql.database() as server:
        zonenews("copy", first, server)
        edited, removed, *_ = (
            few_articles.edit(sorted(before)[3]),
            few_articles.remove(sorted(before)[7]),
            few_articles.publish(),
        )
        for archive in (first, server):
            command = Crawl(Path()).command("shangrao_jkq", url, **SOON)
            env = Crawl(Path()).env | {"ZONENEWS_ARCHIVE": archive}
            done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
        zonenews("copy", server, back)
        assert said(first) == said(server) == said(back)
        assert len(said(back)) == len(before) + 1
        assert said(back)[edited][2:4] == (2, "live")
        assert said(back)[removed][2:4] == (1, "missing")
        for archive in (first, server, back):
            assert "everything is as it was written" in zonenews("verify", "--archive", archive)
        finds = {zonenews("search", "开发区", "--json", "--limit", "500", "--archive", each) for each in (server, back)}
        assert len(finds) == 1
