"""Article pages as each family of content management systems writes them (families/), read with no profile.

Every page carries the same article; EXPECTED names only what a family's page prints otherwise.
"""

from pathlib import Path

import pytest
from articlepages import TEXT, TITLE

from zonenews.extraction import Article, extract_article

PAGES = {path.stem: path.read_bytes() for path in sorted((Path(__file__).parent / "families").glob("*.html"))}
USUAL: dict[str, object] = {
    "title": TITLE,
    "source": "示例日报",
    "published": "2023-10-25T16:27+08:00",
    "author": None,
    "editor": None,
    "document_number": None,
    "breadcrumb": ("首页", "新闻中心", "园区要闻"),
    "paragraphs": TEXT,
    "images": (),
    "attachments": (),
}
EXPECTED: dict[str, dict[str, object]] = {
    "enorth": {"published": "2023-10-25T16:27:03+08:00", "editor": "示例员"},
    "gkmlpt": {"published": "2023-10-25T16:27:03+08:00", "document_number": "示经管〔2023〕12号"},
    "dede": {"author": "admin"},
    "empire": {"author": "佚名"},
    "asp_table": {"published": "2023-10-25T16:27:03+08:00"},
    "founder": {"editor": "示例员"},
    "aspnet": {"published": "2023-10-25T16:27:00+08:00"},
    "source_below_the_body": {"editor": "示例员"},
    "subtitle": {"title": f"{TITLE} ——区领导出席"},
}
ADDRESSES = {
    "trs_old_table": "http://www.example.cn/xwzx/yw/202310/t20231025_4567.html",
    "hanweb": "http://www.example.cn/art/2023/10/25/art_123_456.html",
    "vsb": "http://www.example.cn/info/1001/2345.htm",
    "enorth": "http://www.example.cn/system/2023/10/25/012345678.shtml",
    "jeecms": "http://www.example.cn/news1/123.jhtml",
    "powereasy": "http://www.example.cn/Item/123.aspx",
    "founder": "http://www.example.cn/2023-10/25/content_123.htm",
}


def read(name: str) -> Article:
    return extract_article(PAGES[name], ADDRESSES.get(name, "http://www.example.cn/page.html"))


def test_the_families_are_there() -> None:
    assert len(PAGES) >= 36
    assert set(EXPECTED) | set(ADDRESSES) <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_field_is_exact(name: str) -> None:
    article = read(name)
    expected = USUAL | EXPECTED.get(name, {})
    assert {field: getattr(article, field) for field in expected} == expected


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_its_rule_or_its_reason(name: str) -> None:
    article = read(name)
    assert set(article.rules) | set(article.reasons) == set(USUAL)
    assert not set(article.rules) & set(article.reasons)
    assert set(article.confidence) == set(article.rules)
    assert all(0 < confidence <= 1 for confidence in article.confidence.values())
