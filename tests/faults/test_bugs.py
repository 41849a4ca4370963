"""An extractor that breaks on one page of a crawl: its bytes are kept, the rest is read, the run says so (F59)."""

import subprocess
from pathlib import Path

import pytest
from crawling import ROOT, Crawl, served, spoilt_extractor
from invariants import assert_whole
from samples import opened


@pytest.mark.slow
def test_a_page_that_breaks_the_extractor_keeps_its_bytes_and_is_read_by_a_better_one(
    crawl: Crawl, tmp_path: Path
) -> None:
    with served("--articles", "60") as replica:
        url = f"{replica.url}/jkqzx/"
        truth = [
            line["url"] for line in replica.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]
        ]
        broken = truth[10]
        env = crawl.env | spoilt_extractor(tmp_path, broken, 'raise ZeroDivisionError("injected")')
        command = crawl.command("zone", url)
        ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=100, check=False)
        assert ended.returncode == 1, ended.stderr
        assert "1 pages hit a bug" in ended.stderr.splitlines()[-1]
        assert_whole(str(crawl.archive), truth=set(truth) - {broken})
        with opened(str(crawl.archive)) as archive:
            query = 'SELECT f.body_digest FROM "fetch" f JOIN url u ON u.id = f.url_id WHERE u.url = :url'
            (row,) = archive.query(query, url=broken)
            assert b"<html" in archive.capture(row["body_digest"])
        crawl.expire(broken)
        assert crawl("zone", url).code == 0
    assert_whole(str(crawl.archive), truth=truth)
