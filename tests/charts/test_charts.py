"""Charts say what the figures say, in a picture that any page may hold."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from counted import publish, publish_a_winter
from playwright.sync_api import Page, sync_playwright
from samples import SITE, Crawl, opened

from archive import Archive
from archive.charts import (
    Chart,
    Language,
    articles_over_time,
    field_coverage,
    publication_calendar,
    source_shares,
    terms_over_time,
)
from archive.figures import Span

ZONES = {SITE: "青岚经济技术开发区", "other_gxq": "青岚高新技术产业开发区"}
CHARTS: dict[str, Callable[[Archive, Span, Language], Chart | None]] = {
    "articles": lambda archive, span, lang: articles_over_time(archive.figures.months(span), lang, ZONES),
    "sources": lambda archive, span, lang: source_shares(archive.figures.sources(span), lang),
    "coverage": lambda archive, span, lang: field_coverage(archive.figures.months(span), lang),
    "calendar": lambda archive, span, lang: publication_calendar(archive.figures.days(span), lang),
    "terms": lambda archive, span, lang: terms_over_time(
        [archive.figures.hits(term, span) for term in ("光伏", "产业")], archive.figures.months(span), "zh"
    ),
}
WINTER = Span(until="2024-12")


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Crawl]:
    """A run into an archive; pictures do not depend on the engine."""
    crawl = Crawl(str(tmp_path / "zonenews.db"))
    yield crawl
    crawl.writer.close()


@pytest.fixture
def archive(crawl: Crawl) -> Iterator[Archive]:
    """An archive of a winter."""
    publish_a_winter(crawl).writer.close()
    with opened(crawl.url) as archive:
        yield archive


def drawn(archive: Archive, name: str, span: Span = WINTER, lang: Language = "zh") -> Chart:
    chart = CHARTS[name](archive, span, lang)
    assert chart is not None
    return chart


def test_the_tables_hold_the_figures(archive: Archive) -> None:
    tables = {name: (drawn(archive, name).head, drawn(archive, name).rows) for name in CHARTS}
    assert tables["articles"] == (
        ("月份", "青岚经济技术开发区", "青岚高新技术产业开发区", "合计"),
        [("2024-03", 1, 0, 1), ("2024-02", 1, 2, 3), ("2024-01", 1, 0, 1)],
    )
    assert tables["sources"][1] == [("甲日报", 3, "60.0 %"), ("丙网", 1, "20.0 %"), ("乙日报", 1, "20.0 %")]
    assert tables["coverage"][1][1][:5] == ("2024-02", 3, "100.0 %", "100.0 %", "100.0 %")
    assert tables["calendar"][1][0] == ("2024-03-29", 1)
    assert tables["terms"][1][::2] == [
        ("2024-03", 1, 1, "100.0 %", 1, "100.0 %"),
        ("2024-01", 1, 1, "100.0 %", 0, "0.0 %"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_needs_nothing_of_its_page(archive: Archive, name: str) -> None:
    """No style, script or address; the ink is the page's own."""
    svg = drawn(archive, name).svg
    assert not re.search(r"<style|<script|style=|href|url\(|on\w+=|<image", svg)
    assert [address for address in re.findall(r"\w+://[^\"' ]+", svg) if "www.w3.org" not in address] == []
    assert 'fill="currentColor"' in svg
    assert not re.search(r'fill="(#000|black)', svg)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_tells_a_screen_reader_what_it_is(archive: Archive, name: str) -> None:
    chart = drawn(archive, name)
    assert chart.svg.startswith("<svg ")
    assert f">{chart.title}</title>" in chart.svg
    assert f">{chart.description}</desc>" in chart.svg
    assert 'role="img"' in chart.svg


def test_what_sites_print_is_no_markup(crawl: Crawl) -> None:
    publish(crawl, 1, "2024-01-31", source="<script>alert(1)</script>'\"\\[0]&")
    with opened(crawl.url) as archive:
        chart = drawn(archive, "sources")
        terms = terms_over_time([archive.figures.hits("</title><b>\\1")], archive.figures.months(), "en")
    assert terms is not None
    assert "<script" not in chart.svg
    assert "&lt;script>alert" in chart.svg.replace("&gt;", ">")
    assert "<b>" not in terms.svg
    assert "&lt;b&gt;\\1" in terms.svg


def test_what_xml_cannot_hold_ends_no_process(crawl: Crawl) -> None:
    publish(crawl, 1, "2024-01-31", source="云麓\x01日报\uffff\u2028")
    with opened(crawl.url) as archive:
        chart = drawn(archive, "sources")
        terms = terms_over_time([archive.figures.hits("\x01\x0b")], archive.figures.months(), "en")
    assert terms is not None
    for svg in (chart.file, terms.file):
        assert fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert "云麓\ufffd日报\ufffd" in chart.svg


