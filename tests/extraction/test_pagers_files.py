"""Pagers whose pages are numbered files: `createPageHTML` and its relatives, first, middle, last page and beyond."""

import pytest
from listpages import SECTION, page, read, rows

ZERO_BASED = [
    'createPageHTML({pages}, {index}, "index", "html");',
    'createPage({pages}, {index}, "index", "html");',
    'createPageHTML(60, {pages}, {index}, "index", "html");',
    'createPageHTML({pages}, {index}, "index", "html", "black2", 60);',
    "new Pager({{size:{pages}, current:{index}, prefix:'index', suffix:'html'}});",
    "var countPage = {pages}//共多少页\nvar currentPage = {index};//所在页",
    "var pages = {pages}, at = {index}; createPageHTML(pages, at, 'index', 'html');",
    "<!--\ncreatePageHTML({pages}, {index}, 'index', 'html');\n//-->",
    "function createPageHTML(n, i, name, ext) {{}}\n// createPageHTML(9, 9, 'old', 'htm');\n"
    "createPageHTML({pages},{index},'index','html')",
]
ONE_BASED = [
    "createPageHTML('page_div', {pages}, {index}, 'list', 'shtml', 60);",
    "createPageHTML('paging', {pages}, {index}, 'list', 'shtml', 60);",
    "createPageHTML('page_div', {pages}, {index}, 'list', 'shtml');",
]


def paged(script: str, pages: int, index: int) -> str:
    return page(rows(20) + f'<div class="page"><script>{script.format(pages=pages, index=index)}</script></div>')


@pytest.mark.parametrize("script", ZERO_BASED)
def test_zero_based_files_count_from_1(script: str) -> None:
    first = read(paged(script, 3, 0))
    assert first.next == SECTION + "index_1.html"
    assert first.alternatives == (SECTION + "index_2.html",)
    assert (first.page, first.pages, first.end) == (1, 3, None)
    second = read(paged(script, 3, 1), first.next, first)
    assert (second.next, second.page) == (SECTION + "index_2.html", 2)
    last = read(paged(script, 3, 2), second.next or "", second)
    assert (last.next, last.end, last.page) == (None, "last_page", 3)
    assert last.alternatives == (SECTION + "index_3.html",)


@pytest.mark.parametrize("script", ONE_BASED)
def test_one_based_files_count_from_2(script: str) -> None:
    first = read(paged(script, 3, 1), SECTION + "list.shtml")
    assert first.next == SECTION + "list_2.shtml"
    second = read(paged(script, 3, 2), first.next, first)
    assert (second.next, second.page) == (SECTION + "list_3.shtml", 2)
    last = read(paged(script, 3, 3), second.next or "", second)
    assert (last.next, last.end, last.page) == (None, "last_page", 3)


def test_records_are_not_taken_for_pages() -> None:
    assert (read(paged('createPageHTML(191, 13, 0, "index", "html")', 0, 0)).pages) == 13
    assert (read(paged('createPageHTML(191, 13, 0, "index", "html")', 0, 0)).total) == 191
    assert (read(paged("createPageHTML('page_div', 21, 1, 'list', 'shtml', 415)", 0, 0)).total) == 415


def test_a_single_page_ends_and_names_the_one_beyond() -> None:
    only = read(paged('createPageHTML(1, 0, "index", "html")', 0, 0))
    assert (only.next, only.end, only.alternatives) == (None, "last_page", (SECTION + "index_1.html",))


def test_the_other_base_once_proved_is_kept() -> None:
    first = read(paged('createPageHTML(3, 0, "index", "html")', 0, 0))
    second = read(paged('createPageHTML(3, 1, "index", "html")', 0, 0), first.alternatives[0], first)
    assert (second.page, second.next) == (2, SECTION + "index_3.html")
    last = read(paged('createPageHTML(3, 2, "index", "html")', 0, 0), second.next or "", second)
    assert last.end == "last_page"


def test_the_stem_is_the_scripts_own() -> None:
    listing = read(
        paged("createPageHTML('page_div', 21, 1, 'xxgk_list', 'shtml', 415)", 0, 0), SECTION + "xxgk_list.shtml"
    )
    assert listing.next == SECTION + "xxgk_list_2.shtml"


def test_a_pager_in_a_comment_is_none() -> None:
    html = page(rows(5) + "<!-- <script>createPageHTML(9, 0, 'index', 'html')</script> -->")
    assert read(html).end == "no_pager"


def test_set_page_counts_from_2() -> None:
    script = '$(".pagination").pagination("setPage", {index}, {pages});'
    first = read(paged(script, 322, 1), "http://www.example.cn/nw12/index.html")
    assert (first.next, first.pages) == ("http://www.example.cn/nw12/index_2.html", 322)
    assert read(paged("$('#p').pagination({{totalPage: 9}})", 0, 0)).next == SECTION + "index_2.html"


def test_a_page_id_in_the_stem_is_read_from_the_page() -> None:
    script = 'var countPage = 5; var url = "index_7788_" + n + ".shtml"; var u = "index_7788_1.shtml";'
    first = read(paged(script, 0, 0), SECTION + "index.shtml")
    assert first.next == SECTION + "index_7788_1.shtml"
    second = read(paged(script, 0, 0), first.next, first)
    assert second.next == SECTION + "index_7788_2.shtml"


def test_script_config_tries_both_bases() -> None:
    first = read(paged("var pagination_script_config={{pageNumber:12,total:233}};", 0, 0))
    assert (first.next, first.alternatives) == (SECTION + "index_1.html", (SECTION + "index_2.html",))


def test_printed_page_count_alone_gives_a_try() -> None:
    first = read(page(rows(20) + "<div>共 12 页 共 231 条</div>"), SECTION + "index.html")
    assert (first.next, first.pages, first.total) == (SECTION + "index_1.html", 12, 231)
    assert first.flags == ("guessed_pager",)
    assert read(page(rows(20) + "<div>图片 1/9</div>")).end == "no_pager"


@pytest.mark.parametrize("ext", ["html", "shtml", "jhtml"])
def test_file_names_put_together_by_a_script(ext: str) -> None:
    script = f'function go(n) {{{{ location.href = "list_" + n + ".{ext}"; }}}}'
    html = paged(script, 0, 0) + '<a href="javascript:go(2)">下一页</a>'
    assert read(html, SECTION + f"list.{ext}").next == SECTION + f"list_2.{ext}"


def test_channel_files_take_their_stem_from_the_address() -> None:
    first = read(page(rows(20) + "<div>共3页</div>"), "http://www.example.cn/channels/21.html")
    assert first.next == "http://www.example.cn/channels/21_1.html"
    assert first.alternatives == ("http://www.example.cn/channels/21_2.html",)
