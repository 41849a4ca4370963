"""What stands in a box of its own beside the text: attached files, captions, an info line inside the heading."""

import pytest

from zonenews.extraction import Article, extract_article

TEXT = (
    "示范经开区上午召开项目建设推进会，听取各园区办汇报，研究下一阶段重点工作，部署安全生产和防汛备汛。",
    "会议指出，要紧盯目标任务，强化要素保障，推动在建项目早投产、早见效，为全年发展打下坚实基础。",
    "会议要求，各部门要压实责任、主动服务，及时协调解决企业反映的用工、用地、融资等实际困难。",
)
BODY = "".join(f"<p>　　{text}</p>" for text in TEXT)
FILE = '<a href="/upload/202310/0f1e2d3c.docx">示范经开区重点项目清单.docx</a>'
NAME = "示范经开区重点项目清单.docx"
INFO = '<div class="xx"><span>来源：示例日报</span><span>日期：2023-10-25 16:27</span></div>'


def read(main: str, heading: str = "<h1>示范经开区召开项目建设推进会</h1>") -> Article:
    html = f'<html><body><div class="wrap"><div class="nr">{heading}{main}</div></div></body></html>'
    return extract_article(html.encode(), "http://www.example.cn/xw/123.html", header_encoding="utf-8")


@pytest.mark.parametrize(
    "box",
    [
        f'<div class="fj"><p>附件1：{FILE}</p></div>',
        f'<ul class="down"><li>{FILE}</li></ul>',
        f'<div class="fj"><b>附件：</b><ul><li>{FILE}</li></ul></div>',
        f'<div class="fj"><h4>附件下载：</h4><p>{FILE}</p></div><div class="bj">责任编辑：示例员</div>',
    ],
)
def test_files_in_a_box_of_their_own_are_no_paragraphs(box: str) -> None:
    article = read(f'{INFO}<div class="wz">{BODY}</div>{box}')
    assert article.paragraphs == TEXT
    assert [file.name for file in article.attachments] == [NAME]


def test_files_in_a_row_of_their_own_are_no_paragraphs() -> None:
    rows = f"<tr><td>{BODY}</td></tr><tr><td>附件1：{FILE}<br></td></tr>"
    article = read(f"{INFO}<table>{rows}</table>")
    assert article.paragraphs == TEXT
    assert [file.name for file in article.attachments] == [NAME]


def test_a_file_among_the_paragraphs_is_one_of_them() -> None:
    article = read(f'{INFO}<div class="wz">{BODY}<p>附件：{FILE}</p></div>')
    assert article.paragraphs == (*TEXT, f"附件：{NAME}")


def test_a_sentence_that_links_a_file_stays() -> None:
    sentence = f"有关单位请于本月底前，对照{FILE}逐项报送进展情况，并同时抄送党政办公室和项目服务中心备案。"
    article = read(f'{INFO}<div class="wz">{BODY}<div><p>{sentence}</p></div></div>')
    assert len(article.paragraphs) == 4


def test_a_caption_goes_with_its_picture() -> None:
    figure = '<figure><img src="/a/1.png" alt="IMG_1.JPG"><figcaption>推进会现场</figcaption></figure>'
    one, two, three = (f"<p>{text}</p>" for text in TEXT)
    article = read(f'{INFO}<div class="wz">{one}{figure}{two}<p><img src="/a/2.png"></p>{three}</div>')
    assert article.paragraphs == TEXT
    assert [(image.caption, image.after_paragraph) for image in article.images] == [("推进会现场", 1), (None, 2)]


@pytest.mark.parametrize(
    ("line", "source", "author"),
    [
        ("（2023-10-25 16:27:03　来源：示例发布　作者：某甲 某乙）", "示例发布", "某甲 某乙"),
        ("（2023-10-25 16:27:03）", None, None),
    ],
)
def test_an_info_line_inside_the_heading_is_no_part_of_the_title(
    line: str, source: str | None, author: str | None
) -> None:
    heading = f'<h2 id="bt">示范经开区召开项目建设推进会<small>{line}</small></h2>'
    article = read(f'<div id="wz">{BODY}</div>', heading)
    assert (article.title, article.published) == ("示范经开区召开项目建设推进会", "2023-10-25T16:27:03+08:00")
    assert (article.source, article.author) == (source, author)


def test_a_source_that_ends_in_a_label_word_is_whole() -> None:
    info = '<div class="xx"><span>来源：示例发布</span><span>日期：2023-10-25 16:27</span></div>'
    assert read(f'{info}<div class="wz">{BODY}</div>').source == "示例发布"


def test_a_line_about_mobile_phones_is_a_tool() -> None:
    tail = '<div class="bj">责任编辑：示例员</div><div class="sj"><span>手机查看</span></div><p>上一篇：没有了</p>'
    article = read(f'{INFO}<div class="wz">{BODY}</div>{tail}')
    assert (article.paragraphs, article.editor) == (TEXT, "示例员")
