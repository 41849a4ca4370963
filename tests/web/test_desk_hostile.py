"""Hostile pages were archived: nothing of them runs in a reader's browser, and no link of theirs does."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import chromium, serving
from hostile import PAYLOADS, fill_with_malice, views
from playwright.sync_api import Page
from samples import url_of

from archive import Archive

pytestmark = pytest.mark.slow
_ADDRESSES = """
[...document.querySelectorAll("[href], [src], [action], [formaction]")].flatMap((each) =>
  ["href", "src", "action", "formaction"].map((name) => each.getAttribute(name)).filter(Boolean)
  .map((value) => new URL(value, document.baseURI).protocol))
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive of hostile pages."""
    path = str(tmp_path_factory.mktemp("hostile") / "archive.db")
    fill_with_malice(path)
    return path


@pytest.fixture(scope="module")
def base(hostile: str) -> Iterator[str]:
    with serving(hostile) as address:
        yield address


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    """A tab without the policy that would stop scripts anyway: the pages themselves must be sound."""
    with chromium() as browser:
        context = browser.new_context(bypass_csp=True)
        tab = context.new_page()
        tab.on("dialog", lambda dialog: pytest.fail(f"a dialog said {dialog.message}"))
        yield tab
        context.close()


def test_nothing_of_twenty_payloads_runs_in_any_view(tab: Page, base: str) -> None:
    ran, odd, seen = [], [], 0
    for view in views():
        tab.goto(base + view, wait_until="load")
        seen += 1
        if any(frame.evaluate("window.ran") for frame in tab.frames) or len(tab.frames) > 1:
            ran.append(view)
        if not set(tab.evaluate(_ADDRESSES)) <= {"http:", "https:"}:
            odd.append(view)
    assert (ran, odd) == ([], [])
    assert seen > 11 * len(PAYLOADS)


def test_payloads_are_shown_as_they_were_printed(tab: Page, base: str) -> None:
    for number, text in enumerate(PAYLOADS):
        tab.goto(f"{base}/article?url={quote(url_of(number), safe='')}")
        shown = " ".join(text.split())
        assert shown in " ".join(tab.locator("article .body p").first.inner_text().split())
        assert shown in " ".join(tab.locator("article h1").inner_text().split())


def test_captures_and_files_for_programs_run_nothing(tab: Page, base: str, hostile: str) -> None:
    with Archive(hostile) as archive:
        digests = [archive.article(url_of(number))["capture"] for number in range(len(PAYLOADS))]
    for path in (
        "/api/search?q=恶意",
        "/api/articles",
        "/feed.atom?q=恶意",
        *(f"/capture/{digest}" for digest in digests),
    ):
        response = tab.goto(base + path)
        assert response
        assert not re.match("text/html", response.headers["content-type"])
        assert not tab.evaluate("window.ran")


def test_a_hostile_name_is_no_file_name(base: str, hostile: str, tab: Page) -> None:
    response = tab.request.get(f"{base}/capture/{quote('../../etc/passwd', safe='')}")
    assert response.status == 404
    assert not Path(hostile).with_name("x").exists()
