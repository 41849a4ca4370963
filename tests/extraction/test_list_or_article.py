"""A list of articles is no article, an article with lists around it is one: in every shape of both."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

from collections.abc import Callable

import pytest
from articlepages import CRUMB, NAV, TEXT, TITLE, URL, metas, page, paragraphs
from listpages import HOT_NEWS, TOPICS, title

from zonenews.extraction import NotAnArticle, extract_article

SECTION = "http://www.example.cn/xwzx/yw/index.html"
SUMMARY = (
    "近日，示例经开区召开专题会议，传达学习有关精神，研究部署下一阶段重点工作。会议强调，要强化责任担当，狠抓工作落实。"
)
LINKS = (
    "<div class='page'>首页 <a href='index_1.html'>上一页</a> 1 2 3 <a href='index_2.html'>下一页</a> 尾页 共12页</div>"
)
SCRIPT = "<script>createPageHTML(12, 0, 'index', 'html');</script>"
INTRO = (
    "<div class='right'><h3>园区简介</h3><p>示例经济技术开发区成立于一九九二年，规划面积一百二十平方公里，已形成装备制造、电子信息、"
    "生物医药三大主导产业，先后获评国家级绿色园区。</p></div>"
)


def url(number: int) -> str:
    return f"202310/t202310{number + 10}_45{number:02d}.html"


def link(number: int) -> str:
    return f"<a href='{url(number)}'>{title(number)}</a>"


def day(number: int) -> str:
    return f"2023-10-{number + 10}"


SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    "plain": ("<ul>{}</ul>", lambda n: f"<li>{link(n)}<span>{day(n)}</span></li>"),
    "undated": ("<ul>{}</ul>", lambda n: f"<li>{link(n)}</li>"),
    "summaries": ("<ul>{}</ul>", lambda n: f"<li><h4>{link(n)}</h4><p>{SUMMARY}</p><span>{day(n)}</span></li>"),
    "pictures": (
        "<div class='list'>{}</div>",
        lambda n: (
            f"<div class='item'><a href='{url(n)}'><img src='/u/{n}.jpg'></a><div>{link(n)}<p>{SUMMARY}</p><i>{day(n)}</i></div></div>"
        ),
    ),
    "whole_row_is_a_link": (
        "<div>{}</div>",
        lambda n: f"<a href='{url(n)}'><h3>{title(n)}</h3><p>{SUMMARY}</p><em>{day(n)}</em></a>",
    ),
    "definition_list": ("<dl>{}</dl>", lambda n: f"<dt>{link(n)}</dt><dd>{SUMMARY}</dd>"),
    "no_element_of_its_own": ("<div>{}</div>", lambda n: f"<h3>{link(n)}</h3><p>{day(n)}</p><p>{SUMMARY}</p>"),
    "labels_in_each_row": (
        "<ul>{}</ul>",
        lambda n: f"<li><h3>{link(n)}</h3><p>来源：示例日报 发布时间：{day(n)} 浏览：{n}</p><p>{SUMMARY}</p></li>",
    ),
    "labels_beside_each_link": (
        "<ul>{}</ul>",
        lambda n: f"<li>{link(n)}<span>来源：示例日报</span><span>发布时间：{day(n)}</span></li>",
    ),
    "read_on": (
        "<ul>{}</ul>",
        lambda n: (
            f"<li><h3>{title(n)}</h3><p>{SUMMARY}</p><span>{day(n)}</span><a href='{url(n)}'>查看详情&gt;&gt;</a></li>"
        ),
    ),
    "onclick": (
        "<ul>{}</ul>",
        lambda n: f"<li onclick=\"window.open('{url(n)}')\"><h3>{title(n)}</h3><p>{SUMMARY}</p><i>{day(n)}</i></li>",
    ),
    "data_url": (
        "<ul>{}</ul>",
        lambda n: f"<li data-url='{url(n)}'><h4>{title(n)}</h4><span>{day(n)}</span></li>",
    ),
    "table": ("<table>{}</table>", lambda n: f"<tr><td>{n + 1}</td><td>{link(n)}</td><td>{day(n)}</td></tr>"),
    "catalogue": (
        "<table><tr><th>索引号</th><th>标题</th><th>发布日期</th></tr>{}</table>",
        lambda n: f"<tr><td>36000042/2023-000{n:02d}</td><td>{link(n)}</td><td>{day(n)}</td></tr>",
    ),
    "lines": ("<div>{}</div>", lambda n: f"·{link(n)} [{day(n)}]<br>"),
    "day_and_month_apart": (
        "<ul>{}</ul>",
        lambda n: f"<li><div><b>{n + 10}</b><i>2023-10</i></div><h4>{link(n)}</h4><p>{SUMMARY}</p></li>",
    ),
}
# 3 and more rows are known by themselves, fewer by the pager beside them
KNOWN = [(1, LINKS), (2, SCRIPT), (5, ""), (5, LINKS), (15, ""), (15, SCRIPT)]


def kind_of(html: str, address: str = SECTION) -> str:
    with pytest.raises(NotAnArticle) as caught:
        extract_article(html.encode(), address)
    return caught.value.kind


def listed(shape: str, count: int) -> str:
    wrap, row = SHAPES[shape]
    return wrap.format("".join(map(row, range(count))))


@pytest.mark.parametrize("heading", ["<h2>园区要闻</h2>", ""], ids=["headed", "bare"])
@pytest.mark.parametrize(("count", "pager"), KNOWN)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_list(shape: str, count: int, pager: str, heading: str) -> None:
    main = f"<div class='main'>{heading}{listed(shape, count)}{pager}</div>"
    assert kind_of(page(main, title="园区要闻-示例经开区")) == "list"
    tags = metas(ColumnName="园区要闻", ArticleTitle="", PubDate="")
    assert kind_of(page(main, title="园区要闻-示例经开区", head=tags)) == "list"
    assert kind_of(page(main, title="示例经开区")) == "list"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_list_with_no_breadcrumb(shape: str) -> None:
    main = f"<div class='main'><h2>园区要闻</h2>{listed(shape, 15)}{LINKS}</div>"
    assert kind_of(page(main, title="园区要闻-示例经开区", nav=NAV)) == "list"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_list_beside_a_text_about_the_zone(shape: str) -> None:
    main = f"<div class='main'><h2>园区要闻</h2>{listed(shape, 15)}{LINKS}</div>{INTRO}"
    assert kind_of(page(main, title="园区要闻-示例经开区", nav=NAV + CRUMB)) == "list"


BODIES = {
    "text": paragraphs(),
    "a_sentence": f"<p>{TEXT[0]}</p>",
    "four_words": "<p>特此公告。</p>",
    "a_picture": "<p><img src='a.jpg' alt='图一'></p>",
    "a_file": "<p><a href='a/P020231025.pdf'>示例经开区2023年度重点项目清单.pdf</a></p>",
    "a_file_in_a_frame": "<iframe src='/pdfjs/web/viewer.html?file=/a/1.pdf'></iframe>",
    "dated_files": "".join(f"<p><a href='f{n}.pdf'>2023年第{n}季度收支公开表</a> {day(n)}</p>" for n in range(5)),
    "a_table": "<table>"
    + "".join(f"<tr><td>{n}</td><td>{TOPICS[n]}示例企业</td><td>{day(n)}</td></tr>" for n in range(9))
    + "</table>",
}
INFOS = {
    "labels": "<div>来源：示例日报　发布时间：2023-10-25 16:27</div>",
    "date": "<div>2023-10-25</div>",
    "nothing": "",
}
TEMPLATES = (
    "<div class='main'><h1>{title}</h1>{info}<div class='nr'>{body}</div></div>",
    "<table><tr><td class='bt'>{title}</td></tr><tr><td>{info}</td></tr><tr><td>{body}</td></tr></table>",
    "<div class='content'><h2 class='title'>{title}</h2>{info}<div class='TRS_Editor'>{body}</div></div>",
)
NEIGHBOURS = f"<p>上一篇：<a href='2.html'>{title(2)}</a></p><p>下一篇：<a href='3.html'>{title(3)}</a></p>"
AROUND = (("", ""), ("", HOT_NEWS), (HOT_NEWS, ""), ("", LINKS), (HOT_NEWS, LINKS), ("", NEIGHBOURS))
# a title over little more than links, with neither date nor source, may as well be a list
UNDECIDED = {("four_words", "nothing"), ("dated_files", "nothing"), ("a_file", "nothing")}


@pytest.mark.parametrize("template", TEMPLATES, ids=["boxes", "table", "container"])
@pytest.mark.parametrize(
    ("body", "info"), [(body, info) for body in BODIES for info in INFOS if (body, info) not in UNDECIDED]
)
def test_an_article(body: str, info: str, template: str) -> None:
    for heading in (TITLE, "关于窗口午间暂停服务的公告"):
        main = template.format(title=heading, info=INFOS[info], body=BODIES[body])
        for before, after in AROUND:
            got = extract_article(page(before + main + after, title=f"{heading}-示例经开区").encode(), URL)
            assert got.title == heading


@pytest.mark.parametrize("template", TEMPLATES, ids=["boxes", "table", "container"])
@pytest.mark.parametrize("body", BODIES)
def test_an_article_that_its_meta_tags_name(body: str, template: str) -> None:
    main = template.format(title=TITLE, info="", body=BODIES[body])
    tags = metas(ArticleTitle=TITLE, PubDate="2023-10-25 16:27")
    for before, after in AROUND:
        got = extract_article(page(before + main + after, title=f"{TITLE}-示例经开区", head=tags).encode(), URL)
        assert got.title == TITLE


def test_an_article_of_links_under_its_source() -> None:
    links = "".join(f"<p><a href='/zt/{n}.html'>专题报道之第{n}篇：园区高质量发展</a></p>" for n in range(6))
    main = TEMPLATES[0].format(title=TITLE, info=INFOS["labels"], body=links)
    got = extract_article(page(main, title=f"{TITLE}-示例经开区").encode(), URL)
    assert (got.title, got.source, len(got.paragraphs)) == (TITLE, "示例日报", 6)


def test_records_of_a_list_are_a_list() -> None:
    records = "".join(f"<record><![CDATA[<li>{link(n)}<span>{day(n)}</span></li>]]></record>" for n in range(9))
    store = f"<datastore><totalrecord>99</totalrecord><recordset>{records}</recordset></datastore>"
    assert kind_of(store, "http://www.example.cn/module/web/jpage/dataproxy.jsp?startrecord=1") == "list"
