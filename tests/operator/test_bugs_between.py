"""A bug in what stands between the spider and the site is told as a bug, not as the network's fault."""

import subprocess
from pathlib import Path

import pytest
from crawling import ROOT, Crawl

from zonenews.demo.client import ReplicaClient

BROKEN = """
class Broken:
    def process_response(self, request, response):
        if request.url.endswith({end!r}):
            return response.no_such_thing
        return response
"""


@pytest.mark.slow
@pytest.mark.parametrize("end", ["0.html", "/jkqzx/"], ids=["articles", "list"])
def test_a_bug_in_a_middleware_is_no_fault_of_the_network(
    crawl: Crawl, replica: ReplicaClient, tmp_path: Path, end: str
) -> None:
    (tmp_path / "broken.py").write_text(BROKEN.format(end=end))
    command = crawl.command("zone", f"{replica.url}/jkqzx/", DOWNLOADER_MIDDLEWARES='{"broken.Broken": 605}')
    env = crawl.env | {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == crawl.last_run()["exit_code"] == 1
    assert "hit a bug; see the log" in ended.stderr.splitlines()[-1]
    assert "return response.no_such_thing" in ended.stderr, "the traceback is in the log"
    misses = [miss for miss in crawl.last_run()["misses"] if miss["url"].endswith(end)]
    assert misses
    assert all("a bug: AttributeError" in miss["error"] for miss in misses)
