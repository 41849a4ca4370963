"""Pages whose bytes or markup lie: read as a reader reads them, or flagged; nothing is made up (F27 to F37)."""

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import measuring
import pytest
from crawling import Crawl, Ended
from invariants import assert_whole
from loopback import Answer, Host, Loopback, answer
from small_sites import Site, article, title

from archive import Archive

WORDS = "园区召开项目推进会要求各部门抓好落实优化服务帮助企业解决用工融资问题签约投资厂房建设街道安全生产检查"
RARE = "䶮㛃镕堃喆"
DEEP = 2_600  # libxml2 goes 2,048 elements deep
FLAT = "<p>园区做好各项服务保障工作。</p>" * 110_000  # 5.6 MB of 8
NO_DATES = ("2099-01-05", "0001-01-01", "2026-02-30", "46321", "2026年13月1日", "昨天", "１２：３０")
BODY = article(0).decode()
PARAGRAPH = BODY.partition("<p>")[2].partition("</p>")[0]

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """Answers in place of articles, and what must hold of each."""

    name: str
    answers: list[Answer]
    holds: Callable[[Row, int], bool]


def paged(text: str, **headers: Any) -> bytes:
    """An answer of this page in UTF-8."""
    return answer(text.encode(), **headers)


def worded(seed: int) -> str:
    """An article page of its own words, with no charset of its own."""
    dice = random.Random(seed)
    text = "".join(dice.choices(WORDS, k=60))
    return article(seed).decode().replace("<meta charset='utf-8'>", "").replace(PARAGRAPH, text)


def same(row: Row, number: int) -> bool:
    """The article as it is without any fault."""
    first = article(number).decode().partition("<p>")[2].partition("</p>")[0]
    return bool(row["title"] == title(number) and row["text"].startswith(first) and row["source"] == "示例日报")


def dated(printed: str, number: int) -> bytes:
    """An article with this in place of its date."""
    return paged(BODY.replace("2026-10-01 10:20", printed).replace("第0个", f"第{number}个"))


ODD = ("\x00", "&#xD800;", "&#0;", "\x08", "\u202e", "&#x202E;", "\x1b]0;x\x07", "\u200b", "\ufeff")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b\u202e\ufeff\ud800-\udfff]")
LATIN = "<h1>{}</h1><div>2026-10-02 10:20</div><div>" + "<p>Work on the new plant began today.</p>" * 20 + "</div>"
SHORT = [WORDS[place : place + 4] for place in range(0, 40, 4)]
CASES = [
    Case(
        "F27",
        [answer(worded(seed).encode("gbk"), kind="text/html; charset=utf-8") for seed in range(10)],
        lambda row, n: "\ufffd" not in row["text"] and row["paragraphs"][0] in worded(n),
    ),
    Case(
        "F28",
        [answer(LATIN.format(words).encode("gbk"), kind="text/html") for words in SHORT],
        lambda row, n: bool(row["title"] == SHORT[n] and row["charset"] == "gb18030"),
    ),
    Case(
        "F29",
        [answer(BODY.replace("示例高新区", RARE).encode("gb18030"), kind="text/html; charset=gb2312")] * 3,
        lambda row, n: RARE in row["title"] and RARE in row["text"],
    ),
    Case(
        "F30",
        [paged(BODY.replace("总投资", f"总{odd}投资").replace("重点", f"重{odd}点", 2)) for odd in ODD],
        lambda row, n: (
            "投资二十亿元" in row["text"] and not any(_CONTROL.search(row[name]) for name in ("title", "text"))
        ),
    ),
    Case(
        "F31",
        [paged(BODY.replace("<div class='content'>", "<div class='content'>" + "<b>" * DEEP))],
        lambda row, n: "parse_truncated" in row["flags"],
    ),
    Case("F32", [paged(BODY.replace("</div></body>", FLAT + "</div></body>"))], same),
    Case(
        "F33",
        [
            paged(worded_wrong)
            for worded_wrong in (
                BODY.replace("</p>", ""),
                BODY.replace("</div>", ""),
                BODY.replace("<p>", "<p><b><i>").replace("</p>", "</b></p></i>"),
                BODY.replace("<head>", "<head><base href='http://www.example.cn/x/'>"),
                BODY.replace("</head>", "<title>另一个标题</title></head>"),
                BODY.replace("</body></html>", ""),
                BODY.replace("<body>", "</html><body>"),
                BODY.replace("<html>", "<html><html>").replace("</h1>", "</h2>"),
            )
        ],
        lambda row, n: bool(row["title"] == title(0) and PARAGRAPH in row["text"]),
    ),
    Case(
        "F37",
        [dated(printed, number) for number, printed in enumerate(NO_DATES)],
        lambda row, n: row["published"] is None and bool(row["reasons"]["published"]),
    ),
]


@dataclass(frozen=True)
class Met:
    """A crawl that met all of these pages on one site, each case in a section of its own."""

    crawl: Crawl
    host: Host
    sites: dict[str, Site]
    ended: Ended
    seconds: float

    def urls(self, name: str) -> list[str]:
        """The addresses of one case's pages."""
        return [self.host.url(f"/{name}{path}") for path in self.sites[name].articles]


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    """One crawl of all cases: a section each, of the faulty pages and two good ones."""
    loopback = Loopback()
    sites = {case.name: Site(len(case.answers) + 2, case.answers) for case in CASES}
    answers = {f"/{name}{path}": given for name, site in sites.items() for path, given in site.faulty().items()}
    lists = {
        f"/{name}/list/": answer(site.list_page.replace(b"'/a/", f"'/{name}/a/".encode()))
        for name, site in sites.items()
    }
    host = loopback.host(answers | lists)
    crawl = Crawl(tmp_path_factory.mktemp("content") / "zonenews.db")
    started = time.monotonic()
    ended = crawl("zone", " ".join(host.url(f"/{name}/list/") for name in sites))
    yield Met(crawl, host, sites, ended, time.monotonic() - started)
    loopback.close()


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_that_lies(met: Met, case: Case) -> None:
    measuring.trials(len(case.answers))
    urls = met.urls(case.name)
    spoilt, good = urls[: len(case.answers)], urls[len(case.answers) :]
    with Archive(str(met.crawl.archive)) as archive:
        found = {row["url"]: row for row in archive.articles()}
        readings = {row["url"]: row for row in archive.query(READINGS)}
    rows = [found[url] | readings[url] for url in spoilt if url in found]
    measuring.crawled(met.ended.code, met.seconds, met.ended.peak)
    measuring.held(lost=0, twice=0, missing=len(spoilt) - len(rows))
    assert len(rows) == len(spoilt)
    assert [row for number, row in enumerate(rows) if not case.holds(row, number)] == []
    assert all(same(found[url], int(Path(url).stem)) for url in good)


READINGS = """
SELECT u.url, r.flags, r.charset FROM article a JOIN url u ON u.id = a.url_id
JOIN revision v ON v.id = a.current_revision JOIN reading r ON r.id = v.current_reading
"""


@pytest.mark.slow
def test_the_crawl_that_met_them_says_that_it_is_complete_and_stays_small(met: Met) -> None:
    assert_whole(str(met.crawl.archive), truth=[url for case in CASES for url in met.urls(case.name)])
    assert (met.ended.code, met.ended.peak < 700 * 2**20) == (0, True)
