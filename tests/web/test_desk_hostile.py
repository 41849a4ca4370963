"""Hostile pages were archived: nothing of them runs in a reader's browser, and no link of theirs does."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from browsing import chromium, serving
from playwright.sync_api import Page
from samples import Crawl, at, fetch, page, reading, row, url_of

from archive import Archive

pytestmark = pytest.mark.slow
RUN = "window.ran=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><script>{RUN}</script>',
    f"'><svg onload={RUN}>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f'<iframe srcdoc="<script>parent.{RUN.removeprefix("window.")}</script>"></iframe>',
    f'" autofocus onfocus="{RUN}" x="',
    f"' autofocus onfocus='{RUN}' x='",
    f"javascript:{RUN}",
    f"JaVaScRiPt\t:{RUN}//http://a",
    f"data:text/html,<script>{RUN}</script>",
    f"<details open ontoggle={RUN}>",
    "{{ ''.__class__.__mro__ }}{% raw %}{{ 7*7 }}",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"＜script＞{RUN}＜/script＞",
    f'<meta http-equiv="refresh" content="0;url=javascript:{RUN}">',
    f"]]><script>{RUN}</script><!--",
    f"<form action=javascript:{RUN}><button autofocus>x</button></form><base href='javascript:{RUN}//'>",
)
_ADDRESSES = """
[...document.querySelectorAll("[href], [src], [action], [formaction]")].flatMap((each) =>
  ["href", "src", "action", "formaction"].map((name) => each.getAttribute(name)).filter(Boolean)
  .map((value) => new URL(value, document.baseURI).protocol))
"""


def _hostile(number: int, text: str, *, edited: bool = False) -> dict[str, object]:
    """Everything a page can say, said with malice."""
    return {
        "title": f"{text}题{number}", "source": text, "author": text, "editor": text, "document_number": text,
        "breadcrumb": (text, text), "images": ({"url": text, "caption": text, "after_paragraph": 0},),
        "attachments": ({"url": text, "name": text},), "rules": {"title": text}, "reasons": {"source": text},
        "charset_reason": text, "extractor": text[:40], "paragraphs": (f"恶意{text}", "改后" if edited else "改前"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive in which every field of every article, section, run and failure is a payload."""
    path = str(tmp_path_factory.mktemp("hostile") / "archive.db")
    crawl = Crawl(path)
    crawl.writer.add_site(crawl.site, [], at(), zone=PAYLOADS[0])
    for number, text in enumerate(PAYLOADS):
        crawl.section = crawl.writer.open_section(crawl.site, f"http://www.example.cn/{number}/", text, 7).id
        crawl.listed(row(number, title=text), row(100 + number, title=text))
        said = reading(**_hostile(number, text))
        crawl.article(fetch(url_of(number), body=page((text,), number)), said)
    crawl.next_run()
    for number, text in enumerate(PAYLOADS):
        before, said = reading(**_hostile(number, text)), reading(**_hostile(number, text, edited=True))
        body = page((text, "改"), number)
        crawl.article(fetch(url_of(number), 70, body=body), said, reread=lambda pages, said=before: said)
        crawl.miss(url_of(100 + number), "failed", 71, status=500, outcome="network", error=text)
        crawl.writer.end_section(
            crawl.run, crawl.section, pages=1, rows=1, new=1, stop_reason="error", detail=text, walked=None
        )
    crawl.writer.end_run(crawl.run, at(90), state="failed", exit_code=1, reason="".join(PAYLOADS), stats={})
    crawl.writer.close()
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


def _views() -> Iterator[str]:
    yield from ("/", "/search", "/changes", "/runs", "/runs/1", "/runs/2", "/runs/failing", "/archive", "/charts")
    yield from (
        "/archive/v_article?_nocount=1",
        "/archive/edited",
        "/archive/frontier",
        "/archive/section",
        "/archive/run/2",
    )
    for number, text in enumerate(PAYLOADS):
        url, words = quote(url_of(number), safe=""), quote(text, safe="")
        yield from (f"/article?url={url}", f"/article/diff?url={url}", f"/search?q={words}", f"/search?source={words}")
        yield from (f"/article?url={words}", f"/archive?sql={words}", f"/runs?site={words}", f"/{quote(words)}")
        yield from (f"/changes?site={words}", f"/search?q=恶意&section={words}&order=relevance")
        yield f"/archive?sql={quote(f'select title from v_article where source = :x -- {text}')}&x={words}"


def test_nothing_of_twenty_payloads_runs_in_any_view(tab: Page, base: str) -> None:
    ran, odd, seen = [], [], 0
    for view in _views():
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
