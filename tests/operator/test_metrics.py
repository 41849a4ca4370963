"""The textfile that Prometheus reads: it parses, and says what the archive says."""

import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from crawling import Crawl
from prometheus_client.parser import text_string_to_metric_families
from samples import SITE, at, fetch, opened, page, reading, row, url_of
from samples import Crawl as Run

from zonenews.demo.client import ReplicaClient
from zonenews.runs.metrics import metrics_of, write_metrics

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"


def parsed(file: Path) -> dict[tuple[str, ...], float]:
    """The values in a file, by name and labels but for the site's."""
    families = text_string_to_metric_families(file.read_text(encoding="utf-8"))
    return {
        (sample.name, *(value for label, value in sample.labels.items() if label != "site")): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run that read two articles, one of them from the future by a misprint, and failed at a third."""
    run = Run(str(tmp_path / "zonenews.db"))
    run.listed(row(1), row(2), row(3))
    run.article(fetch(wire_bytes=1_200))
    said = ("另一篇。",)
    run.article(fetch(url_of(2), body=page(said)), reading(said, published="2062-10-25", published_precision="day"))
    run.miss(url_of(3), "failed", 1, outcome="network", status=None, error="timeout")
    return run


def test_a_file_says_what_the_archive_says(run: Run, tmp_path: Path) -> None:
    stats = {"zonenews/new": 2, "zonenews/failed": 1}
    run.writer.end_run(run.run, at(1), state="complete", exit_code=0, reason="", stats={})
    second = run.writer.start_run(SITE, SITE, at(60), "0.1")
    run.writer.end_run(second, at(63), state="partial", exit_code=3, reason="", stats=stats)
    with opened(run.url) as archive:
        file = write_metrics(metrics_of(archive, SITE, at(64)), tmp_path, SITE)
    found = parsed(file)
    assert file.name == f"zonenews_{SITE}.prom"
    assert {key: found[key] for key in found if found[key]} == {
        ("zonenews_run_end_timestamp_seconds",): at(63).timestamp(),
        ("zonenews_run_complete_timestamp_seconds",): at(1).timestamp(),
        ("zonenews_run_duration_seconds",): 180,
        ("zonenews_run_exit_code",): 3,
        ("zonenews_run_articles", "new"): 2,
        ("zonenews_run_addresses", "failed"): 1,
        ("zonenews_articles", "live"): 2,
        ("zonenews_newest_article_timestamp_seconds",): datetime(2023, 10, 25, 8, 27, tzinfo=UTC).timestamp(),
    }
    assert found["zonenews_open_incidents",] == found["zonenews_articles", "gone"] == 0


def test_what_is_not_known_is_left_out(run: Run, tmp_path: Path) -> None:
    with opened(run.url) as archive:
        found = parsed(write_metrics(metrics_of(archive, SITE, at(64)), tmp_path, "../a b"))
    assert ("zonenews_run_end_timestamp_seconds",) not in found, "it runs"
    assert ("zonenews_run_exit_code",) not in found
    assert found["zonenews_run_pages",] == 4
    assert [file.name for file in tmp_path.glob("*.prom")] == ["zonenews_.._a_b.prom"]


@pytest.mark.slow
def test_a_crawl_leaves_its_metrics_for_node_exporter(crawl: Crawl, replica: ReplicaClient, tmp_path: Path) -> None:
    folder = tmp_path / "textfiles"
    folder.mkdir()
    ended = crawl(url=f"{replica.url}/tzgg/", pages="1", METRICS_FOLDER=str(folder))
    (file,) = folder.iterdir()
    found, story = parsed(file), crawl.last_run()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert ended.code == found["zonenews_run_exit_code",]
    assert found["zonenews_run_articles", "new"] == found["zonenews_articles", "live"] == len(crawl.rows())
    assert (found["zonenews_run_pages",], found["zonenews_run_bytes",]) == (story["fetches"], story["wire_bytes"])


@pytest.mark.slow
def test_metrics_that_cannot_be_written_cost_the_run_nothing(crawl: Crawl, replica: ReplicaClient) -> None:
    ended = crawl(url=f"{replica.url}/tzgg/", pages="1", METRICS_FOLDER="/nowhere/at/all")
    assert ended.code == crawl.last_run()["exit_code"]
    assert "the metrics could not be written: [Errno 2]" in ended.said


def test_the_alert_rules_of_the_page_name_metrics_that_exist(run: Run, tmp_path: Path) -> None:
    text = OPERATING.read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    rules = [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]
    run.writer.end_run(run.run, at(1), state="complete", exit_code=0, reason="", stats={})
    with opened(run.url) as archive:
        known = {name for name, *_ in parsed(write_metrics(metrics_of(archive, SITE, at(2)), tmp_path, SITE))}
    named = {name for rule in rules for name in re.findall(r"zonenews_\w+", rule["expr"])}
    assert named <= known
    assert {"alert", "expr", "annotations"} <= rules[0].keys()
    assert all(f"`{name}`" in OPERATING.read_text(encoding="utf-8") for name in known)
