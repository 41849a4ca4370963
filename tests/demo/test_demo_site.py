"""The replica's site, as its pages show it."""

import gzip
import io
import re
import zipfile
from datetime import date
from urllib.parse import urljoin

import orjson
import pytest
from parsel import Selector

from zonenews.demo import NEWS_PATH, NOTICES_PATH, Replica, plain_site, zone_site
from zonenews.demo.answer import Answer, Call
from zonenews.demo.truth import article_truth, truth_lines

TODAY = date(2025, 10, 20)


def get(site: Replica, url: str) -> Answer:
    return site.answer(Call(url.removeprefix(site.base)))


def read(site: Replica, url: str, charset: str = "utf-8") -> Selector:
    return Selector(get(site, url).body.decode(charset))


def rows(site: Replica, section: str, charset: str = "utf-8") -> list[list[tuple[str, str, str]]]:
    """URL, whole title and date of the rows of each list page, up to the 404."""
    path = first = site.section(section).family.first_path(section)
    pages = []
    while (answer := get(site, path)).status == 200:
        items = Selector(answer.body.decode(charset)).css(".list li, .pageList li, ul.lists li")
        pages.append([_row(site, path, item) for item in items])
        number = len(pages) if section == NEWS_PATH else len(pages) + 1
        path = first.replace(".", f"_{number}.")
    return pages


def _row(site: Replica, path: str, item: Selector) -> tuple[str, str, str]:
    href, title, day = (item.css(what).get("") for what in ("a::attr(href)", "a::attr(title)", "span::text"))
    return urljoin(site.base + path, href), title, day


def test_a_seed_gives_the_same_site_again(site: Replica) -> None:
    again = zone_site(TODAY)
    assert list(truth_lines(again)) == list(truth_lines(site))
    assert get(again, f"{NEWS_PATH}index_3.html").body == get(site, f"{NEWS_PATH}index_3.html").body
    assert list(truth_lines(zone_site(TODAY, "other"))) != list(truth_lines(site))


def test_the_main_section_has_its_articles_on_22_pages_of_20_rows_and_a_404_after_them(site: Replica) -> None:
    pages = rows(site, NEWS_PATH)
    assert [len(page) - 2 for page in pages[:-1]] == [20] * 21
    assert 0 < len(pages[-1]) - 2 < 20
    assert sum(article.section == NEWS_PATH for article in site.articles.values()) == 430
    announced = get(site, NEWS_PATH).body.decode()
    assert 'createPageHTML(22, 0, "index", "html")' in announced
    assert get(site, NEWS_PATH).body == get(site, f"{NEWS_PATH}index.html").body


def test_two_old_rows_are_pinned_on_top_of_every_page(site: Replica) -> None:
    pages = rows(site, NEWS_PATH)
    assert len({tuple(page[:2]) for page in pages}) == 1
    assert pages[0][0][2] < pages[0][2][2]
    assert "[置顶]" in read(site, NEWS_PATH).css(".list li")[0].css("em::text").getall()


def test_rows_stand_newest_first_with_whole_titles(site: Replica) -> None:
    for section, charset, pinned in ((NEWS_PATH, "utf-8", 2), (NOTICES_PATH, "gb18030", 0)):
        listed = [row for page in rows(site, section, charset) for row in page[pinned:]]
        assert [day for _, _, day in listed] == sorted((day for _, _, day in listed), reverse=True)
        for url, title, day in listed:
            if (article := site.articles.get(url.removeprefix(site.base))) is not None:
                assert (title, day) == (article.title, article.published.true[:10])


def test_the_notices_announce_a_page_too_few(site: Replica) -> None:
    pages = rows(site, NOTICES_PATH, "gb18030")
    assert len(pages) == 5
    announced = get(site, f"{NOTICES_PATH}list.shtml").body.decode("gb18030")
    assert "createPageHTML('page_div', 4, 1, 'list', 'shtml', 60)" in announced


def test_the_lists_hold_every_article_and_every_other_row_of_the_truth(site: Replica) -> None:
    listed = {url for page in rows(site, NEWS_PATH) + rows(site, NOTICES_PATH, "gb18030") for url, _, _ in page}
    truth = [orjson.loads(line) for line in truth_lines(site)]
    other_rows = {line["url"] for line in truth if line["kind"] == "row"}
    moved = {line["alias_of"] for line in truth if line["kind"] == "row"}
    assert listed == {line["url"] for line in truth if line["kind"] == "article"} - moved | other_rows


def test_every_listed_url_of_the_site_is_served(site: Replica) -> None:
    for page in rows(site, NEWS_PATH) + rows(site, NOTICES_PATH, "gb18030"):
        for url, _, _ in page:
            if url.startswith(site.base):
                assert get(site, url).status in (200, 301), url
            else:
                assert re.match(r"https?://\w+\.example\.cn/", url)


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
@pytest.mark.parametrize("family", ["seed", "trs", "ucap"])
def test_every_family_prints_what_the_truth_says(family: str, charset: str) -> None:
    site = plain_site(TODAY, 3, articles=60, family=family, charset=charset)
    codec = "utf-8" if charset == "utf-8" else "gb18030"
    for article in site.articles.values():
        _compare(site, read(site, article.path, codec), article_truth(site, article))


def test_both_sections_print_what_the_truth_says(site: Replica) -> None:
    for article in list(site.articles.values())[::7]:
        charset = site.section(article.section).charset
        _compare(site, read(site, article.path, charset), article_truth(site, article))


