"""Lists that the page's own script asks for, and next buttons that ask for the page's own address with a number."""

import json
from functools import partial

import pytest
from listpages import SECTION, of_100_kb, page, read, rows, title, trs_url, usual_page
from timing import ratio

from zonenews.extraction.listing import extract_listing
from zonenews.extraction.results import Listing, Post

EMPTY = '<h2>园区要闻</h2><ul class="list"></ul><div id="pages"></div>'
SIDE = '<div class="side"><ul>{}</ul></div>'.format(
    "".join(f'<li><a href="{trs_url(number)}">{title(number)}</a></li>' for number in range(8))
)


def shell(script: str, body: str = EMPTY) -> Listing:
    """The listing of a page whose script asks for the rows."""
    return read(page(f"{body}<script>{script}</script>"))


def answered(before: Listing, value: object, wrap: str = "{}") -> Listing:
    """The listing of the answer to what a listing leads to."""
    assert before.next
    text = wrap.format(json.dumps(value, ensure_ascii=False))
    return read(text, before.next, before)


def records(count: int, first: int = 0, **names: str) -> list[dict[str, str]]:
    """Article objects, their fields named as given."""
    names = {"title": "title", "url": "url", "date": "pubDate"} | names
    return [
        {names["title"]: title(number), names["url"]: trs_url(number), names["date"]: f"2023-10-{number + 1:02d}"}
        for number in range(first, first + count)
    ]


ASKED = [
    ("$.getJSON('/api/list?channel=7&page=' + page, draw)", "http://www.example.cn/api/list?channel=7&page=1"),
    ("var cid = 7; $.get('/api/list', { channel: cid, pageNo: n }, draw)", "http://www.example.cn/api/list?channel=7&pageNo=1"),
    ("var now = 0; $.ajax({ url: '/l.do', data: { pageIndex: now, size: 15 } })", "http://www.example.cn/l.do?pageIndex=0&size=15"),
    ("axios.get('/l', { params: { pageNum: this.page, id: 'a b' } })", "http://www.example.cn/l?pageNum=1&id=a%20b"),
    ("fetch('list.php?p=' + p).then(show)", SECTION + "list.php?p=1"),
    ("$.ajax({ url: `/l`, dataType: 'jsonp', data: { page: n, _: +new Date() } })", "http://www.example.cn/l?page=1&callback=jsonp"),
    ("$.getJSON('/l?callback=?&page=' + n, draw)", "http://www.example.cn/l?callback=jsonp&page=1"),
    ("$.getJSON('./feed.json?t=' + Math.random(), draw)", SECTION + "feed.json"),
]  # fmt: skip
NOT_ASKED = [
    "$.getJSON('/api/list', { channel: channel, page: page }, draw)",
    "$.get('/api/list', { channel: $('#c').val(), pageNo: n }, draw)",
    "$.get('/api/hits', { id: 7, page: 1 })",
    "$.post('/vote', { id: 7, page: 1 })",
    "$.getJSON('http://search.example.com/list?page=' + n, draw)",
    "$.getJSON('/api/list?channel=7', draw)",
    "$.getJSON(address, { page: n }, draw)",
    "$.get('/a/' + name + '/list', { page: n })",
]


@pytest.mark.parametrize(("script", "url"), ASKED)
def test_the_first_page_of_a_list_drawn_by_a_script_is_asked_for_as_the_script_does(script: str, url: str) -> None:
    listing = shell(script)
    assert (listing.next, listing.post, listing.pager) == (url, None, "asked")
    assert "detour" in listing.flags


@pytest.mark.parametrize("script", NOT_ASKED)
def test_nothing_is_asked_for_that_only_a_browser_knows_or_that_is_no_list_of_the_site(script: str) -> None:
    listing = shell(script)
    assert (listing.next, listing.post) == (None, None)


def test_an_answer_leads_to_the_next_number_until_one_has_no_rows() -> None:
    first = answered(shell(ASKED[0][0]), {"data": {"total": 8, "list": records(5)}})
    second = answered(first, {"data": {"total": 8, "list": records(3, 5)}})
    third = answered(second, {"data": {"total": 8, "list": []}})
    assert [listing.url.rpartition("=")[2] for listing in (first, second, third)] == ["1", "2", "3"]
    assert [link.title for link in (*first.links, *second.links)] == [title(number) for number in range(8)]
    assert (first.total, second.page, third.links) == (8, 2, ())
    assert (third.next, third.end) == (None, "last_page")


