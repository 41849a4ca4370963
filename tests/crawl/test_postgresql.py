"""An archive on PostgreSQL: crawled, asked and cared for by the same commands, with the same answers."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from crawling import ROOT, Crawl, Ended, sections
from postgresql import Server

from zonenews.demo.client import ReplicaClient

SOON = {"REVISIT_FIRST_DAYS": "0", "REVISIT_LAST_DAYS": "0.0000001"}
EXPORT = [sys.executable, "-m", "zonenews", "export"]
OUR_MOMENTS = re.compile(r"[-\dT:.]{23}Z")


@dataclass(frozen=True)
class Both:
    """The same site crawled into SQLite and into PostgreSQL."""

    urls: tuple[str, str]

    def crawl(self, spider: str, url: str, **settings: str) -> None:
        """Crawls into both; they end well and find the same."""
        command = Crawl(Path()).command(spider, url, **settings)
        ends = [_run(archive, command) for archive in self.urls]
        assert [ended.code for ended in ends] == [0, 0], ends
        new_and_changed = {ended.reason.rpartition(",")[0] for ended in ends}
        assert len(new_and_changed) == 1, new_and_changed

    def says(self, *words: str, code: int = 0) -> str:
        """What a command prints; both say the same, and end alike."""
        said = self.ends(*words, code=code)
        assert said[0] == said[1]
        return said[0]

    def ends(self, *words: str, code: int = 0) -> list[str]:
        """What a command prints for each; both end alike."""
        said = [_run(archive, [sys.executable, "-m", "zonenews", *words]) for archive in self.urls]
        assert [each.code for each in said] == [code, code], said
        return [each.said for each in said]

    def rows(self) -> list[dict[str, Any]]:
        """The JSON Lines of both, which hold the same."""
        said = [_run(archive, EXPORT).said for archive in self.urls]
        rows = [{row["url"]: row for row in map(json.loads, text.splitlines())} for text in said]
        assert rows[0] == rows[1]
        return list(rows[0].values())

    def finds(self, *words: str) -> None:
        """Both print the same lines, in any order: of one moment, what was met first comes first."""
        one, other = self.ends(*words)
        assert sorted(one.splitlines()) == sorted(other.splitlines())
        assert one.count("\n") > 3


def _run(archive: str, command: list[str]) -> Ended:
    env = Crawl(Path()).env | {"ZONENEWS_ARCHIVE": archive}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=110, check=False)
    return Ended(done.returncode, OUR_MOMENTS.sub("then", done.stdout + done.stderr))


def _read(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: row[name] for name in ("title", "source", "author", "editor", "published", "paragraphs", "breadcrumb")
    }


@pytest.fixture
def both(tmp_path: Path, postgresql: Server) -> Iterator[Both]:
    """Two fresh archives."""
    with postgresql.database() as url:
        yield Both((str(tmp_path / "zonenews.db"), url))


@pytest.mark.slow
def test_the_whole_replica_is_archived_exactly(replica: ReplicaClient, both: Both) -> None:
    ended = _run(both.urls[1], Crawl(Path()).command("shangrao_jkq", sections(replica)))
    truth = {line["url"]: line for line in replica.truth() if line["kind"] == "article"}
    assert (ended.code, ended.reason) == (0, f"zonenews: {len(truth)} new articles, 0 changed, 0 unchanged")
    rows = {row["url"]: row for row in map(json.loads, _run(both.urls[1], EXPORT).said.splitlines())}
    assert {url: _read(row) for url, row in rows.items()} == {url: _read(row) for url, row in truth.items()}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_command_says_the_same_on_both_engines(small_replica: ReplicaClient, both: Both) -> None:
    url = sections(small_replica)
    both.crawl("shangrao_jkq", url, **SOON)
    rows = both.rows()
    edited, removed, forgotten = (
        small_replica.edit(rows[3]["url"]),
        small_replica.remove(rows[7]["url"]),
        rows[5]["url"],
    )
    both.crawl("shangrao_jkq", url, **SOON)
    now = {row["url"]: (row["revision"], row["state"]) for row in both.rows()}
    assert (now[edited], now[removed]) == ((2, "live"), (1, "missing"))
    both.says("verify")
    both.says("diff", edited)
    both.says("search", "开发区", "--count")
    both.finds("search", "项目 OR 招商", "--order", "relevance", "--limit", "500", "--since", "2026-01-01")
    both.says("reprints")
    both.says("reextract", "--dry-run", "--json", "--jobs", "1")
    both.ends("forget", forgotten, "--reason", "asked for", "--yes")
    both.says("show", forgotten, code=4)
    assert len(both.rows()) == len(rows) - 1
    both.says("verify")


@pytest.mark.slow
def test_a_backup_of_a_server_names_its_own_tool(both: Both, tmp_path: Path) -> None:
    ended = _run(both.urls[1], [sys.executable, "-m", "zonenews", "backup", str(tmp_path / "copy.db")])
    assert (ended.code, list(tmp_path.iterdir())) == (9, [])
    assert "pg_dump" in ended.reason
