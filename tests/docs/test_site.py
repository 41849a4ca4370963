"""The site is built strictly, without network, and asks nothing of anybody in a browser."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from documents import ROOT
from playwright.sync_api import sync_playwright

pytestmark = pytest.mark.slow


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *values: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site. No proxy answers, so whoever asks the network fails."""
    to = tmp_path_factory.mktemp("site")
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(to)]
    env = {**os.environ, **nowhere, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    return to


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site, served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_every_document_is_in_the_menu(site: Path) -> None:
    menu = (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert f'href="{page.stem}.html"' in menu or page.stem == "index", page.name
    assert ">More<" not in re.sub(r"\s+", "", menu), "deploy/site.py says where each document belongs"


def test_the_reference_is_written_from_the_code(site: Path) -> None:
    commands = (site / "commands.html").read_text("utf-8")
    assert re.search(r"<h2 id=\"zonenews-report\">", commands)
    assert "<code>--since-cursor</code>" in commands
    assert '<h3 id="search">' in (site / "archive.html").read_text("utf-8")
    assert "document_number" in (site / "row.html").read_text("utf-8")


def test_pages_and_search_ask_nobody_else(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab, asked = browser.new_page(viewport={"width": 1200, "height": 800}), set()
        tab.on("request", lambda request: asked.add(request.url))
        tab.goto(f"{address}/tutorial.html")
        tab.locator("input.md-search__input").click()
        tab.keyboard.type("calendar")
        tab.locator(".md-search-result__item").first.wait_for()
        assert "Charts and reports" in tab.locator(".md-search-result__list").inner_text()
        assert {url for url in asked if not url.startswith((f"{address}/", f"blob:{address}"))} == set()
        browser.close()
