"""`zonenews fleet`: the queue, the workers, what failed, and how fresh each site is; and the metrics of it."""

import json
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from crawling import ROOT
from fleets import Fleet, all_are
from many_sites import served_sites
from rich.console import Console

from zonenews.exits import Exit
from zonenews.fleet.overview import overview
from zonenews.fleet.queue import conninfo_of
from zonenews.fleet.tables import make_tables
from zonenews.fleet.view import fleet_view

PAGE = (Path(__file__).parents[2] / "docs" / "fleet.md").read_text("utf-8")
FOUND: dict[str, Any] = {
    "at": "2026-11-23T10:00:00Z",
    "waiting": [
        {"job": n, "site": f"site_{n}", "priority": 0, "attempts": 0, "due": None} for n in range(11)
    ] + [{"job": 30, "site": "later", "priority": -300, "attempts": 1, "due": "2026-11-23T10:05:00Z"}],
    "running": [{"job": 20, "site": "yantai_gxq", "worker": "one", "seconds": 12.0}],
    "stalled": [{"job": 20, "site": "yantai_gxq", "worker": "one", "silent": 61.0}],
    "failed": [
        {"site": "wuhan_jkq", "job": 9, "code": 11, "reason": "the [host] refused", "at": "2026-11-23T09:00:00Z",
         "worker": "one", "again": "2026-11-23T10:30:00Z"},
    ],
    "ended": {"0": 40, "11": 1},
    "workers": [
        {"number": 1, "name": "one", "host": "a", "pid": 7, "jobs": 4, "started": "2026-11-23T08:00:00Z",
         "silent": 61.0, "running": ["yantai_gxq"]},
    ],
    "archive": None,
    "sites": [{"site": "wuhan_jkq", "complete": "2026-11-21T10:00:00.000Z", "newest": "2026-11-20"}],
    "works": [
        {"kind": "verify", "asked": "2026-11-23T09:00:00Z", "ended": None, "batches": 5, "waiting": 1, "done": 3,
         "failed": 1, "numbers": {"problems": 2}, "problems": [], "errors": ["[no] room"]},
    ],
}  # fmt: skip


def _run(fleet: Fleet, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zonenews", "fleet", *words]
    return subprocess.run(command, cwd=ROOT, env=fleet.env(), capture_output=True, text=True, check=False)


def test_a_terminal_shows_all_there_is_to_worry_about() -> None:
    shown = StringIO()
    Console(file=shown, width=110).print(fleet_view(FOUND))
    lines = [" ".join(line.split()) for line in shown.getvalue().splitlines()]
    head = "12 waiting, 1 running, 1 stalled, 1 worker; of the last day 40 complete, 1 not"
    assert lines[0] == head
    for line in (
        "one a 7 1 of 4 1 min ago yantai_gxq",
        "wuhan_jkq 11 1 h 00 min 30 min the [host] refused",
        "site_0 0 0 0 now",
        "and 2 more",
        "wuhan_jkq 48 h 00 min 2026-11-20",
        "verify: 3 of 5 batches, 2 problems, 1 failed: [no] room",
    ):
        assert line in lines


def _keys(found: Any) -> set[str]:
    """The keys of an object, and of the objects in its lists."""
    return set(found) | {
        f"{key}.{inner}" for key, rows in found.items() if isinstance(rows, list) for row in rows for inner in row
    }


def test_every_key_of_the_json_is_documented() -> None:
    table = PAGE.split("### For programs\n")[1].split("\n## ")[0]
    for key in _keys(FOUND):
        assert f"`{key.rpartition('.')[2]}`" in table, key


_TWO_OF_ONE_NAME = """
WITH two AS (INSERT INTO procrastinate_workers SELECT FROM generate_series(1, 2) RETURNING id),
named AS (INSERT INTO fleet_worker (id, name, host, pid, jobs) SELECT id, 'one', 'a', 7, 4 FROM two)
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status, worker_id)
SELECT 'crawls', 'crawls', 'yantai_gxq', 'doing', max(id) FROM two
"""


@pytest.mark.slow
def test_of_two_workers_of_one_name_each_has_what_it_runs(fleet: Fleet) -> None:
    """As where one was killed, and another began in its place."""
    make_tables(conninfo_of(fleet.url))
    fleet.rows(_TWO_OF_ONE_NAME)
    assert [worker["running"] for worker in overview(fleet.url, 30)["workers"]] == [[], ["yantai_gxq"]]


@pytest.mark.slow
def test_what_waits_runs_and_failed_as_json(fleet: Fleet, tmp_path: Path) -> None:
    assert _run(fleet).returncode == Exit.NOTHING
    metrics = tmp_path / "metrics"
    metrics.mkdir()
    with served_sites(2, 30) as replicas:
        fleet.sites(replicas)
        replicas[0].down()
        fleet.enqueue("replica_0", RETRY_TIMES="0")
        found = json.loads(_run(fleet, "--json").stdout)
        assert (found["waiting"][0]["site"], found["sites"], found["workers"]) == ("replica_0", [], [])
        assert "holds no archive yet" in found["archive"]
        worker = fleet.worker("--metrics", str(metrics))
        fleet.wait(lambda jobs: jobs["replica_0"]["attempts"] == 1)
        fleet.enqueue("replica_1", DOWNLOAD_DELAY="0.5")
        while len(replicas[1].log()) < 3:
            time.sleep(0.1)
        found = json.loads(_run(fleet, "--json").stdout)
        assert _keys(found) == {key for key in _keys(FOUND) if not key.startswith(("stalled.", "works."))}
        assert [(job["site"], job["worker"]) for job in found["running"]] == [("replica_1", "one")]
        assert [(job["site"], job["code"], job["job"]) for job in found["failed"]] == [("replica_0", 11, 1)]
        assert found["failed"][0]["again"] == found["waiting"][0]["due"]
        assert [(one["name"], one["jobs"], one["running"]) for one in found["workers"]] == [("one", 2, ["replica_1"])]
        text = (metrics / "zonenews_fleet_one.prom").read_text("utf-8")
        assert 'zonenews_fleet_retrying{worker="one"} 1.0' in text
        assert 'zonenews_fleet_ended_of_a_day{exit_code="11",worker="one"} 1.0' in text
        fleet.wait(lambda jobs: jobs["replica_1"]["status"] == "succeeded")
        sites = {site["site"]: site for site in json.loads(_run(fleet, "--json").stdout)["sites"]}
        assert sites["replica_0"]["complete"] is None
        assert sites["replica_1"]["complete"] > "2026"
        assert "replica_1" in _run(fleet).stdout
    assert "--watch needs a terminal" in _run(fleet, "--watch").stderr
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert list(metrics.iterdir()) == []
    assert not all_are("doing")(fleet.jobs())
