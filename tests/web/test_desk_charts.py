"""The charts page: the same numbers as pictures, tables and sheets, narrowed by site, months and terms."""

import asyncio
import csv
import re
from collections.abc import Iterator
from io import StringIO
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from samples import Crawl, fetch, page, reading
from variety import ZONE

from archive.web.serving import desk
from zonenews import clock

NAMES = ("terms_over_time", "articles_over_time", "source_shares", "publication_calendar", "field_coverage")
TERMS = f"/charts?q={quote('光伏，招商活动')}"


def rows(text: str, name: str) -> list[list[str]]:
    """The cells of a chart's table."""
    table = text.split(f'<figure id="{name}">')[1].split("</table>")[0]
    lines = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines]


def test_every_chart_stands_beside_its_numbers(get: Any) -> None:
    text = get(TERMS).text
    assert re.findall(r'<figure id="(\w+)">', text) == list(NAMES)
    assert rows(text, "articles_over_time") == [["month", ZONE], ["2023-10", "35"]]
    assert rows(text, "publication_calendar")[1:] == [["2023-10-26", "1"], ["2023-10-25", "34"]]
    assert ["云麓发布", "32", "91.4 %"] in rows(text, "source_shares")
    assert rows(text, "terms_over_time")[1] == ["2023-10", "35", "2", "5.7 %", "30", "85.7 %"]


def test_without_terms_there_is_no_chart_of_them(get: Any) -> None:
    assert "terms_over_time" not in get("/charts").text


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("since=2023-10&until=2023-10", 4),
        ("site=other_gxq", 0),
        ("since=2023-11", 0),
        ("until=2023-09&q=x", 0),
        ("until=9999-12&q=招商", 5),
    ],
)
def test_charts_are_narrowed_by_the_address(get: Any, asked: str, count: int) -> None:
    response = get(f"/charts?{asked}")
    assert (response.status_code, response.text.count("<figure")) == (200, count)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_under_a_policy_of_its_own_and_its_style_is_what_that_names(get: Any, name: str) -> None:
    response = get(f"/charts/{name}.svg{TERMS[7:]}&lang=zh")
    assert response.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert response.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert response.text.count("<style>") == 1


def test_a_sheet_has_the_numbers_and_runs_nothing(get: Any) -> None:
    text = get("/charts/articles_over_time.csv?lang=zh").content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [["月份", ZONE], ["2023-10", "35"]]
    terms = get(f"/charts/terms_over_time.csv?q={quote('=1+1')}").content.decode("utf-8-sig")
    assert terms.splitlines()[0] == "month,articles,'=1+1: articles,'=1+1: share"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/charts?since=2023", 400), ("/charts?until=x", 400), (f"/charts?q={'长' * 201}", 400),
        ("/charts/terms_over_time.svg", 404), ("/charts/nothing.svg", 404), ("/charts/source_shares.svg?since=1", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said(get: Any, path: str, status: int) -> None:
    assert get(path).status_code == status


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The desk over an archive whose source is hostile, served."""
    path = str(tmp_path_factory.mktemp("desk") / "archive.db")
    crawl = Crawl(path)
    said = reading(source='"><img src=x onerror=alert(1)>', published="2024-05-01", published_precision="day")
    crawl.article(fetch(body=page()), said)
    crawl.writer.close()
    served = desk(path, now=clock.now)
    server = uvicorn.Server(uvicorn.Config(served.app(), port=0, log_level="warning", lifespan="on"))
    thread = Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    served.get_database("archive").close()
    served.zonenews_desk.close()
    served.executor.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_a_browser_all_pictures_show_in_the_ink_of_the_theme(address: str, browser: Browser, theme: str) -> None:
    """The browser's own preference is the other one; the page's choice counts."""
    other: Any = "dark" if theme == "light" else "light"
    context = browser.new_context(viewport={"width": 360, "height": 700}, color_scheme=other)
    tab, wrong = context.new_page(), []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("dialog", lambda dialog: wrong.append(dialog.message))
    tab.goto(f"{address}/charts?q=%E5%BB%BA%E8%AE%BE&theme={theme}")
    for picture in tab.locator(".charts img").all():
        picture.scroll_into_view_if_needed()
        tab.wait_for_function("each => each.complete && each.naturalWidth > 300", arg=picture.element_handle())
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    darkest, lightest = _shades(tab.locator("#articles_over_time img").screenshot(), tab)
    assert (darkest < 60, lightest > 240) == ((True, True) if theme == "light" else (True, False))
    assert lightest > 200
    assert wrong == []
    context.close()


def _shades(picture: bytes, tab: Any) -> tuple[int, int]:
    """The darkest and the lightest shade of a screenshot, as the browser reads it."""
    context = tab.context.browser.new_context()
    reader = context.new_page()
    shades = reader.evaluate(
        """async bytes => {
          const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
          canvas.drawImage(bitmap, 0, 0);
          const pixels = canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
          let least = 255, most = 0;
          for (let at = 0; at < pixels.length; at += 4) {
            const shade = (pixels[at] + pixels[at + 1] + pixels[at + 2]) / 3;
            least = Math.min(least, shade); most = Math.max(most, shade);
          }
          return [least, most];
        }""",
        list(picture),
    )
    context.close()
    return round(shades[0]), round(shades[1])
