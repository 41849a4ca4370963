"""A profile's selectors come before every general rule."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

from articlepages import NAV, TEXT, TITLE, URL, article, paragraphs

from zonenews.extraction import Article, extract_article
from zonenews.profile import Profile

HTML = article(
    "来源：示例日报　发布时间：2023-10-25 16:27",
    paragraphs(),
    nav="<div id='odd'><h4>另一个标题</h4><i>稿源：示例晚报</i><b>2022年1月2日 03:04</b><div class='x'><p>另一段正文，不长。</p></div></div>"
    + NAV,
)


def read(**profile: str) -> Article:
    return extract_article(HTML.encode(), URL, profile=Profile(**profile))  # type: ignore[arg-type]


def test_every_selector_is_honoured_and_named() -> None:
    got = read(title="#odd h4", source="#odd i", published="#odd b", body="#odd .x")
    assert (got.title, got.source, got.published) == ("另一个标题", "示例晚报", "2022-01-02T03:04+08:00")
    assert got.paragraphs == ("另一段正文，不长。",)
    assert {got.rules[name] for name in ("title", "source", "published", "paragraphs")} == {"profile"}


def test_a_selector_that_finds_nothing_leaves_the_general_rules() -> None:
    got = read(title=".none", source=".none", published=".none", body=".none")
    assert (got.title, got.source, got.published, got.paragraphs) == (TITLE, "示例日报", "2023-10-25T16:27+08:00", TEXT)


def test_a_selector_that_fits_no_element_of_the_body_does_no_harm() -> None:
    assert read(title="h1:hover", body="title").paragraphs == TEXT


def test_the_profiles_charset_is_used() -> None:
    got = extract_article(
        HTML.replace("charset='utf-8'", "charset='big5'").encode("gbk"), URL, profile=Profile(charset="gbk")
    )
    assert (got.title, got.charset, got.charset_reason) == (TITLE, "gb18030", "profile")