def test_terms_that_begin_alike_are_lines_of_their_own(archive: Archive) -> None:
    long = "光伏产业园区招商引资项目推进会"
    found = [archive.figures.hits(f"{long}{end}") for end in "一二"]
    terms = terms_over_time(found, archive.figures.months(), "zh")
    assert terms is not None
    assert len(re.findall(r'<path [^>]*stroke="#(?:3b7dd8|d9772b)" stroke-width="3"', terms.svg)) == 2
    assert ">占全部文章<" in terms.svg, "what a share is of stands on the axis"


def test_nothing_is_no_chart(archive: Archive) -> None:
    assert [CHARTS[name](archive, Span("nowhere_jkq"), "en") for name in CHARTS] == [None] * len(CHARTS)


def test_what_is_left_out_is_said(crawl: Crawl) -> None:
    for number, published in enumerate(("2019-01-01", "2021-01-01", "2022-01-01", "2024-01-01", None)):
        publish(crawl, number, published)
    with opened(crawl.url) as archive:
        assert drawn(archive, "calendar", Span()).note == "仅显示最近 3 个有文章的年份。"
        assert drawn(archive, "calendar", Span()).rows[-1] == ("2021-01-01", 1)
        assert drawn(archive, "articles", Span()).note == "另有 1 篇未标明发布日期，未计入图中。"
        months, some = archive.figures.months(), archive.figures.hits("号", most=1)
        chart = terms_over_time([some], months, "en")
    assert chart is not None
    assert chart.note == "号 is in so many articles that only those since 2022-02 were counted."


def test_two_decades_are_drawn_by_year(crawl: Crawl) -> None:
    publish(crawl, 1, "2003-05-01")
    publish(crawl, 2, "2024-01-31")
    publish(crawl, 3, "2024-11-30")
    with opened(crawl.url) as archive:
        chart = drawn(archive, "articles", Span())
    assert (chart.head[0], len(chart.rows), chart.rows[0]) == ("年份", 22, ("2024", 2))


def test_many_sites_are_the_largest_and_the_others(crawl: Crawl) -> None:
    for number in range(10):
        publish(crawl, number, "2024-01-31")
    others = [Crawl(crawl.url, f"zone{number}") for number in range(9)]
    for number, other in enumerate(others):
        publish(other, 100 + number, "2024-01-31", text=f"各区消息{number}。")
        other.writer.close()
    with opened(crawl.url) as archive:
        chart = drawn(archive, "articles", Span())
    assert (len(chart.head), chart.head[1], chart.head[-2:]) == (10, ZONES[SITE], ("其他", "合计"))
    assert (chart.rows[0][1], chart.rows[0][-2:]) == (10, (3, 19))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Page]:
    """A page of Debian's browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_label_is_cut_and_none_covers_another(archive: Archive, chromium: Page, lang: Language) -> None:
    """As the browser measures them; a quarter of a pixel is rounding."""
    for span in (WINTER, Span(until="2024-02"), Span()):
        for name in CHARTS:
            chromium.set_content(f"<body>{drawn(archive, name, span, lang).svg}</body>")
            assert (name, chromium.evaluate(_CUT), chromium.evaluate(_COVERED)) == (name, [], [])


_CUT = """() => {
  const all = document.querySelector("svg.chart").getBoundingClientRect();
  return [...document.querySelectorAll("svg.chart text")].filter(text => text.getAttribute("opacity") !== "0")
    .map(text => [text.textContent, text.getBoundingClientRect()])
    .filter(([_, box]) => box.left < all.left - .25 || box.right > all.right + .25
                          || box.top < all.top - .25 || box.bottom > all.bottom + .25)
    .map(([said]) => said);
}"""
_COVERED = """() => {
  const texts = [...document.querySelectorAll("svg.chart text")].filter(text => text.getAttribute("opacity") !== "0")
    .map(text => [text.textContent, text.getBoundingClientRect()]).filter(([said]) => said);
  const over = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
                               && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
  return texts.flatMap(([said, box], place) =>
    texts.slice(place + 1).filter(([_, other]) => over(box, other)).map(([also]) => [said, also]));
}"""


def test_a_calendar_has_no_days_outside_its_months() -> None:
    """Days that were not asked for would else look like days without articles."""
    chart = publication_calendar([("2025-12-03", 1), ("2026-11-02", 2)], "en")
    assert chart is not None
    assert chart.svg.count('fill="#3b7dd8"') == 365
