"""What holds for every input: only the documented error, nothing that is not on the page, the same answer twice."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

import html
import re
import unicodedata

from articlepages import TITLE, URL, article, page, paragraphs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zonenews.extraction import Article, NotAnArticle, extract_article
from zonenews.extraction.charset import decode
from zonenews.extraction.dates import find_date, parse_date
from zonenews.extraction.labels import parse_labels, value_text
from zonenews.extraction.text import clean, flatten

WORDS = st.sampled_from(
    [
        "来源",
        "来源：",
        "发布时间：2023-10-25",
        "2023年10月25日",
        "16:27",
        "【字体：大中小】",
        "分享到：",
        "上一篇：",
        "相关链接",
        "（责任编辑：示例员）",
        "责任编辑：",
        "当前位置：首页",
        ">",
        "要闻",
        "会议指出，要抓好落实，确保完成全年目标任务。",
        "全区召开工作会议。",
        "附件：1.表.docx",
        "打印",
        "关闭",
        "扫一扫在手机打开当前页",
        "版权所有",
        "#PAGE_BREAK#",
        ".a{color:red}",
        "\u3000\u3000",
        "&nbsp;",
        "&#0;",
        "&#xD800;",
        "\u200b",
        "\ufeff",
        "\x00",
        "�",
        "<",
        ">",
        "&",
        '"',
        "'",
        "404",
        "页面不存在",
        "2099-13-45",
    ]
)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "td",
        "tr",
        "table",
        "h1",
        "h2",
        "ul",
        "li",
        "a",
        "b",
        "br",
        "img",
        "script",
        "style",
        "section",
        "form",
        "iframe",
        "ucapcontent",
        "pre",
        "font",
        "o:p",
        "meta",
        "title",
        "html",
        "body",
        "head",
        "base",
        "select",
        "textarea",
        "svg",
        "noscript",
    ]
)
ATTRIBUTES = st.sampled_from(
    ["", " class='TRS_Editor'", " id=zoom", " href='a.pdf'", " href='t1.html'", " src=1.jpg", " style='display:none'", " href='http://['",
     " name=ArticleTitle content='题目'", " name=PubDate content='2023-10-25'", " class=title", " title='来源：示例日报'", " content=x http-equiv=refresh"]
)  # fmt: skip


@st.composite
def soup(draw: st.DrawFn) -> str:
    """Tags opened and closed at random around words that mean something to the rules."""
    parts = []
    for _ in range(draw(st.integers(0, 60))):
        kind = draw(st.integers(0, 3))
        if kind == 0:
            parts.append(f"<{draw(TAGS)}{draw(ATTRIBUTES)}>")
        elif kind == 1:
            parts.append(f"</{draw(TAGS)}>")
        elif kind == 2:
            parts.append(f"<!--{draw(WORDS)}-->")
        else:
            parts.append(draw(WORDS))
    return "".join(parts)


def attempt(body: bytes, url: str = URL, header: str | None = None) -> Article | str:
    try:
        return extract_article(body, url, header_encoding=header)
    except NotAnArticle as error:
        return str(error)


def shown(source: str) -> str:
    """All characters of a page, white space and invisible ones aside."""
    text = unicodedata.normalize("NFC", html.unescape(html.unescape(source.replace("\x00", ""))))
    return "".join(clean(text).split())


QUICK = settings(
    max_examples=300,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@QUICK
@given(st.binary(max_size=2000), st.sampled_from([None, "utf-8", "gbk", "big5", "utf-16", "x"]))
def test_any_bytes_raise_nothing_else(body: bytes, header: str | None) -> None:
    attempt(body, header=header)


@QUICK
@given(
    st.text(max_size=300),
    st.sampled_from([URL, "", "http://[", "http://www.example.cn:x/", "a b", "//", "http://例.cn/一.html"]),
)
def test_any_text_and_any_address_raise_nothing_else(text: str, url: str) -> None:
    attempt(article(text, text).encode("utf-8", "replace"), url)
    attempt(text.encode("utf-16", "replace"), url)


@QUICK
@given(soup())
def test_tag_soup_raises_nothing_else_and_reads_the_same_twice(markup: str) -> None:
    body = page(markup).encode("utf-8", "replace")
    first = attempt(body)
    assert first == attempt(body)


@QUICK
@given(soup(), soup())
def test_text_is_always_on_the_page(above: str, below: str) -> None:
    source = page(
        above + f"<h1>{TITLE}</h1><div>来源：示例日报 2023-10-25</div><div id='zoom'>{paragraphs()}</div>" + below
    )
    got = attempt(source.encode("utf-8", "replace"))
    if isinstance(got, str):
        return
    seen = shown(source.encode("utf-8", "replace").decode())
    values = [got.title, got.source, got.author, got.editor, got.document_number, *got.breadcrumb, *got.paragraphs]
    letters = re.sub(r"<[^<>]*>", "", seen)
    for value in filter(None, values):
        assert stretches("".join(value.split()), seen, letters) <= 1 + len(value) // 4


def stretches(value: str, *texts: str) -> int:
    """Of how many stretches of the texts a value is made; what stands between two of them may have been skipped."""
    count = 0
    while value:
        length = next(size for size in range(len(value), -1, -1) if any(value[:size] in text for text in texts))
        if not length:
            return len(value)
        value, count = value[length:], count + 1
    return count


@QUICK
@given(soup())
def test_values_are_clean(markup: str) -> None:
    got = attempt(page(markup + paragraphs()).encode("utf-8", "replace"))
    if isinstance(got, str):
        return
    for value in filter(None, [got.title, got.source, got.author, got.editor, *got.breadcrumb, *got.paragraphs]):
        assert value == clean(value)
        value.encode()
    assert all(0 <= image.after_paragraph <= len(got.paragraphs) for image in got.images)


@QUICK
@given(st.text(max_size=200))
def test_cleaning_is_done_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()


@QUICK
@given(st.text(alphabet="0123456789-年月日时分:：T /.上下午星期一", max_size=60))
def test_a_date_is_real_or_none(text: str) -> None:
    for stamp in (find_date(text), parse_date(text)):
        if stamp:
            assert re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?\+08:00)?", stamp.text)


@QUICK
@given(st.lists(WORDS, max_size=20))
def test_labels_are_found_in_order_and_values_come_from_the_line(words: list[str]) -> None:
    line = flatten(words)
    found = parse_labels(line)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        value = value_text(each.value)
        assert value is None or value in line


@QUICK
@given(st.text(max_size=400), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_what_a_declared_charset_wrote_is_what_is_read(text: str, charset: str) -> None:
    text = "<p>园区会议指出，要抓好落实。</p>" + text.encode("utf-8", "replace").decode()
    assert decode(text.encode(charset), charset).text == text
