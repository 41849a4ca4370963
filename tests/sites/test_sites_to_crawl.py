"""Commands for all sites leave an unchecked one out until it was probed once."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import orjson
import pytest

from archive import Writer
from zonenews.exits import Exit, Refused
from zonenews.sites import checked_sites, load_sites, note_checked, probes_path, project_settings, sites_to_crawl

ROOT = Path(__file__).parents[2]


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """Where an archive will be."""
    return str(tmp_path / "zonenews.db")


def test_nothing_is_crawled_before_it_was_probed(archive: str) -> None:
    assert sites_to_crawl(archive) == ()
    note_checked(archive, "suzhou_snd", {"rows": 15})
    assert sites_to_crawl(archive) == ("suzhou_snd",)
    note_checked(archive, "chengdu_gxq", {"rows": 20})
    assert sites_to_crawl(archive) == ("chengdu_gxq", "suzhou_snd")


def test_a_site_needs_an_address(archive: str) -> None:
    note_checked(archive, "shangrao_jkq", {})
    assert sites_to_crawl(archive) == ()
    settings = project_settings(['SITE_URLS={"shangrao_jkq": "http://www.example.cn/list/"}'])
    assert sites_to_crawl(archive, settings) == ("shangrao_jkq",)


def test_a_later_probe_replaces_the_record(archive: str) -> None:
    note_checked(archive, "suzhou_snd", {"rows": 15})
    note_checked(archive, "suzhou_snd", {"rows": 20})
    assert checked_sites(archive)["suzhou_snd"]["rows"] == 20


def test_probes_at_the_same_time_lose_nothing(archive: str) -> None:
    names = [f"site_{number}" for number in range(12)]
    threads = [Thread(target=note_checked, args=(archive, name, {})) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(checked_sites(archive)) == set(names)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"a": 1}'])
def test_a_broken_record_is_named_and_kept(archive: str, content: bytes) -> None:
    probes_path(archive).write_bytes(content)
    with pytest.raises(Refused) as refused:
        sites_to_crawl(archive)
    assert refused.value.code is Exit.CONFIGURATION
    assert str(probes_path(archive)) in str(refused.value)
    assert probes_path(archive).read_bytes() == content


def test_the_record_lies_beside_the_archive(tmp_path: Path) -> None:
    assert probes_path(f"sqlite:///{tmp_path}/a.db") == tmp_path / "a.db.probes.json"
    assert probes_path("postgresql://localhost/news") == Path("zonenews.probes.json")


def test_sites_lists_the_files_where_there_is_no_archive(tmp_path: Path) -> None:
    rows = _sites(tmp_path)
    assert [row["site"] for row in rows] == list(load_sites())
    assert {(row["last_run"], row["probed"]) for row in rows} == {(None, None)}


def test_sites_lists_the_archives_sites_too(tmp_path: Path) -> None:
    archive = str(tmp_path / "zonenews.db")
    writer = Writer(archive)
    writer.add_site("www.example.cn", ["www.example.cn"], datetime.now(UTC))
    writer.add_site("suzhou_sip", ["www.sipac.gov.cn"], datetime.now(UTC), zone="苏州工业园区")
    writer.start_run("suzhou_sip", "suzhou_sip", datetime.now(UTC), "0")
    writer.close()
    note_checked(archive, "suzhou_sip", {})
    rows = {row["site"]: row for row in _sites(tmp_path)}
    assert set(rows) == {*load_sites(), "www.example.cn"}
    assert rows["suzhou_sip"]["last_run"]
    assert rows["suzhou_sip"]["probed"]
    assert rows["www.example.cn"]["probed"] is None


def test_an_archive_that_was_named_must_be_there(tmp_path: Path) -> None:
    done = _command(tmp_path, "--archive", "nowhere.db")
    assert done.returncode == 9


def _sites(folder: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = orjson.loads(_command(folder, "--json").stdout)
    return rows


def _command(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
    command = [sys.executable, "-m", "zonenews", "sites", *words]
    return subprocess.run(
        command, cwd=folder, env=plain | {"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60, check=False
    )
