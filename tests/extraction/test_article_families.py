"""Article pages as each family of content management systems writes them, read with no profile."""

from dataclasses import dataclass, field

import pytest
from articlepages import CRUMB, FOOT, NAV, TEXT, TITLE, metas, page, paragraphs

from zonenews.extraction import extract_article

CRUMBS = ("首页", "新闻中心", "园区要闻")
GOV = metas(
    SiteName="示例经开区",
    ColumnName="园区要闻",
    ColumnType="工作动态",
    ArticleTitle=TITLE,
    PubDate="2023-10-25 16:27",
    ContentSource="示例日报",
)


@dataclass
class Case:
    html: str
    source: str | None = "示例日报"
    published: str | None = "2023-10-25T16:27+08:00"
    editor: str | None = None
    breadcrumb: tuple[str, ...] = CRUMBS
    paragraphs: tuple[str, ...] = TEXT
    title: str = TITLE
    url: str = "http://www.example.cn/page.html"
    charset: str = "utf-8"
    more: dict[str, object] = field(default_factory=dict)


BR = "<br><br>".join("　　" + text for text in TEXT)
CASES = {
    "trs_old_table": Case(
        page(
            f"""<table width="1000" align="center"><tr><td><table><tr><td class="biaoti" align="center">{TITLE}</td></tr>
            <tr><td align="center">发布时间：2023-10-25 16:27　　来源：示例日报　　【字体：<a href="javascript:f(18)">大</a> <a href="javascript:f(16)">中</a>
            <a href="javascript:f(14)">小</a>】</td></tr><tr><td id="td_DocContent"><div class=TRS_Editor><style type="text/css">.TRS_Editor P{{margin-top:0}}</style>
            .TRS_Editor P{{margin-top:0;margin-bottom:0}}<div class="Custom_UnionStyle">{paragraphs()}</div></div></td></tr>
            <tr><td align="right">【<a href="javascript:window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>】</td></tr></table></td></tr></table>"""
        ),
        url="http://www.example.cn/xwzx/yw/202310/t20231025_4567.html",
    ),
    "trs_new": Case(
        page(
            f"""<div class="xl-con"><h2 class="xl-tit">{TITLE}</h2><div class="xl-xx"><span>日期：2023-10-25 16:27</span><span>来源：示例日报</span>
            <div class="share">分享到：<a class="bds_weixin"></a></div></div><div class="view TRS_UEDITOR trs_paper_default trs_editor_view">{paragraphs()}</div>
            <div class="xl-fj" id="fj" style="display:none">附件：</div></div><div class="ewm"><p>扫一扫在手机打开当前页</p><img src="/images/ewm.png"></div>"""
        )
    ),
    "ucap": Case(
        page(
            f"""<div class="article"><h1><UCAPTITLE>{TITLE}</UCAPTITLE></h1><div class="info">发布时间：<PUBLISHTIME>2023-10-25 16:27</PUBLISHTIME>
            <span class="font">来源：示例日报</span> 浏览次数：<span id="hits"></span></div><div id="UCAP-CONTENT" class="pages_content"><UCAPCONTENT>{paragraphs()}</UCAPCONTENT></div>
            <div class="bdsharebuttonbox"><a>分享</a></div></div>""",
            head=GOV,
        )
    ),
    "hanweb": Case(
        page(
            f"""<table><tr><td class="title"><!--<$[标题名称(html)]>begin-->{TITLE}<!--<$[标题名称(html)]>end--></td></tr>
            <tr><td>发布日期：2023-10-25 16:27 浏览次数：<script src="/vc/vc/interface/artcount.jsp"></script> 信息来源：<!--<$[信息来源]>begin-->示例日报<!--<$[信息来源]>end-->
            字体：[ <a>大</a> <a>中</a> <a>小</a> ]</td></tr><tr><td><div id="zoom" class="bt_content"><!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin--><meta name="ContentStart">
            {paragraphs()}<meta name="ContentEnd"><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end--></div></td></tr>
            <tr><td>上一篇：<a href="/art/1.html">某某通知</a></td></tr><tr><td>下一篇：<a href="/art/2.html">某某公告</a></td></tr></table>"""
        ),
        url="http://www.example.cn/art/2023/10/25/art_123_456.html",
    ),
    "vsb": Case(
        page(
            f"""<form name="_newscontent_fromname"><div class="content-t"><h3>{TITLE}</h3><div class="cc">2023年10月25日 16:27&nbsp;&nbsp;来源：示例日报&nbsp;&nbsp;点击：[<span id="dynclicks_wbnews_1"></span>]</div>
            <div id="vsb_content"><div class="v_news_content">{paragraphs(indent='<span style="font-size:16px">')}</div></div><div id="div_vote_id"></div>
            <p align="right"><span>上一条：</span><a href="2.htm">某某通知</a></p><p align="right">下一条：<a href="3.htm">某某公告</a></p>【<a href="javascript:window.close()">关闭</a>】</div></form>"""
        ),
        url="http://www.example.cn/info/1001/2345.htm",
    ),
    "vsb_office_without_label": Case(
        page(
            f"""<form name="_newscontent_fromname"><h2 align="center">{TITLE}</h2><div align="center">2023-10-25 16:27&nbsp;&nbsp;示例日报&nbsp;</div>
            <div id="vsb_content_2"><div class="v_news_content">{paragraphs()}</div></div></form>"""
        )
    ),
    "enorth": Case(
        page(
            f"""<div class="brumb">您当前的位置 ：<a href="/">首页</a> &gt; <a href="/xwzx/">新闻中心</a> &gt; <a href="/yw/">园区要闻</a></div><div class="BiaoTi">{TITLE}</div>
            <div class="info"><span id="pubtime_baidu">2023-10-25 16:27:03</span> <span id="source_baidu">来源：<a href="#">示例日报</a></span> <span id="author_baidu">作者：</span>
            <span id="editor_baidu">编辑：示例员</span></div><div class="Content" id="Zoom">{paragraphs()}</div>""",
            nav=NAV,
        ),
        published="2023-10-25T16:27:03+08:00",
        editor="示例员",
        url="http://www.example.cn/system/2023/10/25/012345678.shtml",
    ),
    "gkmlpt": Case(
        page(
            f"""<div class="classify"><table><tr><td class="label">索 引 号：</td><td>123456/2023-00012</td><td class="label">分类：</td><td>园区要闻</td></tr>
            <tr><td class="label">发布机构：</td><td>示例经开区管委会</td><td class="label">成文日期：</td><td>2023-10-20</td></tr><tr><td class="label">名称：</td><td colspan="3">{TITLE}</td></tr>
            <tr><td class="label">文号：</td><td>示经管〔2023〕12号</td><td class="label">发布日期：</td><td>2023-10-25</td></tr></table></div><h1 class="title document-number">{TITLE}</h1>
            <div class="date-row">发布日期：2023-10-25 16:27:03 浏览次数：<span id="c">-</span> 来源：示例日报</div><div class="article-content"><div class="text">{paragraphs()}</div></div>""",
        ),
        published="2023-10-25T16:27:03+08:00",
        more={"document_number": "示经管〔2023〕12号"},
    ),
    "jeecms": Case(
        page(
            f"""<div class="w"><h1 class="f20">{TITLE}</h1><div class="msgbar">发布时间： 2023-10-25 16:27 &nbsp; 来源：<a href="#">示例日报</a> &nbsp; 作者： &nbsp; 浏览：<span id="views">0</span></div>
            <div class="txt" id="content-txt">{paragraphs()}</div></div>"""
        ),
        url="http://www.example.cn/news1/123.jhtml",
    ),
    "easysite": Case(
        page(
            f"""<table><tr><td class="title">{TITLE}</td></tr><tr><td><table><tr><td>发布日期：2023-10-25 16:27</td><td>信息来源：示例日报</td><td>访问次数：<script>document.write(x)</script></td></tr></table></td></tr>
            <tr><td class="easysite-news-text"><div id="easysiteText">{paragraphs()}</div></td></tr></table>"""
        )
    ),
    "epoint": Case(
        page(
            f"""<div class="ewb-container"><div class="ewb-article"><h3 class="ewb-article-tt" id="title">{TITLE}</h3><div class="ewb-article-sources"><p><span>【 信息时间：2023/10/25 16:27 】</span>
            <span>【来源：示例日报】</span> 【 字号 <a>大</a> <a>中</a> <a>小</a> 】【<a>我要打印</a>】【<a>关闭</a>】</p></div><div class="ewb-article-info">{paragraphs()}</div></div></div>"""
        )
    ),
    "siteserver": Case(
        page(
            f"""<div class="content_box"><div class="c_title">{TITLE}</div><div class="c_info"><span>来源：示例日报</span><span>日期：2023-10-25 16:27</span><span>阅读：<script src="/sitefiles/x.js"></script>次</span></div>
            <div class="c_text">{paragraphs()}</div></div>"""
        )
    ),
    "lonsun": Case(
        page(
            f"""<div class="wzcon"><h1 class="newstitle">{TITLE}</h1><div class="newsinfo"><span>来源：示例日报</span><span>作者：</span><span>发布时间：2023-10-25 16:27</span><span>浏览次数：<b id="hits">12</b></span>
            <span>【字体：<a>大</a>　<a>中</a>　<a>小</a>】</span></div><div id="zoom" class="j-fontContent newscontnet minh500">{paragraphs()}</div><div class="bshare-custom">分享到：</div></div>"""
        )
    ),
    "dede": Case(
        page(
            f"""<div class="viewbox"><div class="title"><h2>{TITLE}</h2></div><div class="info"><small>时间:</small>2023-10-25 16:27<small>来源:</small>示例日报 <small>作者:</small>admin<small>点击:</small>
            <script src="/plus/count.php"></script>次</div><div class="content"><table width="100%"><tr><td>{paragraphs()}</td></tr></table></div></div><div class="boxoff"><strong>------分隔线------</strong></div>"""
        ),
        more={"author": "admin"},
    ),
    "empire": Case(
        page(
            f"""<table class="main"><tr><td><table class="title_info"><tr><td class="title_td"><h1>{TITLE}</h1></td></tr><tr><td class="info_text">时间：2023-10-25 16:27&nbsp;&nbsp;来源：<a href="#">示例日报</a>
            &nbsp;&nbsp;作者：佚名 <a href="/e/public/ViewClick/">浏览</a></td></tr></table><table><tr><td id="text">{paragraphs()}</td></tr></table></td></tr></table>"""
        ),
        more={"author": "佚名"},
    ),
    "powereasy": Case(
        page(
            f"""<div class="c_main_one"><h2 class="title">{TITLE}</h2><div class="property"><span>【来源：示例日报】</span><span>【发布日期：2023-10-25 16:27】</span>
            <span>【字号：<a>大</a> <a>中</a> <a>小</a>】</span></div><div id="fontzoom" class="c_content_overflow">{paragraphs()}</div><div>上一篇：没有了</div></div>"""
        ),
        url="http://www.example.cn/Item/123.aspx",
    ),
    "asp_table": Case(
        page(
            f"""<table width=778 border=0><tr><td width=180><a href=1.asp>机构设置</a><br><a href=2.asp>政策法规</a></td><td><table><tr><td align=center><font size=4 color=red><b>{TITLE}</b></font></td></tr>
            <tr><td align=center>发布时间：2023-10-25 16:27:03　点击数：<font color=red>123</font>次　来源：示例日报</td></tr><tr><td><font size=3>{BR}</font></td></tr>
            <tr><td align=right>[<a href=javascript:window.print()>打印</a>] [<a href=javascript:window.close()>关闭</a>]</td></tr></table></td></tr></table>"""
        ),
        published="2023-10-25T16:27:03+08:00",
        charset="gbk",
    ),
    "founder": Case(
        page(
            f"""<div id="title"><founder-title>{TITLE}</founder-title></div><div class="info">2023-10-25 16:27　来源：<founder-source>示例日报</founder-source></div>
            <div id="ozoom"><founder-content><!--enpcontent-->{paragraphs()}<!--/enpcontent--></founder-content></div><div class="editor">[责任编辑:示例员]</div>"""
        ),
        editor="示例员",
        url="http://www.example.cn/2023-10/25/content_123.htm",
    ),
    "aspnet": Case(
        page(
            f"""<form method="post" id="form1"><input type="hidden" name="__VIEWSTATE" value="/wEPDw="><div><span id="lblTitle">{TITLE}</span></div>
            <div>信息来源：<span id="lblSource">示例日报</span>　发布时间：<span id="lblTime">2023/10/25 16:27:00</span>　浏览次数：<span id="lblHits">32</span></div><div id="divContent">{paragraphs()}</div></form>"""
        ),
        published="2023-10-25T16:27:00+08:00",
    ),
    "thinkphp": Case(
        page(f"""<article><header><h1>{TITLE}</h1><p>示例日报 / 2023-10-25 16:27</p></header><section>{paragraphs()}</section></article>"""),
    ),
    "shanghai": Case(
        page(
            f"""<div class="Article"><h2 id="ivs_title">{TITLE}<small>（2023-10-25 16:27）</small></h2><div id="ivs_content" class="Article_content">{paragraphs()}</div></div>
            <div class="Article-source">来源：示例日报</div>"""
        )
    ),
    "labels_in_list": Case(
        page(f"""<h1>{TITLE}</h1><ul class="info"><li>发布时间：2023-10-25 16:27</li><li>来源：示例日报</li><li>字号：<a>大</a><a>中</a><a>小</a></li></ul><div class="wz">{paragraphs()}</div>""")
    ),
    "labels_in_definition_list": Case(
        page(f"""<h1>{TITLE}</h1><dl><dt>来源：</dt><dd>示例日报</dd><dt>发布时间：</dt><dd>2023-10-25 16:27</dd></dl><div class="wz">{paragraphs()}</div>""")
    ),
    "labels_in_cells": Case(
        page(f"""<h1>{TITLE}</h1><table><tr><th>来源</th><td>示例日报</td><th>发布时间</th><td>2023-10-25 16:27</td></tr></table><div class="wz">{paragraphs()}</div>""")
    ),
    "labels_and_values_in_divs": Case(
        page(f"""<h1>{TITLE}</h1><div class="i"><div>来源：</div><div>示例日报</div><div>发布时间：</div><div>2023-10-25 16:27</div></div><div class="wz">{paragraphs()}</div>""")
    ),
    "source_below_the_body": Case(
        page(f"""<h1>{TITLE}</h1><p class="time">2023年10月25日16时27分</p><div class="wz">{paragraphs()}</div><p>（来源：示例日报）</p><p>（责任编辑：示例员）</p>"""),
        editor="示例员",
    ),
    "metas_alone": Case(page(f"""<h1>{TITLE}</h1><div class="wz">{paragraphs()}</div>""", head=GOV)),
    "chinese_date_with_weekday": Case(
        page(f"""<h1>{TITLE}</h1><div>2023年10月25日（星期三）16:27　来源：示例日报</div><div class="wz">{paragraphs()}</div>""")
    ),
    "date_and_time_in_two_elements": Case(
        page(f"""<h1>{TITLE}</h1><div><span>2023-10-25</span> <span>16:27</span> <span>来源：</span><span>示例日报</span></div><div class="wz">{paragraphs()}</div>""")
    ),
    "wechat_sections": Case(
        page(
            f"""<h1>{TITLE}</h1><div>来源：示例日报 时间：2023-10-25 16:27</div><div class="wz"><section><section><section><p><span><strong>　　{TEXT[0]}</strong></span></p></section></section>
            <section><section><p>{TEXT[1]}</p><p><br></p></section></section></section><section><p>{TEXT[2]}</p></section><section>{TEXT[3]}</section></div>"""
        )
    ),
    "br_paragraphs": Case(page(f"""<h1>{TITLE}</h1><div>来源：示例日报 时间：2023-10-25 16:27</div><div class="wz">{BR}</div>""")),
    "bare_text_in_a_cell": Case(
        page(f"""<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>来源：示例日报 时间：2023-10-25 16:27</td></tr><tr><td>{'<br>'.join(TEXT)}</td></tr></table>""")
    ),
    "word": Case(
        page(
            f"""<h1>{TITLE}</h1><div>来源：示例日报 时间：2023-10-25 16:27</div><div class="wz"><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
            <style>@page Section1{{size:595pt}}</style>"""
            + "".join(f'<p class="MsoNormal" style="mso-char-indent-count:2"><span lang="EN-US"><o:p>&nbsp;</o:p></span><font face="仿宋"><tt>{text}</tt></font><o:p></o:p></p>' for text in TEXT)
            + "</div>"
        )
    ),
    "subtitle": Case(
        page(f"""<div class="tt">{TITLE}<br>——区领导出席</div><div>来源：示例日报 时间：2023-10-25 16:27</div><div class="wz">{paragraphs()}</div>""", title="示例经开区"),
        title=f"{TITLE} ——区领导出席",
    ),
    "page_closed_in_the_middle": Case(
        page(
            f"""</body></html><div class="main"><h1>{TITLE}</h1><div>来源：示例日报 时间：2023-10-25 16:27</div><div class="wz">{paragraphs()}</div></div>"""
        )
    ),
    "title_tag_of_the_site_only": Case(
        page(f"""<div class="wzbt">{TITLE}</div><div>来源：示例日报 时间：2023-10-25 16:27</div><div class="wz">{paragraphs()}</div>""", title="示例经济技术开发区管理委员会")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_family(name: str) -> None:
    case = CASES[name]
    article = extract_article(case.html.encode(case.charset), case.url, header_encoding=case.charset)
    got = {"title": article.title, "source": article.source, "published": article.published, "editor": article.editor}
    assert got == {"title": case.title, "source": case.source, "published": case.published, "editor": case.editor}
    assert article.paragraphs == case.paragraphs
    assert article.breadcrumb == case.breadcrumb
    assert {field: getattr(article, field) for field in case.more} == case.more


@pytest.mark.parametrize("name", CASES)
def test_every_field_has_its_rule_or_its_reason(name: str) -> None:
    case = CASES[name]
    article = extract_article(case.html.encode(case.charset), case.url, header_encoding=case.charset)
    fields = {
        "title",
        "source",
        "published",
        "author",
        "editor",
        "document_number",
        "breadcrumb",
        "paragraphs",
        "images",
        "attachments",
    }
    assert set(article.rules) | set(article.reasons) == fields
    assert not set(article.rules) & set(article.reasons)
    assert set(article.confidence) == set(article.rules)
    assert all(0 < confidence <= 1 for confidence in article.confidence.values())


def test_the_pages_carry_chrome_that_must_not_be_read() -> None:
    assert all(part in CASES["vsb"].html for part in (NAV, CRUMB, FOOT))