def _compare(site: Replica, page: Selector, true: dict[str, object]) -> None:
    body = page.css(".con, ucapcontent, .trs_editor_view")
    info = " ".join("".join(page.css(".info ::text").getall()).split())
    printed = [text for text in map(_text, body.css("p")) if text and not text.startswith("（责任编辑")]
    assert _text(page.css("h1")[0]) == true["title"]
    assert printed == true["paragraphs"]
    assert [urljoin(str(true["url"]), src) for src in body.css("img::attr(src)").getall()] == _urls(true["images"])
    assert [urljoin(str(true["url"]), href) for href in page.css(".fj a, .attach a").xpath("@href").getall()] == _urls(
        true["attachments"]
    )
    assert str(true["published"])[:16].replace("T", " ") in info
    for field in ("source", "author", "document_number"):
        if true[field] and "来源" in info:
            assert str(true[field]) in info
    if true["editor"]:
        assert f"编辑：{true['editor']}" in "".join(page.css("::text").getall())
    crumb = [_text(link) for link in page.css(".place a, .crumb a")]
    assert crumb == true["breadcrumb"]


def _text(node: Selector) -> str:
    return "".join(node.css("::text").getall()).strip(" \u2002\u3000\xa0")


def _urls(found: object) -> list[str]:
    assert isinstance(found, list)
    return [entry["url"] for entry in found]


def test_the_main_section_is_in_the_seeds_template(site: Replica) -> None:
    whole = [get(site, path).body.decode() for path in site.articles if path.startswith(NEWS_PATH)]
    assert all("您当前的位置 : <a" in page and "分享到:" in page and "字体【&nbsp;" in page for page in whole)
    empty = sum("<li>来源:</li>" in page for page in whole) / len(whole)
    assert 0.5 < empty < 0.7
    assert 0.35 < sum("责任编辑" in page for page in whole) / len(whole) < 0.65
    assert {article.published.precision for article in site.articles.values()} == {"day", "minute", "second"}
    assert all("&ensp;&ensp;&ensp;&ensp;" in page for page in whole)
    assert any("<p>&nbsp;</p>" in page for page in whole)


def test_the_notices_are_gb18030_under_the_name_gb2312(site: Replica) -> None:
    pages = [get(site, path) for path in site.articles if path.startswith(NOTICES_PATH)]
    assert {page.content_type for page in pages} == {"text/html"}
    assert all(b'charset="gb2312"' in page.body and page.body.decode("gb18030") for page in pages)
    assert any(not _decodes(page.body, "gbk") for page in pages)
    assert not any(_decodes(page.body, "utf-8") for page in pages)


def _decodes(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def test_article_pages_are_as_heavy_as_real_ones(site: Replica) -> None:
    sizes = [len(get(site, path).body) for path in site.articles]
    assert min(sizes) > 20_000
    assert max(sizes) < 60_000


def test_one_article_stands_in_both_sections(site: Replica) -> None:
    sections = [article_truth(site, article)["sections"] for article in site.articles.values()]
    assert [names for names in sections if len(names) > 1] == [["经开区资讯", "通知公告"]]


def test_the_odd_rows_are_what_the_truth_calls_them(site: Replica) -> None:
    odd = {row.expected: row for part in site.sections for row in part.rows if row.expected != "done"}
    assert set(odd) == {"external", "attachment", "missing", "robots", "alias"}
    moved = get(site, odd["alias"].target)
    assert odd["alias"].article
    assert (moved.status, moved.headers["Location"]) == (301, site.url(odd["alias"].article.path))
    missing = get(site, odd["missing"].target)
    assert (missing.status, "您访问的页面不存在" in missing.body.decode()) == (200, True)
    assert get(site, odd["attachment"].target).body.startswith(b"%PDF-")
    assert odd["robots"].target.startswith("/admin/")
    assert "Disallow: /admin/" in get(site, "/robots.txt").body.decode()


def test_pictures_and_files_are_served_as_what_they_are(site: Replica) -> None:
    kinds = set()
    for article in list(site.articles.values())[::5]:
        content = site.content(article)
        for path in [picture.path for picture, _ in content.pictures()] + [file.path for file in content.files]:
            answer = get(site, path)
            kind = path.rpartition(".")[2]
            kinds.add(kind)
            assert answer.status == 200
            if kind in ("docx", "xlsx"):
                assert zipfile.ZipFile(io.BytesIO(answer.body)).testzip() is None
            else:
                assert answer.body.startswith(b"\x89PNG" if kind == "png" else b"%PDF-")
    assert kinds == {"png", "pdf", "docx", "xlsx"}


def test_the_sites_own_pages_are_served(site: Replica) -> None:
    for path in ("/", "/zjjkq/", "/css/classic.css", "/css/portal.css", "/js/site.js", "/robots.txt"):
        assert get(site, path).status == 200
    assert get(site, "/nowhere.html").status == 404
    assert get(site, "/css/../replica.py").status == 404


def test_a_body_is_gzipped_to_the_same_bytes_each_time(site: Replica) -> None:
    answer = get(site, NEWS_PATH)
    assert gzip.decompress(answer.gzipped) == answer.body
    assert Answer(answer.body).gzipped == answer.gzipped


def test_a_large_site_has_a_title_of_its_own_for_every_article() -> None:
    site = plain_site(TODAY, articles=4000)
    assert len({article.title for article in site.articles.values()}) == len(site.articles) == 4000
