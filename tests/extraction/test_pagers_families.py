"""Pagers that ask a service or count down, each walked from its first page past its last."""

import json
from urllib.parse import parse_qs, urlsplit

from listpages import SECTION, day, expected, page, read, rows, title, titles

from zonenews.extraction.listing import extract_listing

COLUMN = "http://www.example.cn/col/col123/index.html"
GROUP = (
    "/module/web/jpage/dataproxy.jsp?page=1&appid=1&webid=5&path=/&columnid={column}&unitid=678"
    "&webname=%E7%A4%BA%E8%8C%83"
)


def records(first: int, count: int) -> str:
    return "".join(
        f'<record><![CDATA[<li><a href="/art/2023/10/{n % 28 + 1}/art_9_{n}.html" '
        f'title="{title(n)}">{title(n)[:8]}…</a>'
        f"<span>{day(n)}</span></li>]]></record>"
        for n in range(first, first + count)
    )


def datastore(first: int, count: int, total: int, column: str = "123", group: bool = True) -> str:
    link = f'<nextgroup><![CDATA[<a href="{GROUP.format(column=column)}"></a>]]></nextgroup>' if group else ""
    return (
        f"<datastore><totalrecord>{total}</totalrecord><totalpage>{-(-total // 15)}</totalpage>{link}"
        f"<recordset>{records(first, count)}</recordset></datastore>"
    )


def column(count: int, total: int, **options: object) -> str:
    store = datastore(0, count, total, **options)  # type: ignore[arg-type]
    script = "<script>$('#678').jpage({perPage:15, groupSize:3, ajaxParam:{sourceContentType:3}});</script>"
    return page(f'<div id="678"><script type="text/xml">{store}</script><ul></ul></div>{script}')


def test_records_in_a_script_are_the_rows() -> None:
    listing = read(column(45, 100), COLUMN)
    assert titles(listing) == expected(45)
    assert listing.links[0].url == "http://www.example.cn/art/2023/10/1/art_9_0.html"
    assert listing.links[3].date == day(3)
    assert (listing.total, listing.name) == (100, "园区要闻")


def test_later_records_are_posted_for_by_number() -> None:
    first = read(column(45, 100), COLUMN)
    assert first.next is not None
    assert first.post is not None
    assert first.next.endswith("/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15")
    assert parse_qs(first.post.body.decode()) == {
        "col": ["1"], "appid": ["1"], "webid": ["5"], "path": ["/"], "columnid": ["123"], "sourceContentType": ["3"],
        "unitid": ["678"], "webname": ["示范"], "permissiontype": ["0"],
    }  # fmt: skip
    assert any("startrecord=46" in url and "columnid=123" in url for url in first.alternatives)
    second = read(datastore(45, 45, 100, group=False), first.next, first)
    assert titles(second) == expected(45, 45)
    assert "startrecord=91&endrecord=135" in (second.next or "")
    last = read(datastore(90, 10, 100, group=False), second.next or "", second)
    assert (titles(last), last.next, last.end) == (expected(10, 90), None, "last_page")
    beyond = read("<datastore></datastore>", second.next or "", second)
    assert (beyond.links, beyond.next, beyond.end) == ((), None, "last_page")


def test_a_short_column_has_one_block() -> None:
    listing = read(column(1, 1), COLUMN)
    assert (titles(listing), listing.next, listing.end) == (expected(1), None, "last_page")


def test_encrypted_parameters_are_used_as_given() -> None:
    first = read(column(45, 100, column="a1b2c3"), COLUMN)
    assert first.next == "http://www.example.cn" + GROUP.format(column="a1b2c3")
    assert first.post is None
    empty = read("<html></html>", first.next, first)
    assert (empty.links, empty.next) == ((), None)


def test_the_biggest_of_several_datastores_is_the_list() -> None:
    side = f'<script type="text/xml">{datastore(80, 6, 6)}</script>'
    html = page(side + f'<script type="text/xml">{datastore(0, 30, 90)}</script>')
    assert titles(read(html, COLUMN)) == expected(30)


UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def unit_answer(first: int, count: int, total: int = 45) -> str:
    items = "".join(
        f'<li><a href="/xw/content/content_{10**17 + n}.html" title="{title(n)}">{title(n)}</a><b>{day(n)}</b></li>'
        for n in range(first, first + count)
    )
    html = f"<div class='page-content'><ul>{items}</ul></div><div class='pagination' rows='20' count='{total}'></div>"
    return json.dumps({"success": True, "data": {"html": html}}, ensure_ascii=False)


def unit_page(main: str) -> str:
    query = "{'webId':'140','tplSetId':'AbC','pageType':'column','tagId':'当前栏目列表','pageId':'col50127'}"
    return page(f'<div class="default_pgContainer" queryData="{query}" url="{UNIT}">{main}</div>')


def asked(url: str | None) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url or "").query).items()}


def test_build_unit_is_asked_with_the_pages_own_parameters() -> None:
    first = read(unit_page(rows(20)), COLUMN)
    assert (first.pager, urlsplit(first.next or "").path) == ("jpaas", UNIT)
    parameters = asked(first.next)
    assert (parameters["tagId"], parameters["webId"], parameters["parseType"]) == ("当前栏目列表", "140", "bulidstatic")
    assert json.loads(parameters["paramJson"]) == {"pageNo": 2, "pageSize": 20}
    second = read(unit_answer(20, 20), first.next or "", first)
    assert titles(second) == expected(20, 20)
    assert json.loads(asked(second.next)["paramJson"])["pageNo"] == 3
    last = read(unit_answer(40, 5), second.next or "", second)
    assert (titles(last), last.next, last.end, last.total) == (expected(5, 40), None, "last_page", 45)


def test_a_shell_without_rows_leads_to_page_1() -> None:
    shell = read(unit_page(""), COLUMN)
    assert shell.flags == ("detour",)
    assert json.loads(asked(shell.next)["paramJson"])["pageNo"] == 1
    untagged = read('{"data":{"html":"模板暂无数据"}}', shell.next or "", shell)
    assert asked(untagged.next).get("tagId", "") == ""
    assert read('{"data":{"html":"模板暂无数据"}}', untagged.next or "", untagged).end == "last_page"


def vsb_page(number: int, pages: int, count: int = 5) -> str:
    folder = "yqyw/" if number == 1 else ""
    following = f'<span class="p_next p_fun"><a href="{folder}{pages - number}.htm">下页</a></span>'
    last = '<span class="p_next_d p_fun">下页</span>'
    items = "".join(
        f'<li><a href="../info/1001/{3000 + n}.htm">{title(n)}</a></li>'
        for n in range((number - 1) * 5, (number - 1) * 5 + count)
    )
    return page(
        f'<ul>{items}</ul><div class="pb_sys_common"><span class="p_pages"><span class="p_t">共52条</span>'
        f'<span class="p_t">{number}/{pages}</span><span class="p_no_d">{number}</span>'
        f"{following if number < pages else last}</span></div>"
    )


def test_files_that_count_down_are_followed_by_their_link() -> None:
    first = read(vsb_page(1, 11), "http://www.example.cn/xwzx/yqyw.htm")
    assert first.next == "http://www.example.cn/xwzx/yqyw/10.htm"
    assert (first.pager, first.page, first.pages, first.total) == ("vsb", 1, 11, 52)
    assert (titles(first), first.links[0].date) == (expected(5), None)
    second = read(vsb_page(2, 11), first.next, first)
    assert second.next == "http://www.example.cn/xwzx/yqyw/9.htm"
    last = read(vsb_page(11, 11, 1), "http://www.example.cn/xwzx/yqyw/1.htm", second)
    assert (len(last.links), last.next, last.end) == (1, None, "last_page")


FOLDER = "/system/count//0005000/000000000000/"
NAME = "c0005000000000000000_"


def enorth_page(count: int = 5, extra: str = "") -> str:
    items = "".join(
        f'<li><a href="/system/2023/10/25/{12345678 + n:09d}.shtml">{title(n)}</a> {day(n)}</li>' for n in range(count)
    )
    return page(f"<ul>{items}</ul>{extra}")


