"""Real crawls of a site that is redesigned: told by the exit code, the run's row, an incident and an alert; once."""

import os
import subprocess
import sys
from typing import Any

import orjson
import pytest
from crawling import ROOT, Crawl, Ended
from listeners import webhook

from archive import Archive
from zonenews.demo.client import ReplicaClient


class Site:
    """The plain site and the crawls of it."""

    def __init__(self, replica: ReplicaClient, crawl: Crawl) -> None:
        self.replica = replica
        self._crawl = crawl
        assert self.crawled().code == 0

    def crawled(self, alerts: str | None = None) -> Ended:
        """How another crawl ends; `alerts` are where to send them."""
        command = self._crawl.command("zone", f"{self.replica.url}/jkqzx/index.html")
        environment = {**self._crawl.env, **({"ZONENEWS_ALERTS": alerts} if alerts else {})}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False
        )
        return Ended(done.returncode, done.stderr)

    def incidents(self) -> list[dict[str, Any]]:
        """All incidents, newest first."""
        with Archive(str(self._crawl.archive)) as archive:
            return archive.incidents()

    def shown(self, *command: str) -> str:
        """What a command prints."""
        whole = [sys.executable, "-m", "zonenews", *command, "--archive", str(self._crawl.archive)]
        environment = {**os.environ, "COLUMNS": "160"}
        return subprocess.run(whole, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def site(plain: ReplicaClient, crawl: Crawl) -> Site:
    """The site after its first crawl."""
    return Site(plain, crawl)


def test_a_list_that_yields_no_rows_where_there_were_twenty_is_told_by_code_and_incident(site: Site) -> None:
    site.replica.redesign("nothing")
    ended = site.crawled()
    assert ended.code == 4
    (incident,) = site.incidents()
    assert (incident["kind"], incident["opened_run"], incident["closed_run"]) == ("list", 2, None)
    assert "经开区资讯: no rows, where there are usually 20; no article rows" in incident["detail"]["said"]


@pytest.mark.slow
def test_a_list_of_other_rows_is_no_complete_run_until_it_is_well_again(site: Site) -> None:
    for way in ("cards", "guides", "two"):
        site.replica.publish(1)
        site.replica.redesign(way)
        found, as_before = site.crawled(), site.crawled()
        assert (found.code, as_before.code) == (3, 3), way
        assert found.reason.startswith("zonenews: a list page is not what it was: 经开区资讯: ")
        assert as_before.reason.startswith("zonenews: a list page is not what it was: 经开区资讯: ")
        site.replica.redesign(None)
        assert site.crawled().code == 0
    assert [(one["kind"], one["detail"]["end"]) for one in site.incidents()] == [("list", "well again")] * 3


@pytest.mark.slow
def test_a_removed_source_is_found_although_only_half_of_the_pages_had_one(site: Site) -> None:
    site.replica.publish(2)
    site.replica.redesign("no source")
    ended = site.crawled()
    assert ended.code == 3
    assert "4 of 4 known pages lost it, where 10 of 20 had it before" in ended.reason
    assert site.crawled().code == 3
    assert "found wrong: sources 来源 are missing" in site.shown("runs", "show", "2")
    assert orjson.loads(site.shown("alerts", "--json"))[0]["kind"] == "source"
    site.replica.redesign(None)
    assert site.crawled().code == 0
    assert site.crawled().reason == "zonenews: 0 new articles, 0 changed, 0 unchanged"
    assert [(one["kind"], one["opened_run"], one["closed_run"]) for one in site.incidents()] == [("source", 2, 4)]
    assert "nothing is wrong that is known" in site.shown("alerts")
    assert "sources 来源 are missing" in (told := site.shown("alerts", "--all"))
    assert "well again" in told
    assert "found well again: sources 来源 are missing" in site.shown("runs", "show", "4")


@pytest.mark.slow
def test_an_alert_is_sent_once_tried_again_where_it_fails_and_followed_by_that_all_is_well(site: Site) -> None:
    with webhook() as service:
        alerts = f"json://127.0.0.1:{service.port}/hush"
        site.replica.redesign("nothing")
        service.status = 500
        failed = site.crawled(alerts)
        assert failed.code == 4
        assert "an alert did not go to target 1. JSON: not sent: it answered 500" in failed.said
        assert "hush" not in failed.said
        service.took.clear()
        service.status = 200
        site.crawled(alerts)
        site.crawled(alerts)
        assert len(service.took) == 1
        site.replica.redesign(None)
        assert site.crawled(alerts).code == 0
        site.crawled(alerts)
    begun, over = service.titles
    assert begun.startswith("zonenews: 127.0.0.1")
    assert begun.endswith(": a list page is not what it was")
    assert over.endswith(": over: a list page is not what it was")
    assert [one["notified"] for one in site.incidents()] == ["closed"]


@pytest.mark.slow
def test_alerts_that_cannot_be_sent_at_all_are_a_warning_and_cost_nothing(site: Site) -> None:
    site.replica.publish(1)
    ended = site.crawled("/nowhere/alerts")
    assert (ended.code, ended.reason) == (0, "zonenews: 1 new articles, 0 changed, 0 unchanged")
    assert "no alert was sent: ZONENEWS_ALERTS names /nowhere/alerts, which cannot be read" in ended.said


@pytest.mark.slow
def test_a_site_that_is_down_is_told_the_second_time_and_a_forbidden_one_at_once(site: Site) -> None:
    site.replica.down()
    assert site.crawled().code == 11
    assert site.incidents() == []
    assert site.crawled().code == 11
    assert [one["kind"] for one in site.incidents()] == ["network"]
    site.replica.heal()
    assert site.crawled().code == 0
    assert [one["detail"]["end"] for one in site.incidents()] == ["well again"]
