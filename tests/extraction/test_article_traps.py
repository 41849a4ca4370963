"""The traps of info lines and bodies on government pages, one test each."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

from datetime import datetime

import pytest
from articlepages import CRUMB, FOOT, NAV, TEXT, TITLE, URL, article, metas, page, paragraphs, read

from zonenews.extraction.dates import BEIJING

LINE = "来源：示例日报　发布时间：2023-10-25 16:27"


# --- source


@pytest.mark.parametrize(
    "info",
    [
        "来源：　发布时间：2023-10-25 16:27",
        "<li>来源:</li><li>发布时间: 2023-10-25 16:27</li><li>字体【&nbsp;&nbsp;】</li>",
        "<span>来源：</span><span>发布时间：2023-10-25 16:27</span>",
        "发布时间：2023-10-25 16:27 来源： 【字体：大 中 小】",
        "<table><tr><td>来源：</td><td></td><td>发布时间：2023-10-25 16:27</td></tr></table>",
        "2023-10-25 16:27 来 源：<span></span> 字体【 <a>大</a> <a>中</a> <a>小</a> 】",
        "2023-10-25 16:27 来源：无 点击：12",
        "2023-10-25 16:27 来源：-- 打印",
        "2023-10-25 16:27 来源：null",
    ],
)
def test_an_empty_source_is_missing_and_not_filled(info: str) -> None:
    got = read(article(info, head=metas(SiteName="示例经开区", ContentSource="示例经开区管委会")))
    assert got.source is None
    assert "nothing behind it" in got.reasons["source"]
    assert got.published == "2023-10-25T16:27+08:00"


@pytest.mark.parametrize(
    "info",
    [
        "来源：示例日报发布时间：2023-10-25 16:27浏览次数：12",
        "发布时间：2023-10-25 16:27来源：示例日报作者：字体：大 中 小",
        "来源：示例日报2023-10-25 16:27",
        "<i>来源：</i><em>示例日报</em><i>时间：</i><em>2023-10-25 16:27</em>",
        "来　源：示例日报　时　间：2023-10-25 16:27",
        "来源 ：示例日报 | 时间 ：2023-10-25 16:27 | 字号：",
        "【来源:示例日报】【发布时间:2023-10-25 16:27】【打印】",
        "来源∶示例日报 日期∶2023-10-25 16:27",
        "来源：“示例日报” 2023-10-25 16:27".replace("“", "").replace("”", ""),
        "２０２３－１０－２５　１６：２７　来源：示例日报",
        "2023年10月25日 16:27 | 来源: <a href='http://paper.example.cn/'>示例日报</a>",
        "<span title='来源：示例日报'>来源：示例…</span> <span>2023-10-25 16:27</span>",
        "(2023-10-25 16:27) 来源：示例日报 责任编辑：",
    ],
)
def test_glued_spaced_and_odd_labels(info: str) -> None:
    got = read(article(info))
    assert (got.source, got.published) == ("示例日报", "2023-10-25T16:27+08:00")


@pytest.mark.parametrize(
    "info",
    [
        "2023-10-25 16:27:03｜来源：示例经济技术开发区融媒体中心｜作者：张三 李四",
        "<i>2023-10-25 16:27:03</i> | <i>文章来源：示例经济技术开发区融媒体中心</i> | <i>作者：张三 李四</i>",
        "来源：示例经济技术开发区融媒体中心日期：2023-10-25 16:27:03作者：张三 李四阅读：<i>--</i> 次",
        "<em>时间 : 2023-10-25 16:27:03</em><em>来源 : 示例经济技术开发区融媒体中心</em><em>作者：张三 李四</em><em>【字体：大 中 小】</em>",
        "（2023-10-25 16:27:03　作者：张三 李四　来源：示例经济技术开发区融媒体中心）",
    ],
)
def test_a_long_info_line_in_the_box_of_the_text_is_read_and_is_no_text(info: str) -> None:
    box = f'<div class="content"><div class="t">{TITLE}</div><div class="i">{info}</div><div class="c">{paragraphs()}</div></div>'
    got = read(page(box))
    assert (got.source, got.author) == ("示例经济技术开发区融媒体中心", "张三 李四")
    assert (got.published, got.paragraphs) == ("2023-10-25T16:27:03+08:00", TEXT)


def test_a_picture_with_a_line_below_it_is_a_body_before_an_editors_line() -> None:
    body = "<p><img src='a.jpg'></p><p>图为企业生产车间。</p><p>（责任编辑：某某）</p><p>【打印】【关闭】</p>"
    got = read(article(LINE, body, wrap="<div class='news-content'>{}</div>"))
    assert (got.paragraphs, got.editor, len(got.images)) == (("图为企业生产车间。",), "某某", 1)


@pytest.mark.parametrize("info", ["（2023-10-25 16:27　作者：张三 李四）", "作者：张三 李四 2023-10-25 16:27"])
def test_the_second_name_of_an_author_is_no_source(info: str) -> None:
    got = read(article(info))
    assert (got.source, got.published) == (None, "2023-10-25T16:27+08:00")


def test_labels_inside_the_body_are_not_the_source() -> None:
    texts = (*TEXT, "数据来源：示例统计局", "图片来源：示例摄影协会")
    got = read(article("发布时间：2023-10-25 16:27", paragraphs(texts)))
    assert got.source is None
    assert got.paragraphs == texts


def test_a_sentence_with_a_label_in_the_body_is_not_read() -> None:
    texts = (TEXT[0], "会议时间：2022年3月5日，会议地点：示例宾馆，主办单位和参会人员名单另行通知。", *TEXT[1:])
    got = read(article(LINE, paragraphs(texts)))
    assert got.published == "2023-10-25T16:27+08:00"
    assert got.paragraphs == texts


def test_the_printed_source_comes_before_the_meta() -> None:
    got = read(article("来源：示例晚报 2023-10-25", head=metas(ContentSource="示例经开区")))
    assert (got.source, got.rules["source"]) == ("示例晚报", "label:来源")


def test_the_meta_speaks_where_no_label_is_printed() -> None:
    got = read(article("2023-10-25 16:27", head=metas(ContentSource="示例日报")))
    assert (got.source, got.rules["source"]) == ("示例日报", "meta:contentsource")


@pytest.mark.parametrize(
    "info",
    [
        "来源：<script>document.write('示例日报');</script> 2023-10-25 16:27",
        "来源：<span id='ly'></span><script>var SourceName = '示例日报'; $('#ly').html(SourceName);</script> 2023-10-25 16:27",
        "来源：<span></span> 2023-10-25 16:27<input type='hidden' name='source' value='示例日报'>",
    ],
)
def test_a_source_written_by_an_inline_script(info: str) -> None:
    assert read(article(info)).source == "示例日报"


# --- time


@pytest.mark.parametrize(
    "info",
    [
        "<img src='/logo/rb.png' alt='来源：示例日报'> 2023-10-25 16:27",
        "<span>2023-10-25 16:27</span><span><img src='/a.gif' title='文章来源：示例日报'></span>",
        "来源：<img src='/logo/rb.png' alt='示例日报'> 发布时间：2023-10-25 16:27",
        "<span>来源：</span><img src='/logo/rb.png' alt='示例日报'><span>2023-10-25 16:27</span>",
    ],
)
def test_a_source_that_is_a_picture(info: str) -> None:
    got = read(article(info))
    assert (got.source, got.rules["source"], got.published) == ("示例日报", "picture", "2023-10-25T16:27+08:00")
    assert got.images == ()


@pytest.mark.parametrize(
    "info",
    [
        "来源：<img src='/logo/rb.png'> 发布时间：2023-10-25 16:27",
        "来源：<img src='/logo/rb.png' alt='rb.png'> 发布时间：2023-10-25 16:27",
        "来源： 发布时间：2023-10-25 16:27 <img src='/wx.png' alt='微信扫码'>",
        "2023-10-25 16:27 <img src='/wx.png' alt='园区风光'>",
    ],
)
def test_a_picture_that_names_no_source(info: str) -> None:
    photo = "<p><img src='1.jpg' alt='图片来源：示例摄影协会'></p>"
    assert read(article(info, photo + paragraphs())).source is None


@pytest.mark.parametrize(
    ("info", "published"),
    [
        ("更新时间：2023-11-02 08:00 发布时间：2023-10-25 16:27", "2023-10-25T16:27+08:00"),
        ("成文日期：2023-10-20 发布日期：2023-10-25", "2023-10-25"),
        ("发文日期：2023年10月20日　发布时间：2023年10月25日 16:27:09", "2023-10-25T16:27:09+08:00"),
        ("时间：2023-10-25 来源：示例日报", "2023-10-25"),
        ("更新时间：2023-10-25 16:27", "2023-10-25T16:27+08:00"),
        ("发布时间：2023.10.25 16：27", "2023-10-25T16:27+08:00"),
        ("发布时间：2023——10——25 16:27", "2023-10-25T16:27+08:00"),
        ("发布时间：2023年10月25日下午4:27", "2023-10-25T16:27+08:00"),
        ("发布时间：2023-10-25T16:27:03", "2023-10-25T16:27:03+08:00"),
        ("发布时间：2023-10-25 00:00", "2023-10-25T00:00+08:00"),
        ("发布时间：[2023-10-25]", "2023-10-25"),
    ],
)
def test_which_date_and_how_precise(info: str, published: str) -> None:
    got = read(article(info))
    assert got.published == published
    assert got.published_precision == {10: "day", 22: "minute", 25: "second"}[len(published)]


@pytest.mark.parametrize(
    "nonsense",
    [
        "2023-02-30",
        "2023-13-01",
        "0001-01-01",
        "2099-01-01",
        "1899-12-31",
        "45224",
        "2023-10-25-3",
        "23-10-25",
        "10-25",
    ],
)
def test_nonsense_is_no_date(nonsense: str) -> None:
    got = read(article(f"发布时间：{nonsense}"), fetched=datetime(2026, 1, 1, tzinfo=BEIJING))
    if nonsense != "2023-10-25-3":
        assert got.published is None
        assert got.reasons["published"]


def test_todays_date_in_the_header_is_never_taken() -> None:
    got = read(article("来源：示例日报"), fetched=datetime(2026, 11, 23, 12, tzinfo=BEIJING))
    assert got.published is None


def test_a_meta_with_todays_date_loses_to_the_printed_line() -> None:
    got = read(article("发布时间：2023-10-25 16:27", head=metas(PubDate="2026-11-23 08:00")))
    assert got.published == "2023-10-25T16:27+08:00"


def test_the_meta_adds_the_minute_of_the_same_day_only() -> None:
    same = read(article("发布日期：2023-10-25", head=metas(PubDate="2023-10-25 16:27")))
    other = read(article("发布日期：2023-10-25", head=metas(PubDate="2023-10-26 09:00")))
    assert (same.published, other.published) == ("2023-10-25T16:27+08:00", "2023-10-25")


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2023年10月25日 16:27", "2023-10-25T16:27+08:00"),
        ("2023.10.25", "2023-10-25"),
        ("20231025", "2023-10-25"),
        ("20231025162703", "2023-10-25T16:27:03+08:00"),
        ("2023-10-25T08:27:03Z", "2023-10-25T16:27:03+08:00"),
        ("2023-10-25T16:27:03+08:00", "2023-10-25T16:27:03+08:00"),
        ("Wed Oct 25 16:27:03 CST 2023", "2023-10-25T16:27:03+08:00"),
        ("2023-10-25-23:59:59", "2023-10-25T23:59:59+08:00"),
    ],
)
def test_meta_dates(value: str, published: str) -> None:
    assert read(article("", head=metas(pubdate=value))).published == published


def test_the_day_in_the_url_is_the_last_resort() -> None:
    got = read(article("来源：示例日报"), "http://www.example.cn/yw/202310/t20231025_4567.html")
    assert (got.published, got.rules["published"]) == ("2023-10-25", "url")
    assert read(article("来源：示例日报"), "http://www.example.cn/yw/202310/0f1e2d3c.shtml").published is None


# --- title


@pytest.mark.parametrize(
    "value", [f"{TITLE[:6]}<br/>{TITLE[6:]}", f"{TITLE[:6]}&lt;br&gt;{TITLE[6:]}", f"&nbsp;{TITLE} "]
)
def test_markup_in_the_title_meta(value: str) -> None:
    html = page(
        f"<div>{LINE}</div><div class='nr'>{paragraphs()}</div>",
        head=f'<meta content="{value}" name="ArticleTitle">',
        title="示例网",
    )
    assert read(html).title == TITLE


def test_a_title_meta_of_another_article_loses_to_the_heading() -> None:
    got = read(article(LINE, head=metas(ArticleTitle="上一年度工作总结")))
    assert got.title == TITLE


def test_a_title_of_two_lines_is_whole() -> None:
    got = read(
        article(LINE, title=f"{TITLE[:8]}<br>{TITLE[8:]}").replace(
            f"<title>{TITLE[:8]}<br>{TITLE[8:]}", f"<title>{TITLE}"
        )
    )
    assert got.title == f"{TITLE[:8]} {TITLE[8:]}"


# --- breadcrumb


@pytest.mark.parametrize(
    "crumb",
    [
        "您当前的位置 : <a>首页</a>&nbsp;&gt;&nbsp;<a>新闻中心</a>&nbsp;&gt;&nbsp;<a>园区要闻</a>",
        "当前位置：<a>首页</a> » <a>新闻中心</a> » <a>园区要闻</a> » 正文",
        "您现在的位置：<a>首页</a>-&gt;<a>新闻中心</a>-&gt;<a>园区要闻</a>-&gt;内容",
        "所在位置： <a>首页</a> / <a>新闻中心</a> / <a>园区要闻</a>",
        "<ul><li>当前位置：</li><li><a>首页</a></li><li><a>新闻中心</a></li><li><a>园区要闻</a></li></ul>",
        "<table><tr><td>您的位置：</td><td><a href='/'>首页</a></td><td>&gt;</td><td><a href='/x/'>新闻中心</a></td><td>&gt;</td><td><a href='/y/'>园区要闻</a></td></tr></table>",
        f"你的位置：<a>首页</a> &gt; <a>新闻中心</a> &gt; <a>园区要闻</a> &gt; {TITLE}",
    ],
)
def test_breadcrumbs(crumb: str) -> None:
    assert read(article(LINE, nav=NAV + f"<div>{crumb}</div>")).breadcrumb == ("首页", "新闻中心", "园区要闻")


def test_a_breadcrumb_without_label_is_known_by_its_container() -> None:
    assert read(article(LINE, nav=NAV + CRUMB.replace("当前位置：", "").replace("place", "crumbs"))).breadcrumb == (
        "首页",
        "新闻中心",
        "园区要闻",
    )


# --- body


@pytest.mark.parametrize(
    "chrome",
    [
        "分享到:",
        "<div class='bdsharebuttonbox'>分享到： <a href='#'>新浪微博</a> <a href='#'>微信</a> <a href='#'>QQ空间</a></div>",
        "<p>扫一扫在手机打开当前页</p><img src='/images/ewm.png' width='120'>",
        "<p>【<a href='javascript:window.print()'>打印</a>】【<a href='javascript:window.close()'>关闭</a>】</p>",
        "<p>上一篇：<a href='1.html'>关于某某的通知</a></p><p>下一篇：<a href='2.html'>关于某某的公告</a></p>",
        "<p>上一篇：没有了</p><p>下一篇：没有了</p>",
        "<h3>相关链接</h3><ul><li><a href='1.html'>关于某某的通知</a></li><li><a href='2.html'>某某工作会议召开</a></li></ul>",
        "<div>相关阅读：</div><p><a href='1.html'>某某工作会议召开</a> 2023-09-01</p>",
        "<p>免责声明：本网站刊载的信息仅供参考。</p>",
        "<p>我要纠错</p>",
        "<p>浏览次数：12</p>",
        "<p>（责任编辑：示例员）</p>",
        "<p>[编辑：示例员]</p>",
        "<p>责任编辑：示例员　审核：示例员</p>",
        "<p>返回顶部</p>",
    ],
)
def test_chrome_around_the_body_is_cut_inside_a_container_and_outside(chrome: str) -> None:
    assert read(article(LINE, paragraphs() + chrome, wrap="<div class='TRS_Editor'>{}</div>")).paragraphs == TEXT
    assert read(article(LINE, paragraphs() + chrome)).paragraphs == TEXT
    assert read(article(LINE, wrap="<div class='nr'>{}</div>" + chrome)).paragraphs == TEXT


@pytest.mark.parametrize(
    "chrome", ["分享到:", "<div>【字体：<a>大</a> <a>中</a> <a>小</a>】</div>", "<div>打印本页 关闭窗口</div>"]
)
def test_chrome_before_title_and_before_body_is_cut(chrome: str) -> None:
    html = page(
        f"<div>{chrome}</div><h1>{TITLE}</h1><div>{chrome}</div><div>{LINE}</div><div class='nr'>{chrome}{paragraphs()}</div>"
    )
    got = read(html)
    assert (got.title, got.source, got.paragraphs) == (TITLE, "示例日报", TEXT)


@pytest.mark.parametrize(
    "sentence",
    [
        "各部门要把好的做法分享到全区，形成示范带动效应。",
        "会后，与会人员将经验分享到各街道。",
        "下一步，示例经开区将继续优化营商环境。",
        "下一篇文章，我们将介绍产业园的建设情况。",
        "上一条经验是抓早抓小，防患于未然，把问题解决在萌芽状态。",
        "企业可扫描二维码报名，也可到政务服务大厅现场办理，咨询电话另行公布。",
        "相关附件请到政务服务网下载，并按要求填写后报送至管委会办公室。",
        "打印机、复印机等办公设备采购项目已完成招标，现予以公示。",
        "版权保护工作站同日揭牌，将为园区企业提供版权登记、维权等服务。",
        "来源于基层、服务于群众，是我们一切工作的出发点和落脚点。",
    ],
)
def test_sentences_that_only_sound_like_chrome_stay(sentence: str) -> None:
    texts = (*TEXT[:2], sentence, *TEXT[2:])
    assert read(article(LINE, paragraphs(texts))).paragraphs == texts
    last = (*TEXT, sentence)
    assert read(article(LINE, paragraphs(last))).paragraphs == last


def test_signature_and_short_lines_at_the_end_stay() -> None:
    texts = (*TEXT, "（文/示例员 图/示例员）", "示例经开区管委会", "2023年10月25日")
    assert read(article(LINE, paragraphs(texts))).paragraphs == texts


def test_text_outside_paragraphs() -> None:
    body = f"　　{TEXT[0]}<p>{TEXT[1]}</p>{TEXT[2]}<div>{TEXT[3]}</div>"
    assert read(article(LINE, body)).paragraphs == TEXT


def test_nested_containers_do_not_repeat_text() -> None:
    body = f"<div class='TRS_Editor'><div class='TRS_Editor'>{paragraphs()}</div></div>"
    assert read(article(LINE, body)).paragraphs == TEXT


def test_a_body_printed_twice_is_read_once() -> None:
    desktop, mobile = (
        f"<div class='pc'><div class='nr'>{paragraphs()}</div></div>",
        f"<div class='mobile'><div class='nr'>{paragraphs()}</div></div>",
    )
    assert read(page(f"<h1>{TITLE}</h1><div>{LINE}</div>{desktop}{mobile}")).paragraphs == TEXT


def test_a_container_that_holds_its_text_twice_is_flagged() -> None:
    got = read(article(LINE, paragraphs() + paragraphs(), wrap="<div id='zoom'>{}</div>"))
    assert got.paragraphs == TEXT
    assert "doubled_body" in got.flags


def test_css_and_scripts_left_as_text_are_dropped() -> None:
    junk = "<p>.TRS_Editor P{line-height:1.5;font-size:12pt;}</p><p>@page Section1{margin:0}</p><p>var is_file='';</p><script>var x = '正文';</script>"
    assert read(article(LINE, junk + paragraphs())).paragraphs == TEXT


def test_a_real_table_gives_a_paragraph_a_row() -> None:
    table = "<table border=1><tr><th>项目</th><th>投资（亿元）</th></tr><tr><td><p>标准厂房</p></td><td>3.2</td></tr><tr><td>污水管网</td><td>12</td></tr></table>"
    got = read(article(LINE, f"<table><tr><td>{paragraphs()}{table}</td></tr></table>"))
    assert got.paragraphs == (*TEXT, "项目 投资（亿元）", "标准厂房 3.2", "污水管网 12")


def test_a_hidden_copy_of_the_text_is_not_read() -> None:
    html = article(LINE, wrap="<div class='nr'>{}</div><div style='display: none' id='share'>" + TEXT[0] + "</div>")
    assert read(html).paragraphs == TEXT


def test_a_body_that_a_script_unhides_is_read() -> None:
    assert read(article(LINE, wrap="<div class='nr' style='display:none'>{}</div>")).paragraphs == TEXT


def test_lists_of_a_notice_stay_in_order() -> None:
    body = f"<p>{TEXT[0]}</p><ol><li>{TEXT[1]}</li><li>{TEXT[2]}</li></ol><blockquote>{TEXT[3]}</blockquote>"
    assert read(article(LINE, body)).paragraphs == TEXT


def test_every_kind_of_space_and_of_invisible_character() -> None:
    body = f"<p>\u2003\u3000\u00a0&ensp;{TEXT[0][:5]}\u200b{TEXT[0][5:]}\ufeff&#8203;</p><p>\u00a0</p><p>示例\u3000\u3000园区\u0007发展，\u202e稳中向好。</p>"
    assert read(article(LINE, body)).paragraphs == (TEXT[0], "示例 园区发展，稳中向好。")


def test_an_article_in_which_everything_looks_like_chrome_is_flagged_and_kept() -> None:
    got = read(
        article(
            LINE, "<p>分享到：</p><p>打印</p>", wrap="<div class='TRS_Editor'>{}</div>", head=metas(ArticleTitle=TITLE)
        )
    )
    assert "all_chrome" in got.flags
    assert got.paragraphs


def test_two_lines_of_signature_are_a_body_among_much_chrome() -> None:
    texts = ("示例经济技术开发区管理委员会", "2023年10月25日")
    files = "<div class='fj'><p>附件：<a href='P020231025.xlsx'>招聘岗位一览表.xlsx</a></p></div>"
    box = (
        f"<div class='content'>{CRUMB}<h1>{TITLE}</h1><div class='i'>{LINE}</div>"
        f"<div class='TRS_Editor'>{paragraphs(texts)}</div>{files}<div>【打印】【关闭】</div></div>"
    )
    got = read(page(box, nav=NAV))
    assert (got.paragraphs, got.source, len(got.attachments)) == (texts, "示例日报", 1)


def test_the_last_page_of_a_notice_is_an_article_though_little_but_its_pagers_stand_on_it() -> None:
    texts = ("特此通知。", "示例区税务局", "2023年10月25日")
    pager = "".join(f"<li><a href='article1_{number}.html'>{number}</a></li>" for number in (1, 2))
    others = "<ul><li>上一篇：<a href='/jkqzx/a0.html'>关于示例经开区公开招聘教师的公告</a></li><li>下一篇：<a href='/jkqzx/a2.html'>关于示例项目环境影响评价受理的公示</a></li></ul>"
    info = "<small>时间:</small>2023-10-25<small>来源:</small>未知 <small>作者:</small>"
    got = read(
        article(info, paragraphs(texts), wrap=f"<div class='content'>{{}}</div><ul>{pager}<li>3</li></ul>{others}")
    )
    assert (got.paragraphs, got.published) == (texts, "2023-10-25")


def test_the_office_that_signs_a_short_notice_is_not_its_title() -> None:
    title = "示例区税务局2023年第二批招聘公告"
    texts = (TEXT[0], TEXT[2], "特此公告。", "示例区税务局", "2023年10月25日")
    cells = "".join(f"<tr><td>{text}</td></tr>" for text in (title, LINE))
    box = f"<table>{cells}<tr><td>{paragraphs(texts)}</td></tr></table>"
    got = read(page(box, title=f"{title}-工作简讯-示例经开区"))
    assert (got.title, got.paragraphs) == (title, texts)


# --- several pages


def test_further_pages_of_the_article_are_named_and_neighbours_are_not() -> None:
    pager = "<p><a href='article1.html'>1</a> <a href='article1_2.html'>2</a> <a href='article1_3.html'>3</a> <a href='article1_2.html'>下一页</a></p>"
    other = "<p>下一篇：<a href='article2.html'>某某通知</a></p>"
    got = read(article(LINE, paragraphs() + pager, wrap="<div class='nr'>{}</div>" + other))
    assert got.pages == ("http://www.example.cn/jkqzx/article1_2.html", "http://www.example.cn/jkqzx/article1_3.html")
    assert got.paragraphs == TEXT


def test_a_pager_is_read_to_its_end_however_many_pages_it_has() -> None:
    links = "".join(f"<li><a href='article1_{number}.html'>{number}</a></li>" for number in range(2, 20))
    pager = f"<ul class='pagelist'><li><a>共19页: </a></li><li><a href='#'>上一页</a></li>{links}</ul>"
    got = read(article(LINE, paragraphs(), wrap="<div class='nr'>{}</div><p>（责任编辑：某某）</p>" + pager))
    assert got.pages == tuple(f"http://www.example.cn/jkqzx/article1_{number}.html" for number in range(2, 20))
    assert got.paragraphs == TEXT


def test_pages_that_a_long_pager_leaves_out_are_named_too() -> None:
    links = " ".join(f"<a href='article1_{number}.html'>{number}</a>" for number in (2, 3, 12))
    got = read(article(LINE, f"{paragraphs()}<p>1 {links}</p>"))
    assert got.pages == tuple(f"http://www.example.cn/jkqzx/article1_{number}.html" for number in range(2, 13))


def test_further_pages_from_the_articles_own_pager_script() -> None:
    script = "<script>createPageHTML(3, 0, 't20231025_4567', 'html');</script>"
    got = read(article(LINE, paragraphs() + script), "http://www.example.cn/yw/202310/t20231025_4567.html")
    assert got.pages == tuple(f"http://www.example.cn/yw/202310/t20231025_4567_{n}.html" for n in (1, 2))


def test_page_breaks_inside_a_page_are_no_text() -> None:
    assert read(article(LINE, f"<p>{TEXT[0]}</p><p>#PAGE_BREAK#</p>{paragraphs(TEXT[1:])}")).paragraphs == TEXT


@pytest.mark.parametrize("name", ["pagediv", "manuscriptPage_", "content_page"])
def test_pages_of_which_a_script_shows_one_are_all_read(name: str) -> None:
    hidden = ' style="display: none"'
    parts = "".join(f'<div id="{name}{n}"{hidden if n else ""}><p>{text}</p></div>' for n, text in enumerate(TEXT))
    pager = '<div class="pageturn">{}</div>'.format(
        "".join(f'<a href="javascript:viewpage({n})">{n + 1}</a> ' for n in range(len(TEXT)))
    )
    assert read(article(LINE, parts + pager)).paragraphs == TEXT


# --- robustness


def test_nesting_past_the_parsers_limit_is_flagged() -> None:
    deep = "<div>" * 3000 + paragraphs() + "</div>" * 3000
    got = read(article(LINE, paragraphs(), wrap="<div class='nr'>{}</div>" + deep))
    assert "parse_truncated" in got.flags
    assert "parse_truncated" not in read(article(LINE)).flags


def test_the_address_is_kept_as_read() -> None:
    assert read(article(LINE)).url == URL


def test_foot_and_navigation_are_never_text() -> None:
    got = read(article(LINE))
    assert FOOT not in got.text
    assert not any("版权所有" in text or "网站首页" in text for text in got.paragraphs)