def test_archives_count_down_from_the_number_in_their_script() -> None:
    script = f'<script src="{FOLDER}count_page_list_0005000000000000000.js"></script>'
    index = read(enorth_page(extra=script), "http://www.example.cn/yqyw/index.shtml")
    assert (index.next or "").endswith("count_page_list_0005000000000000000.js")
    numbers = read("var maxpage = 1255;", index.next or "", index)
    assert (numbers.links, numbers.flags) == ((), ("detour",))
    assert numbers.next == f"http://www.example.cn{FOLDER}000/001/{NAME}000001255.shtml"
    assert numbers.alternatives == (f"http://www.example.cn{FOLDER}000/001/{NAME}000001254.shtml",)
    second = read(enorth_page(), numbers.next, numbers)
    assert (second.next or "").endswith("000/001/" + NAME + "000001254.shtml")
    assert second.page == 2
    last = read(enorth_page(1), f"http://www.example.cn{FOLDER}000/000/{NAME}000000001.shtml", second)
    assert (len(last.links), last.next, last.end) == (1, None, "last_page")


def test_archives_linked_on_the_page_start_at_the_highest() -> None:
    links = "".join(f'<a href="{FOLDER}000/000/{NAME}{n:09d}.shtml">{532 - n}</a>' for n in (531, 532, 530))
    index = read(enorth_page(extra=links), "http://www.example.cn/yqyw/index.shtml")
    assert (index.next or "").endswith("000/000/" + NAME + "000000532.shtml")


def test_a_catalogue_is_read_through_its_api() -> None:
    config = 'window._CONFIG = {SITE: "示范", SID: "755012", TREE: [{"id": 3210, "name": "公示公告", "children": []}]};'
    shell = read(page(f"<script>{config}</script>", side=""), "http://www.example.cn/gkmlpt/index#3210")
    assert shell.next == "http://www.example.cn/gkmlpt/api/all/3210?page=1&sid=755012"
    assert shell.flags == ("detour",)
    articles = [
        {
            "id": n,
            "title": title(n),
            "url": f"http://www.example.cn/gkmlpt/content/7/{n}/post_{n}.html",
            "date": 1698192000 + n,
        }
        for n in range(100)
    ]
    first = read(json.dumps({"total": 101, "articles": articles}), shell.next, shell)
    assert (titles(first), first.links[0].date) == (expected(100), "2023-10-25")
    assert (first.next or "").startswith("http://www.example.cn/gkmlpt/api/all/3210?page=2")
    beyond = read('{"articles": []}', first.next or "", first)
    assert (beyond.links, beyond.next, beyond.end) == ((), None, "last_page")


def test_page_index_counts_on_the_sections_address() -> None:
    script = "<script>Ls.pagination('#page', function (p) {}, {currPage: 1, pageCount: 3, total: 58});</script>"
    script = "<script>function search(k) { location.href = '/search/?k=' + k + '&pageIndex=' + 1; }</script>" + script
    url = "http://www.example.cn/content/column/6795"
    first = read(page(rows(20) + script), url)
    assert (first.next, first.pages, first.total) == (url + "?pageIndex=2", 3, 58)
    last = read(page(rows(18) + script), url + "?pageIndex=3", first)
    assert (last.next, last.end, last.alternatives) == (None, "last_page", (url + "?pageIndex=4",))


def test_an_answer_in_json_goes_on_by_its_own_number() -> None:
    answer = {
        "data": {
            "results": [{"title": title(n), "url": f"/a/{n:032x}.shtml", "publishedTimeStr": day(n)} for n in range(3)]
        }
    }
    url = "http://www.example.cn/common/search/x?page=1"
    first = read(json.dumps(answer), url)
    assert (titles(first), first.links[2].date, first.next) == (expected(3), day(2), url[:-1] + "2")
    assert read("callback(" + json.dumps(answer) + ");", url).links == first.links
    assert read('{"data": {"results": []}}', first.next or "", first).end == "last_page"


def test_a_page_that_an_app_draws_says_so() -> None:
    shell = extract_listing(
        b'<html><body><div id="app"></div><script src="/js/chunk-vendors.js"></script></body></html>', SECTION
    )
    assert (shell.links, shell.end, shell.flags) == ((), "drawn_by_script", ("drawn_by_script",))
