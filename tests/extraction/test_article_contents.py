"""Pictures, attachments and articles without text."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

import pytest
from articlepages import TEXT, TITLE, article, metas, page, paragraphs, read

from zonenews.extraction import Attachment, Image
from zonenews.extraction.pages import join_pages

LINE = "来源：示例日报　发布时间：2023-10-25 16:27"
HERE = "http://www.example.cn/jkqzx/"


def picture(attributes: str) -> str:
    return f"<p align='center'><img {attributes}></p>"


def test_pictures_keep_their_place_between_paragraphs() -> None:
    first, second, third, fourth = (f"<p>{text}</p>" for text in TEXT)
    body = (
        picture("src='a.jpg'")
        + first
        + picture("src='./b.png' alt='会议现场'")
        + second
        + third
        + fourth
        + picture("src='/c.jpg'")
    )
    got = read(article(LINE, body))
    assert got.images == (
        Image(HERE + "a.jpg", None, 0),
        Image(HERE + "b.png", "会议现场", 1),
        Image("http://www.example.cn/c.jpg", None, 4),
    )
    assert got.paragraphs == TEXT


@pytest.mark.parametrize("name", ["data-src", "data-original", "_src", "oldsrc", "original"])
def test_a_lazy_picture_is_read_from_its_real_address(name: str) -> None:
    got = read(article(LINE, paragraphs() + picture(f"src='data:image/gif;base64,R0lGOD' {name}='real.jpg'")))
    assert [image.url for image in got.images] == [HERE + "real.jpg"]


@pytest.mark.parametrize(
    "attributes",
    [
        "src='/images/icon_doc.gif'",
        "src='/ueditor/dialogs/attachment/fileTypeImages/icon_pdf.gif'",
        "src='dot.gif' width='1' height='1'",
        "src='data:image/png;base64,AAAA'",
        "src=''",
        "src='x.png' width='16px' height='16px'",
        "src='/share/qrcode.png'",
    ],
)
def test_icons_and_empty_pictures_are_dropped(attributes: str) -> None:
    assert read(article(LINE, paragraphs() + picture(attributes))).images == ()


def test_a_picture_on_somebodys_disk_is_dropped_with_a_flag() -> None:
    got = read(article(LINE, paragraphs() + picture("src='file:///C:/Users/a/1.png'")))
    assert got.images == ()
    assert "broken_image" in got.flags


def test_a_caption_below_a_picture_is_a_paragraph() -> None:
    got = read(article(LINE, f"<p>{TEXT[0]}</p>{picture('src=a.jpg')}<p>图为会议现场</p>{paragraphs(TEXT[1:])}"))
    assert got.paragraphs == (TEXT[0], "图为会议现场", *TEXT[1:])
    assert got.images[0].after_paragraph == 1


def test_a_figures_caption_belongs_to_the_picture_too() -> None:
    got = read(
        article(
            LINE,
            f"<p>{TEXT[0]}</p><figure><img src='a.jpg'><figcaption>图为会议现场</figcaption></figure>{paragraphs(TEXT[1:])}",
        )
    )
    assert got.images[0].caption == "图为会议现场"


def test_the_sites_own_pictures_are_not_the_articles() -> None:
    html = page(
        f"<img src='logo.png'><h1>{TITLE}</h1><div>{LINE}</div><div class='nr'>{paragraphs()}</div><div class='ewm'><p>官方微信</p><img src='w.png'></div>"
    )
    assert read(html).images == ()


def test_a_picture_article_has_no_paragraphs_and_does_not_raise() -> None:
    got = read(article(LINE, picture("src='1.jpg'") + picture("src='2.jpg'"), wrap="<div class='TRS_Editor'>{}</div>"))
    assert got.paragraphs == ()
    assert len(got.images) == 2
    assert "pictures_only" in got.flags
    assert got.title == TITLE


def test_a_picture_article_without_a_known_container() -> None:
    got = read(article(LINE, picture("src='1.jpg'") + picture("src='2.jpg'")))
    assert got.paragraphs == ()
    assert [image.url for image in got.images] == [HERE + "1.jpg", HERE + "2.jpg"]


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ("<iframe src='files/a.pdf'></iframe>", HERE + "files/a.pdf"),
        ("<iframe src='/pdfjs/web/viewer.html?file=/files/a.pdf'></iframe>", "http://www.example.cn/files/a.pdf"),
        ("<embed src='a.pdf' type='application/pdf'>", HERE + "a.pdf"),
        ("<object data='a.pdf'></object>", HERE + "a.pdf"),
        (
            "<p><a href='javascript:void(0)' onclick=\"openFile('/files/a.pdf')\">查看全文</a></p>",
            "http://www.example.cn/files/a.pdf",
        ),
    ],
)
def test_a_pdf_article_keeps_the_file(body: str, url: str) -> None:
    got = read(article(LINE, body, wrap="<div class='TRS_Editor'>{}</div>"))
    assert [each.url for each in got.attachments] == [url]


def test_a_video_article_is_flagged() -> None:
    got = read(article(LINE, "<video src='a.mp4' controls></video>", wrap="<div id='zoom'>{}</div>"))
    assert got.paragraphs == ()
    assert "media_only" in got.flags


@pytest.mark.parametrize(
    ("link", "attachment"),
    [
        ("<a href='W020231025.docx'>附件1：申报表.docx</a>", Attachment(HERE + "W020231025.docx", "申报表.docx")),
        ("<a href='P020231025.pdf'>附件：名单</a>", Attachment(HERE + "P020231025.pdf", "名单")),
        ("<a href='a.xls' title='汇总表.xls'><img src='/icon_xls.gif'></a>", Attachment(HERE + "a.xls", "汇总表.xls")),
        ("<a href='files/%E8%A1%A8.zip'></a>", Attachment(HERE + "files/%E8%A1%A8.zip", "表.zip")),
        (
            "<a href='/module/download/downfile.jsp?classid=0&filename=0a1b.doc'>申报指南</a>",
            Attachment("http://www.example.cn/module/download/downfile.jsp?classid=0&filename=0a1b.doc", "申报指南"),
        ),
        (
            "<a href='/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=5'>附件【名单】已下载</a>",
            Attachment(
                "http://www.example.cn/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=5",
                "附件【名单】已下载",
            ),
        ),
        (
            "<a href='/attachment.jspx?cid=1&i=0&t=1&k=a'>2.方案</a>",
            Attachment("http://www.example.cn/attachment.jspx?cid=1&i=0&t=1&k=a", "方案"),
        ),
        ("<a href='a.ofd'>附件2-1.方案</a>", Attachment(HERE + "a.ofd", "方案")),
        ("<a href='a.docx'>附　件：方案</a>", Attachment(HERE + "a.docx", "方案")),
    ],
)
def test_attachments_by_extension_or_handler_with_the_name_a_reader_sees(link: str, attachment: Attachment) -> None:
    inside = read(article(LINE, paragraphs() + f"<p>{link}</p>"))
    behind = read(
        article(
            LINE,
            wrap="<div class='TRS_Editor'>{}</div>" + f"<div class='fj'><h3>附件</h3><ul><li>{link}</li></ul></div>",
        )
    )
    assert inside.attachments == (attachment,)
    assert behind.attachments == (attachment,)


def test_backslashes_in_addresses_are_slashes() -> None:
    got = read(
        article("2023-10-25", "<p><img src='..\\img\\1.jpg'></p>" + paragraphs() + "<a href='files\\a.pdf'>表</a>")
    )
    assert [image.url for image in got.images] == ["http://www.example.cn/img/1.jpg"]
    assert got.attachments == (Attachment("http://www.example.cn/jkqzx/files/a.pdf", "表"),)


def test_an_attachment_linked_twice_counts_once_and_pages_are_no_files() -> None:
    body = paragraphs() + "<p><a href='a.pdf'>名单</a> <a href='a.pdf'>下载</a> <a href='more.html'>详情</a></p>"
    assert read(article(LINE, body)).attachments == (Attachment(HERE + "a.pdf", "名单"),)


def test_the_base_element_moves_every_address() -> None:
    got = read(
        article(
            LINE,
            paragraphs() + picture("src='a.jpg'") + "<p><a href='a.pdf'>名单</a></p>",
            head="<base href='http://file.example.cn/x/'>",
        )
    )
    assert (got.images[0].url, got.attachments[0].url) == (
        "http://file.example.cn/x/a.jpg",
        "http://file.example.cn/x/a.pdf",
    )


def test_document_number_behind_its_label_and_in_a_line_of_its_own() -> None:
    line = read(article(LINE, f"<p align=center>示经管〔2023〕12号</p>{paragraphs()}"))
    label = read(article(LINE + "　文号：示经管发〔2023〕7号"))
    none = read(article(LINE, paragraphs((*TEXT, "根据《示例办法》（示政〔2020〕1号）的规定，制定本方案。"))))
    assert (line.document_number, label.document_number, none.document_number) == (
        "示经管〔2023〕12号",
        "示经管发〔2023〕7号",
        None,
    )


@pytest.mark.parametrize(
    ("tail", "editor"),
    [
        ("<p>（责任编辑：示例员）</p>", "示例员"),
        ("<p>[编辑：示例员]</p>", "示例员"),
        ("<p>责编：示例员 审核：另一人</p>", "示例员"),
        ("<div>编　辑：示例员</div>", "示例员"),
        ("<p>责任编辑：</p>", None),
    ],
)
def test_the_editor_stands_below_the_body(tail: str, editor: str | None) -> None:
    assert read(article(LINE, wrap="<div class='nr'>{}</div>" + tail)).editor == editor


def test_pages_of_an_article_are_joined_in_order() -> None:
    first = read(article(LINE, paragraphs(TEXT[:2])))
    second = read(article(LINE, picture("src='b.jpg'") + paragraphs(TEXT[2:]) + "<p><a href='a.pdf'>名单</a></p>"))
    whole = join_pages(first, [second])
    assert whole.paragraphs == (*TEXT, "名单")
    assert whole.images == (Image(HERE + "b.jpg", None, 2),)
    assert whole.attachments == (Attachment(HERE + "a.pdf", "名单"),)
    assert (whole.title, whole.published) == (first.title, first.published)


def test_metas_are_read_in_any_letter_case_and_order() -> None:
    got = read(
        article(
            "",
            head=f'<meta content="2023-10-25 16:27" name="pubdate"><META CONTENT="{TITLE}" NAME="ARTICLETITLE">'
            + metas(contentSource="示例日报"),
        )
    )
    assert (got.title, got.source, got.published) == (TITLE, "示例日报", "2023-10-25T16:27+08:00")
