"""A crawl that is killed at any moment loses nothing and stores nothing twice."""

import random
import signal
import time

import pytest
from crawling import Crawl, served

from archive.sqlite import library


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.slow)])
@pytest.mark.timeout(280)
def test_sigkill_at_random_moments_then_one_run_to_the_end(crawl: Crawl, kills: int) -> None:
    dice = random.Random(kills)
    with served("--articles", "300") as replica:
        url = f"{replica.url}/jkqzx/"
        for _ in range(kills):
            process = crawl.start("zone", url, DOWNLOAD_DELAY="0.005")
            time.sleep(dice.uniform(0.8, 3.0))
            process.kill()
            process.communicate()
        ended = crawl("zone", url)
        truth = {
            line["url"] for line in replica.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]
        }
    rows = [row["url"] for row in crawl.rows()]
    assert ended.code == 0
    assert sorted(rows) == sorted(truth)
    assert _walked_to_the_end(crawl)
    _assert_sound(crawl)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_interrupted_crawl_says_so_and_the_next_one_finishes_it(crawl: Crawl, number: int, code: int) -> None:
    with served("--articles", "60") as replica:
        url = f"{replica.url}/jkqzx/"
        process = crawl.start("zone", url, DOWNLOAD_DELAY="0.05")
        while not _fetched(crawl):
            time.sleep(0.1)
        process.send_signal(number)
        process.communicate(timeout=30)
        assert process.returncode == code
        run = crawl.last_run()
        assert (run["state"], run["exit_code"]) == ("interrupted", code)
        ended = crawl("zone", url)
        truth = [line for line in replica.truth() if line["kind"] == "article" and "经开区资讯" in line["sections"]]
    assert ended.code == 0
    assert len(crawl.rows()) == len(truth)


def test_a_run_says_that_it_is_alive(crawl: Crawl) -> None:
    with served("--articles", "60") as replica:
        process = crawl.start("zone", f"{replica.url}/jkqzx/", DOWNLOAD_DELAY="0.1", HEARTBEAT_SECONDS="0.2")
        while not _fetched(crawl):
            time.sleep(0.1)
        time.sleep(1)
        process.kill()
        process.communicate()
    connection = library().connect(str(crawl.archive))
    started, heartbeat = connection.execute("SELECT started, heartbeat FROM run").fetchone()
    connection.close()
    assert heartbeat > started


def test_a_killed_run_is_marked_as_crashed_by_the_next(crawl: Crawl) -> None:
    with served("--articles", "60") as replica:
        url = f"{replica.url}/jkqzx/"
        process = crawl.start("zone", url, DOWNLOAD_DELAY="0.2")
        while not _fetched(crawl):
            time.sleep(0.1)
        process.kill()
        process.communicate()
        crawl("zone", url, pages="1", DOWNLOAD_DELAY="0.001")
    connection = library().connect(str(crawl.archive))
    states = [state for (state,) in connection.execute("SELECT state FROM run ORDER BY id")]
    connection.close()
    assert states[0] == "crashed"


def _walked_to_the_end(crawl: Crawl) -> bool:
    """Whether some run, killed afterwards or not, has reached the section's last page."""
    connection = library().connect(str(crawl.archive))
    walked = connection.execute("SELECT walked FROM section").fetchall()
    last_pages = connection.execute("SELECT count(*) FROM run_section WHERE stop_reason = 'last_page'").fetchone()
    connection.close()
    return len(walked) == 1 and walked[0][0] is not None and last_pages[0] >= 1


def _fetched(crawl: Crawl) -> bool:
    if not crawl.archive.exists():
        return False
    connection = library().connect(str(crawl.archive))
    try:
        return bool(connection.execute("SELECT count(*) > 3 FROM fetch").fetchone()[0])
    except library().OperationalError:
        return False
    finally:
        connection.close()


def _assert_sound(crawl: Crawl) -> None:
    connection = library().connect(str(crawl.archive))
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    half = """SELECT count(*) FROM article a LEFT JOIN revision v ON v.id = a.current_revision
              LEFT JOIN reading r ON r.id = v.current_reading LEFT JOIN capture c ON c.digest = v.capture
              WHERE r.id IS NULL OR c.digest IS NULL"""
    assert connection.execute(half).fetchone() == (0,)
    connection.close()
