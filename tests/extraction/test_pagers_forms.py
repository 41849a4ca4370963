"""Pagers that send a form."""

from urllib.parse import parse_qs

from listpages import SECTION, page, read, rows

STATE = (
    '<form method="post" action="NewsMore.aspx?lmid=a1"><input type="hidden" name="__VIEWSTATE" value="/wEP+x=="/>'
    '<input type="hidden" name="__EVENTTARGET"/><input type="submit" name="search" value="搜索"/>{main}</form>'
)
URL = "http://www.example.cn/NewsMore.aspx?lmid=a1"


def test_a_postback_sends_the_view_state() -> None:
    link = "<a href=\"javascript:__doPostBack('ctl00$Pager','2')\">下一页</a>"
    first = read(page(STATE.format(main=rows(5) + link)), URL)
    assert first.next == URL
    assert first.post is not None
    assert parse_qs(first.post.body.decode(), keep_blank_values=True) == {
        "__VIEWSTATE": ["/wEP+x=="],
        "__EVENTTARGET": ["ctl00$Pager"],
        "__EVENTARGUMENT": ["2"],
    }
    last = read(page(STATE.format(main=rows(3) + '<a disabled="disabled">下一页</a>')), URL, first)
    assert (last.next, last.post, last.end) == (None, None, "last_page")


def test_a_next_button_is_posted_with_its_name() -> None:
    button = '<input type="submit" name="pager$next" value="下一页"/>'
    first = read(page(STATE.format(main=rows(5) + button)), URL)
    assert first.post is not None
    assert parse_qs(first.post.body.decode())["pager$next"] == ["下一页"]
    assert "search" not in parse_qs(first.post.body.decode())


def test_numbered_postbacks_go_on_from_the_cursor() -> None:
    links = "".join(f"<a href=\"javascript:__doPostBack('pg','{n}')\">{n}</a>" for n in (1, 2, 3))
    html = page(STATE.format(main=rows(5) + links))
    first = read(html, URL)
    second = read(html, URL, first)
    assert first.post is not None
    assert second.post is not None
    assert (b"__EVENTARGUMENT=2" in first.post.body, b"__EVENTARGUMENT=3" in second.post.body) == (True, True)


def test_asp_net_pager_links_are_plain_links() -> None:
    assert read(page(STATE.format(main=rows(5) + '<a href="?lmid=a1&page=2">下一页</a>')), URL).next == URL + "&page=2"


def test_a_form_with_a_page_field_is_sent() -> None:
    fields = '<input name="currentPage" value="1"/><input name="k" value=""/>'
    form = '<form method="{}" action="/eportal/ui?pageId=9">' + fields + "</form>"
    link = '<a href="javascript:void(0)" onclick="gotoPage(2)">下一页</a>'
    posted = read(page(rows(5) + form.format("post") + link))
    assert (posted.next, posted.post and posted.post.body) == (
        "http://www.example.cn/eportal/ui?pageId=9",
        b"currentPage=2&k=",
    )
    got = read(page(rows(5) + form.format("get") + link))
    assert got.next == "http://www.example.cn/eportal/ui?pageId=9&currentPage=2&k="


def test_the_last_page_of_a_form_names_no_higher_number() -> None:
    form = '<form method="post"><input name="currentPage" value="1"/></form>'
    first = read(page(rows(5) + form + '<a href="#" onclick="gotoPage(2)">下一页</a>'))
    last = read(page(rows(5) + form + '<a href="#" onclick="gotoPage(2)">下一页</a>'), SECTION, first)
    assert (last.next, last.end) == (None, "last_page")
