"""Lists asked for through an API that a profile describes."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from listpages import SECTION, day, expected, title, titles

from zonenews.extraction.listing import extract_listing
from zonenews.extraction.results import Listing
from zonenews.profile import Api, Profile, Section

SHELL = b'<html><body><div id="app"></div></body></html>'


def answer(first: int, count: int, total: int) -> bytes:
    rows = [{"id": n, "name": title(n), "meta": {"at": 1698192000000 + 1000 * n}} for n in range(first, first + count)]
    return json.dumps({"data": {"total": total, "rows": rows}}, ensure_ascii=False).encode()


def walk(api: Api, section: Section) -> tuple[Listing, Listing, Listing, Listing]:
    """The shell, two pages and the answer past the end."""
    profile = Profile(sections=(section,), api=api)
    shell = extract_listing(SHELL, section.url, profile=profile)
    first = extract_listing(answer(0, 20, 21), shell.next or "", profile=profile, cursor=shell.cursor)
    last = extract_listing(answer(20, 1, 21), first.next or "", profile=profile, cursor=first.cursor)
    beyond = extract_listing(answer(0, 0, 21), first.next or "", profile=profile, cursor=first.cursor)
    return shell, first, last, beyond


MAPPED = {"rows": "data.rows", "title": "name", "date": "meta.at", "template": "/detail?id={id}", "total": "data.total"}


def test_get_with_its_own_base_and_size() -> None:
    api = Api("/api/list", **MAPPED, params={"site": "7"}, page="pageNo", first=0, size_field="pageSize")  # type: ignore[arg-type]
    shell, first, last, beyond = walk(api, Section(SECTION, params={"channel": "c1"}))
    assert (shell.flags, shell.links, shell.end) == (("detour",), (), None)
    assert shell.next == "http://www.example.cn/api/list?site=7&channel=c1&pageNo=0&pageSize=20"
    assert (titles(first), first.links[0].url) == (expected(20), "http://www.example.cn/detail?id=0")
    assert (first.links[0].date, first.total, first.pages, first.page) == ("2023-10-25", 21, 2, 1)
    assert parse_qs(urlsplit(first.next or "").query)["pageNo"] == ["1"]
    assert (titles(last), last.next, last.end) == (expected(1, 20), None, "last_page")
    assert "pageNo=2" in last.alternatives[0]
    assert (beyond.links, beyond.next, beyond.end) == ((), None, "last_page")


def test_post_with_a_json_body() -> None:
    api = Api("/api/list", **MAPPED, method="POST", body={"filter": {"on": True}}, encoding="json")  # type: ignore[arg-type]
    shell, first, last, _ = walk(api, Section(SECTION))
    assert shell.post is not None
    assert shell.post.content_type == "application/json"
    assert json.loads(shell.post.body) == {"filter": {"on": True}, "page": 1}
    assert first.post is not None
    assert json.loads(first.post.body)["page"] == 2
    assert (last.next, last.post) == (None, None)


def test_post_with_a_form_body() -> None:
    shell, *_ = walk(Api("/api/list", method="POST", body={"code": "7"}), Section(SECTION))
    assert shell.post is not None
    assert (shell.post.body, shell.post.content_type) == (b"code=7&page=1", "application/x-www-form-urlencoded")


def test_a_page_number_inside_a_json_parameter() -> None:
    api = Api("/unit", params={"webId": "140", "paramJson": {"pageSize": 15}}, page="paramJson.pageNo")
    shell, first, *_ = walk(api, Section(SECTION))
    query = parse_qs(urlsplit(shell.next or "").query)
    assert json.loads(query["paramJson"][0]) == {"pageSize": 15, "pageNo": 1}
    assert first.next is None


def test_html_within_the_answer() -> None:
    profile = Profile(api=Api("/unit", html="data.html", total="data.pages", total_counts="pages"))
    shell = extract_listing(SHELL, SECTION, profile=profile)
    html = "".join(f'<li><a href="./t20231025_{n}.html">{title(n)}</a>{day(n)}</li>' for n in range(4))
    body = json.dumps({"data": {"html": f"<ul>{html}</ul>", "pages": 9}}).encode()
    first = extract_listing(b"callback(" + body + b")", shell.next or "", profile=profile, cursor=shell.cursor)
    assert (titles(first), first.pages, first.links[0].url) == (expected(4), 9, SECTION + "t20231025_0.html")


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b"[]", b'{"data": {"rows": [1, null, {"id": 3}]}}', b'{"data": 7}']
)
def test_an_answer_that_is_none_ends_the_walk(body: bytes) -> None:
    profile = Profile(api=Api("/api", **MAPPED))  # type: ignore[arg-type]
    shell = extract_listing(SHELL, SECTION, profile=profile)
    broken = extract_listing(body, shell.next or "", profile=profile, cursor=shell.cursor)
    assert (broken.links, broken.next, broken.end) == ((), None, "last_page")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "ftp://x"), ("method", "PUT"), ("encoding", "xml"), ("page", ""), ("first", 2), ("size", 0),
        ("total_counts", "rows"), ("template", "/detail"), ("body", {"a": 1}), ("title", ""),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"Api\.{field}: "):
        Api(**{"url": "/api", field: value})  # type: ignore[arg-type]
