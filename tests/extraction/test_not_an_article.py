"""Pages that are no articles are recognised and named; an article is never taken for one of them."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

import pytest
from articlepages import CRUMB, FOOT, NAV, TEXT, TITLE, URL, article, metas, page, paragraphs

from zonenews.extraction import NotAnArticle, extract_article

TITLES = [
    f"示例经开区{what}工作会议召开"
    for what in ("安全生产", "招商引资", "项目建设", "生态环保", "营商环境", "党建", "防汛", "消防")
]
ROWS = "".join(
    f"<li><a href='/yw/202310/t2023{n:04d}_1.html'>{title}</a><span>2023-10-{n + 10}</span></li>"
    for n, title in enumerate(TITLES)
)


def kind_of(html: str | bytes, url: str = URL) -> str:
    body = html.encode() if isinstance(html, str) else html
    with pytest.raises(NotAnArticle) as caught:
        extract_article(body, url)
    return caught.value.kind


@pytest.mark.parametrize(
    "rows",
    [
        f"<ul>{ROWS}</ul>",
        "<table>" + ROWS.replace("<li>", "<tr><td>").replace("</li>", "</td></tr>") + "</table>",
        "<ul>" + ROWS.replace("</a>", "</a><p>会议指出，要抓好落实，确保各项任务按期完成。</p>") + "</ul>",
        "<ul>" + ROWS.replace("<span>", "").replace("</span>", "") + "</ul>",
    ],
    ids=["list", "table", "with_summaries", "dates_without_element"],
)
def test_a_list_page(rows: str) -> None:
    html = page(
        f"<h2>园区要闻</h2>{rows}<div>首页 上一页 1 2 3 下一页 尾页 共12页</div>",
        title="园区要闻-示例经开区",
        head=metas(ColumnName="园区要闻"),
    )
    assert kind_of(html, "http://www.example.cn/yw/index.html") == "list"


def test_a_home_page() -> None:
    html = page(
        f"<div><h3>园区要闻</h3><ul>{ROWS}</ul></div><div><h3>通知公告</h3><ul>{ROWS}</ul></div>",
        title="示例经济技术开发区",
        nav=NAV,
    )
    assert kind_of(html, "http://www.example.cn/") in ("home", "list")
    plain = page(
        "".join(f"<p><a href='{n}.html'>{title}</a></p>" for n, title in enumerate(TITLES * 3)),
        title="示例经济技术开发区",
        nav=NAV,
    )
    assert kind_of(plain, "http://www.example.cn/index.html") == "home"


@pytest.mark.parametrize(
    "text",
    [
        "您访问的页面不存在或已被删除",
        "对不起，您访问的页面不存在！",
        "404 Not Found",
        "抱歉，您要查看的内容不存在",
        "该信息已被删除",
        "页面走丢了",
        "很抱歉，找不到您要访问的页面",
        "链接已失效",
    ],
)
def test_a_soft_404(text: str) -> None:
    assert kind_of(page(f"<div><p>{text}</p><p><a href='/'>返回首页</a></p></div>", title="提示信息")) == "soft404"
    assert kind_of(f"<html><head><title>{text}</title></head><body><img src='/404.png'></body></html>") == "soft404"


def test_a_page_that_is_gone_says_so_under_all_the_menus_of_its_site() -> None:
    menus = "".join(f'<li><a href="/lm{number}/">示范园区第{number}个栏目的全部内容</a></li>' for number in range(120))
    gone = "<div><h2>提示信息</h2><p>您访问的页面不存在或已被删除。</p><p><a href='/'>返回首页</a></p></div>"
    assert kind_of(page(f"<ul>{menus}</ul>{gone}", title="提示信息_示范经开区")) == "soft404"


@pytest.mark.parametrize(
    "html",
    [
        "<script>document.cookie='__jsl_clearance=1';location.href=location.pathname</script>",
        "<html><body onload='f()'><script>var _$a='$_ts';$_ts=window['$_ts'];</script></body></html>",
        "<html><head><title></title><script>function wzwschallenge(){}</script></head><body></body></html>",
        "<script>var url='/?security_session_mid_verify=1'; location.href=url</script>",
        "<html><script>var arg1='ABC';document.cookie='acw_sc__v2='+arg1;</script></html>",
        "<html><head><script>document.cookie='C3VK=abc; max-age=300'; location.reload()</script></head></html>",
        "<html><body><h1>访问验证</h1><p>请完成安全验证后继续访问</p></body></html>",
    ],
)
def test_a_challenge_page(html: str) -> None:
    assert kind_of(html) == "challenge"


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><meta http-equiv='refresh' content='0; url=/yw/index.html'></head></html>",
        "<script>window.location.href='/yw/index.html';</script>",
        '<html><body><script>location.replace("/yw/index.html")</script>正在跳转</body></html>',
    ],
)
def test_a_redirect_shell(html: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        extract_article(html.encode(), URL)
    assert (caught.value.kind, caught.value.detail) == ("redirect", "http://www.example.cn/yw/index.html")


def test_a_page_drawn_by_script() -> None:
    assert (
        kind_of(
            "<html><head><title>示例经开区</title></head><body><div id='app'></div><script src='/js/chunk-vendors.js'></script></body></html>"
        )
        == "script"
    )


@pytest.mark.parametrize(
    "body", [b"", b"   \n", b"<html></html>", b"<html><body><div></div></body></html>", b"<p>\xe3\x80\x80</p>"]
)
def test_an_empty_page(body: bytes) -> None:
    assert kind_of(body) == "empty"


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 x",
        b"PK\x03\x04x",
        b'{"code":200,"data":[]}',
        b"<?xml version='1.0'?><rss><item/></rss>",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"Rar!x",
    ],
)
def test_other_files(body: bytes) -> None:
    assert kind_of(body) == "not_html"


@pytest.mark.parametrize(
    "html",
    [
        article(
            "来源：示例日报 2023-10-25",
            "<p>网络安全宣传周期间，工作人员提醒：遇到“页面不存在”或要求安全验证的网页，不要输入个人信息。</p>"
            + paragraphs(),
        ),
        article("来源：示例日报 2023-10-25", f"<p>{TEXT[0]}</p>"),
        article("来源：示例日报 2023-10-25", "<p>特此公告。</p>", title="关于窗口午间暂停服务的公告"),
        article("来源：示例日报 2023-10-25", wrap="<div class='nr'>{}</div><h3>相关新闻</h3><ul>" + ROWS + "</ul>"),
        article(
            "2023-10-25",
            "<p>各有关企业：</p>" + "".join(f"<p><a href='{n}.pdf'>{title}</a></p>" for n, title in enumerate(TITLES)),
        ),
        page(f"<h1>{TITLE}</h1>{paragraphs()}"),
        article("来源：示例日报 2023-10-25", f"<p>{TEXT[0]}</p>", title="关于部分网页链接已失效的说明"),
        article(
            "来源：示例日报 2023-10-25",
            "<script>if(/Mobile/.test(navigator.userAgent)) location.href='/wap/1.html'</script>" + paragraphs(),
        ),
        page(
            f"<ul>{ROWS}</ul><h1>{TITLE}</h1><div>2023-10-25</div><div class='nr'>{paragraphs()}</div><ul>{ROWS}</ul>"
        ),
    ],
    ids=[
        "words_of_a_404",
        "one_sentence",
        "very_short",
        "related_list",
        "links_to_files",
        "no_info_line",
        "title_of_a_404",
        "mobile_jump",
        "lists_around",
    ],
)
@pytest.mark.parametrize(
    "url",
    [
        URL,
        "http://www.example.cn/yw/index.html",
        "http://www.example.cn/n123/c456/content.html",
        "http://www.example.cn/",
    ],
)
def test_an_article_is_never_taken_for_something_else(html: str, url: str) -> None:
    got = extract_article(html.encode(), url)
    assert got.title
    assert got.paragraphs or got.attachments


def test_the_error_says_what_the_page_is() -> None:
    with pytest.raises(NotAnArticle, match="soft404: 页面不存在"):
        extract_article(page("<p>页面不存在</p>", nav=NAV + CRUMB, foot=FOOT, title="").encode(), URL)