def test_jsonp_is_read_without_its_callback() -> None:
    before = shell(ASKED[5][0])
    assert len(answered(before, {"list": records(4)}, "jsonp({});").links) == 4


def test_a_post_with_a_json_body_is_sent_as_the_script_sends_it() -> None:
    script = """var size = 15, params = { code: "a", tenantId: 71, pageNo: number, pageSize: size,
      sorts: [{ sortField: "save_time", sortOrder: "DESC" }], customFilter: { properties: [] }, isPage: true };
    $.ajax({ url: "/irs/front/list", type: "POST", contentType: "application/json",
      success: function (answer) { if (answer.ok) { show(answer, ")"); } }, data: JSON.stringify(params) });"""
    first = shell(script)
    assert first.next == "http://www.example.cn/irs/front/list"
    assert first.post is not None
    assert first.post.content_type == "application/json"
    assert json.loads(first.post.body) == {
        **{
            "code": "a",
            "tenantId": 71,
            "pageNo": 1,
            "pageSize": 15,
            "isPage": True,
            "customFilter": {"properties": []},
        },
        "sorts": [{"sortField": "save_time", "sortOrder": "DESC"}],
    }
    second = answered(first, {"data": {"list": records(5)}})
    assert second.post is not None
    assert json.loads(second.post.body)["pageNo"] == 2


def test_a_post_of_a_form_is_sent_as_one() -> None:
    listing = shell("$.post('/list.do', { columnId: '12', page: 1, t: Math.random() }, draw)")
    assert (listing.next, listing.post) == ("http://www.example.cn/list.do", Post(b"columnId=12&page=1"))


def test_links_beside_the_place_that_a_script_fills_are_no_rows() -> None:
    script = "$.getJSON('/api/list?page=' + n, function (answer) { $('.list').html(draw(answer)); })"
    listing = read(page(f"{SIDE}{EMPTY}<script>{script}</script>", side=""))
    assert (listing.links, listing.next) == ((), "http://www.example.cn/api/list?page=1")


def test_rows_that_stand_in_the_page_are_page_1() -> None:
    script = "function turn(n) { $.get('/list.do', { column: 7, page: n }, function (html) { $('#box').html(html); }) }"
    listing = shell(script, f'<div id="box">{rows(6)}</div>')
    assert (len(listing.links), listing.next) == (6, "http://www.example.cn/list.do?column=7&page=2")
    html = extract_listing(rows(6, 6).encode(), listing.next or "", cursor=listing.cursor)
    assert (len(html.links), html.next) == (6, "http://www.example.cn/list.do?column=7&page=3")


def test_a_pager_on_the_page_goes_before_what_its_scripts_ask_for() -> None:
    script = "$.getJSON('/hot?page=' + n, function (answer) { $('#hot').html(draw(answer)); })"
    listing = shell(script, rows(6) + '<div id="hot"></div><a href="index_2.html">下一页</a>')
    assert (listing.next, len(listing.links)) == (SECTION + "index_2.html", 6)


def test_titles_in_fields_with_numbers_for_names_are_found_by_what_stands_in_them() -> None:
    found = records(5, title="f_2021")
    answer = {"list": [{**row, "f_2022": "管理委员会办公室", "f_2023": "通知"} for row in found]}
    assert [link.title for link in answered(shell(ASKED[0][0]), answer).links] == [title(n) for n in range(5)]


def test_a_click_that_names_a_number_asks_for_the_pages_own_address_with_it() -> None:
    def numbered(number: int) -> str:
        click = f"ShowAjaxNewPage(window.location.pathname,'categorypagingcontent',{number})"
        return rows(6) + f'<div class="pages"><a onclick="{click}">下页</a></div>'

    first = read(page(numbered(2)))
    assert (first.next, first.alternatives[0]) == (SECTION + "?pageing=2", SECTION + "?Paging=2")
    assert "guessed_pager" in first.flags
    second = extract_listing(page(numbered(3)).encode(), SECTION + "?Paging=2", cursor=first.cursor)
    assert (second.next, second.flags) == (SECTION + "?Paging=3", ())


@pytest.mark.parametrize(
    "flood", ["a+", "{a:", "[", "f(", "x,{y:", '"\\', "JSON.stringify(", "$.ajax({url:", "$.get(a,"]
)
def test_scripts_made_to_be_slow_cost_no_more_than_three_plain_ones_of_the_size(flood: str) -> None:
    body = page(f"<script>$.ajax({{url: {of_100_kb(flood)}</script>").encode()
    assert ratio(partial(extract_listing, body, SECTION), usual_page, 3) <= 3
