"""What an earlier run left can be nonsense; a run comes to its end all the same."""

import pytest
from crawling import Crawl

from archive import Archive
from archive.sqlite import library
from zonenews.demo.client import ReplicaClient


@pytest.mark.slow
def test_a_past_that_makes_no_sense_is_told_as_a_bug_and_the_run_has_its_end(
    small_replica: ReplicaClient, crawl: Crawl
) -> None:
    section = f"{small_replica.url}/tzgg/"
    assert crawl("zone", section).code == 0
    connection = library().connect(str(crawl.archive))
    connection.execute("UPDATE run_section SET measures = '7'")
    connection.commit()
    connection.close()
    again = crawl("zone", section)
    assert "could not be compared" in again.said
    assert again.code == 1
    with Archive(str(crawl.archive)) as archive:
        assert archive.runs(limit=1)[0]["state"] != "running"
