"""An analyst at the desk, in Chromium: asks, reads, compares, exports, subscribes; by day, by night, on a phone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import chromium, serving
from playwright.sync_api import Browser, Page, expect
from samples import Crawl, fetch, reading, url_of

pytestmark = pytest.mark.slow
ARTICLE = f"/article?url={quote(url_of(1), safe='')}"
VIEWS = (
    *("/", "/search?q=招商", ARTICLE, f"/article/diff{ARTICLE[8:]}", "/changes", "/runs", "/runs/2", "/runs/failing"),
    *("/charts", "/api", "/archive", "/archive/sources", "/archive/v_article?_nocount=1", "/archive/run/1", "/nothing"),
    "/archive?sql=selec",
)


@pytest.fixture(scope="module")
def base(desk_file: str) -> Iterator[str]:
    with serving(desk_file) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab in which an error in the console fails the test; one for a page that is not there is meant."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1200, "height": 800})
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [text for text in said if "status of 40" not in text] == []


def test_from_a_search_to_an_article_to_what_changed_to_a_file(tab: Page, base: str, tmp_path: Path) -> None:
    tab.goto(f"{base}/")
    tab.keyboard.press("/")
    tab.keyboard.type("光伏 招商")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=*")
    assert tab.locator("mark").first.inner_text() in {"光伏", "招商"}
    tab.get_by_role("link", name="云麓日报", exact=True).click()
    expect(tab.locator("[data-hit]")).to_have_count(1)
    with tab.expect_download() as loading:
        tab.get_by_role("link", name="JSON Lines").click()
    (row,) = map(json.loads, Path(loading.value.path()).read_text("utf-8").splitlines())
    assert row["url"] == url_of(1)
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    assert tab.get_by_role("heading", level=1).inner_text() == "园区召开光伏产业园推进会"
    tab.get_by_role("link", name="what changed").click()
    assert tab.locator("ins").all_inner_texts()[0] == "产业园"
    assert "".join(tab.locator("del").all_inner_texts()) == "项目底前"


def test_keys_move_from_hit_to_hit(tab: Page, base: str) -> None:
    tab.goto(f"{base}/search?q=招商")
    focused = "document.activeElement.textContent"
    hits = tab.locator("[data-hit]").all_inner_texts()
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    assert tab.evaluate(focused) == hits[1]
    tab.keyboard.press("k")
    assert tab.evaluate(focused) == hits[0]
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") == "q"
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate(focused) == hits[0]


def test_a_page_names_a_feed_that_is_valid(tab: Page, base: str) -> None:
    tab.goto(f"{base}/search?q=光伏")
    href = tab.locator('link[type="application/atom+xml"]').get_attribute("href")
    feed = fromstring(tab.request.get(f"{base}{href}").body())
    assert [entry.findtext("{*}title") for entry in feed.findall("{*}entry")] == [
        "园区召开光伏项目推进会",
        "园区召开光伏产业园推进会",
    ]


def _paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_by_night_it_is_dark_and_the_choice_stays(browser: Browser, base: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(base)
    dark = _paper(page)
    page.get_by_role("link", name=re.compile("Colours")).click()
    page.get_by_role("link", name=re.compile("Colours")).click()
    light = _paper(page)
    page.goto(f"{base}/search")
    assert (_paper(page), page.evaluate("document.documentElement.dataset.theme")) == (light, "light")
    assert dark != light
    context.close()


def test_the_interface_is_chinese_for_who_reads_chinese(browser: Browser, base: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{base}/search?q=招商")
    assert page.get_by_role("navigation", name="页面").inner_text().split() == [
        "概览",
        "搜索",
        "图表",
        "变动",
        "抓取",
        "SQL",
    ]
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("link", name="Newest").count() == 1
    page.goto(f"{base}/runs")
    assert page.get_by_role("heading", level=1).inner_text() == "Runs and health"
    context.close()


@pytest.mark.parametrize("width", [360, 1920])
def test_nothing_is_wider_than_the_screen(browser: Browser, base: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for view in VIEWS:
        page.goto(base + view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
    context.close()


def test_on_a_phone_the_hits_come_before_the_filters_are_open(browser: Browser, base: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{base}/search?q=招商")
    assert page.locator("[data-hit]").first.is_visible()
    assert page.locator("[data-hit]").first.bounding_box()["y"] < 400  # type: ignore[index]
    context.close()


def test_a_headline_of_a_thousand_characters_hides_no_other(browser: Browser, tmp_path: Path) -> None:
    crawl = Crawl(str(tmp_path / "a.db"))
    crawl.article(fetch(), reading(title="长" * 3_000))
    crawl.miss(url_of(1), "missing", 10)
    crawl.writer.close()
    context = browser.new_context(viewport={"width": 360, "height": 800})
    tab = context.new_page()
    with serving(tmp_path / "a.db") as address:
        for view in ("/", "/search?q=长", "/changes"):
            tab.goto(address + view)
            rows = tab.locator("main li", has_text="长长")
            heights = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
            assert heights, view
            assert max(heights) < 300, view
    context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_why_a_walk_stopped_is_read_across(browser: Browser, base: str, language: str) -> None:
    """Beside five other columns it had room for one character a line."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{base}/runs/2?lang={language}")
    for box in (page.locator(".walks .stop").bounding_box(), page.locator(".walks .why").bounding_box()):
        assert box
        assert box["height"] < 40
        assert box["x"] + box["width"] <= 360
    context.close()


def test_it_works_without_scripts(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    page.get_by_role("searchbox").fill("光伏")
    page.get_by_role("button").click()
    page.locator("[data-hit]").first.click()
    assert page.locator("article h1").count() == 1
    page.get_by_role("link", name=re.compile("Colours")).click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(browser: Browser, base: str, scheme: str) -> None:
    """axe finds nothing serious or critical on any page."""
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page, found = context.new_page(), {}
    for view in VIEWS:
        page.goto(base + view)
        problems = Axe().run(page).response["violations"]
        found[view] = [
            (each["id"], each["nodes"][0]["html"]) for each in problems if each["impact"] in {"serious", "critical"}
        ]
    context.close()
    assert {view: problems for view, problems in found.items() if problems} == {}
