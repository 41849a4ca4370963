"""Pages that are no articles are recognised and named; an article is never taken for one of them."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

import pytest
from articlepages import CRUMB, FOOT, NAV, TEXT, TITLE, URL, article, metas, page, paragraphs
from listpages import HOT_NEWS
from listpages import rows as listed

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


INTRO = "<p>示例经济技术开发区成立于一九九二年，规划面积一百二十平方公里，已形成装备制造、电子信息、生物医药三大主导产业，先后获评国家级绿色园区。</p>"
LEAD = "<h1><a href='/yw/202310/t20231025_1.html'>示例经开区前三季度经济运行稳中有进</a></h1><p>10月24日，示例经开区召开会议，通报前三季度主要指标。<a href='/yw/1.html'>[详细]</a></p>"


def box(name: str) -> str:
    return f"<div class='box'><h3>{name}</h3>{listed(6)}</div>"


@pytest.mark.parametrize(
    "main",
    [
        "".join(map(box, ("园区要闻", "通知公告", "招商引资", "政策文件"))),
        f"<div class='slide'><a href='/1.html'><img src='/1.jpg' alt='开工'></a></div>{box('园区要闻')}<div><h3>园区简介</h3>{INTRO}</div>",
        LEAD + box("园区要闻") + box("通知公告"),
        f"<table><tr><td>{box('园区要闻')}</td><td>{box('通知公告')}</td></tr></table>",
    ],
    ids=["boxes", "slides_and_text", "headline", "table"],
)
def test_a_front_page(main: str) -> None:
    html = page(main, title="示例经济技术开发区")
    assert kind_of(html, "http://www.example.cn/") == "home"
    assert kind_of(html, "http://www.example.cn/index.shtml") == "home"
    # a zone's front page on its city's site, or served in place of an article that is gone
    assert kind_of(html, "http://www.example.cn/jkq/") == "list"
    assert kind_of(html, "http://www.example.cn/yw/202310/t20231025_1.html") == "list"


def test_a_picture_to_enter_by() -> None:
    html = "<html><head><title>示例经开区</title></head><body><img src='/bg.jpg'><a href='/index.html'>进入网站</a></body></html>"
    assert kind_of(html, "http://www.example.cn/") == "home"


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
        "该文章已被删除或正在审核中",
        "没有找到相关记录！",
        "数据不存在或已删除。",
        "对不起，您没有访问该页面的权限",
        "参数有误，请返回",
        "抱歉！您所浏览的网页已迁移或删除",
        "该栏目不存在",
        "HTTP Status 404 – Not Found",
        "The resource cannot be found.",
        "500 Internal Server Error",
    ],
)
def test_a_soft_404(text: str) -> None:
    assert kind_of(page(f"<div><p>{text}</p><p><a href='/'>返回首页</a></p></div>", title="提示信息")) == "soft404"
    assert kind_of(f"<html><head><title>{text}</title></head><body><img src='/404.png'></body></html>") == "soft404"


@pytest.mark.parametrize("around", ["", HOT_NEWS], ids=["alone", "beside_a_list"])
def test_a_soft_404_that_explains_itself(around: str) -> None:
    reasons = "<p>可能的原因：您输入的网址不正确，请检查后重新输入；该网页已经被管理员移动；您使用的链接已经过期，请从首页重新进入。</p>"
    html = page(f"<div><h2>很抱歉，您要访问的页面不存在</h2>{reasons * 2}</div>{around}", title="提示信息_示例经开区")
    assert kind_of(html) == "soft404"


@pytest.mark.parametrize("onward", ["history.back()", "window.location.href='/'"])
def test_a_soft_404_that_only_an_alert_tells(onward: str) -> None:
    assert kind_of(f"<html><body><script>alert('该信息不存在！');{onward};</script></body></html>") == "soft404"


@pytest.mark.parametrize("around", ["", HOT_NEWS], ids=["alone", "beside_a_list"])
@pytest.mark.parametrize("info", ["来源： 发布时间： 浏览次数：0", "浏览：0 次"])
def test_an_article_template_with_nothing_in_it(info: str, around: str) -> None:
    empty = f"<div class='main'><h1></h1><div class='info'>{info}</div><div class='TRS_Editor'></div></div>"
    assert kind_of(page(empty + around, title="示例经开区")) in ("empty", "list")


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
        "<html><head><title>Just a moment...</title></head><body>Checking your browser<script src='/x.js'></script></body></html>",
        "<html><body><h3>当前访问疑似黑客攻击，已被网站管理员设置为拦截并记录</h3></body></html>",
        "<html><head><title>405</title></head><body>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</body></html>",
        "<html><head><title>请输入验证码</title></head><body><form><p>为了您的访问安全，请输入验证码以继续访问</p><input name='code'></form></body></html>",
        "<html><head><title>验证</title></head><body><p>请按住滑块，拖动到最右边</p></body></html>",
        "<html><head><title>访问被拒绝</title></head><body><p>您的IP地址 192.0.2.1 已被限制访问。</p></body></html>",
        "<html><body><script>document.cookie='HWWAFSESID=1';location.reload()</script></body></html>",
        "<html><body><noscript>请开启JavaScript并刷新该页</noscript><script>eval(String.fromCharCode(1))</script></body></html>",
        "<html><body><script>(function(){document.cookie='k=v';window.location.reload(true);})()</script></body></html>",
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
        b'callback({"data":[]});',
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
