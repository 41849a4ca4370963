"""A firewall's page is named, and nothing else is taken for one."""

import gzip

import pytest
from downloading import Crawl, Crawled
from loopback import Answer, Host, Loopback, answer, redirect
from scrapy.http import Response

from zonenews.middlewares.challenge import challenge_kind


def script(code: str, text: str = "") -> bytes:
    """A page of one script and perhaps a line of text."""
    return f"<html><head><script>{code}</script></head><body>{text}</body></html>".encode()


SEA = "请开启JavaScript并刷新该页。"
TS = b"<meta content='a'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};" + b"x=1;" * 9000 + b"</script>"
PAGES = {
    "jsl step 1": (
        "jsl",
        521,
        script("document.cookie='__jsl_clearance=1|0|'+x"),
        {"Set-Cookie": "__jsluid_s=ab; path=/"},
    ),
    "jsl by cookie": ("jsl", 512, script("eval(x)"), {"Set-Cookie": "__jsluid_h=ab; path=/"}),
    "jsl on 200": ("jsl", 200, script("document.cookie='__jsl_clearance_s='+go()"), {}),
    "jsl block": ("blocked", 403, b"denied", {"X-Via-JSL": "ab,-"}),
    "ruishu 412": ("ruishu", 412, TS, {}),
    "ruishu 202": ("ruishu", 202, TS, {}),
    "ruishu 200": ("ruishu", 200, TS, {}),
    "wzws challenge": ("wzws", 200, script("var wzwschallenge='x';location=y", SEA), {}),
    "wzws confirm": ("wzws", 200, script("function wzwsconfirm(){}"), {}),
    "yunsuo": ("yunsuo", 200, script("document.cookie='yunsuo_session_verify=1;'"), {}),
    "security session": ("security_session", 200, script("x='security_session_mid_verify='+s"), {}),
    "aliyun": ("aliyun", 200, script("var arg1='ABCD';setCookie('acw_sc__v2',x)"), {}),
    "c3vk": ("c3vk", 200, script("document.cookie='C3VK=12ab; path=/; max-age=300';location.reload()"), {}),
    "cloud block": ("blocked", 403, "<h1>您的请求已被云防护拦截</h1>".encode(), {}),
    "cloud block in gbk": ("blocked", 403, "<h1>创宇盾：访问被拒绝</h1>".encode("gbk"), {}),
    "unclosed script": ("wzws", 200, b"<SCRIPT>var wzwschallenge=1", {}),
}
NEWS = "<p>开发区信息中心提醒各企业做好网站安全防护工作，排查页面脚本。</p>" * 8
ORDINARY = {
    "an article about it": (200, f"<p>网站返回了 acw_sc__v2 与 wzwschallenge。</p>{NEWS}".encode()),
    "a short notice about it": (200, "<p>关于 C3VK 的说明</p><script>var a=1</script>".encode()),
    "a token in a comment": (200, b"<!-- yunsuo_session_verify --><script>var a=1</script>"),
    "an article behind a firewall that left its script": (200, script("if(!acw_sc__v2){}", NEWS)),
    "a large page": (200, script("var wzwschallenge=1;" + "x=1;" * 40000)),
    "an empty page": (200, b""),
    "a plain refusal": (403, b"<h1>403 Forbidden</h1>"),
    "a precondition": (412, b"<h1>412 Precondition Failed</h1>"),
    "a web server that is down": (521, b"<h1>Web server is down</h1>"),
    "a page drawn by script": (200, script("var app=createApp()", "<div id=app></div>")),
    "a short page not found": (404, "<script>setTimeout(back,3)</script>您访问的页面不存在".encode()),
    "bytes": (200, bytes(range(256)) * 100),
}


@pytest.mark.parametrize("name", PAGES)
def test_challenge_is_named(name: str) -> None:
    kind, status, body, headers = PAGES[name]
    assert challenge_kind(Response("http://www.example.cn/", status, headers=headers, body=body)) == kind


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_page_is_none(name: str) -> None:
    status, body = ORDINARY[name]
    assert challenge_kind(Response("http://www.example.cn/", status, body=body)) is None


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", [b"<script", b"<style", b"<!--", b"<", b"< ", b" ", b"&nbsp;"])
def test_hostile_page_costs_little(piece: bytes) -> None:
    body = b"wzwschallenge" + piece * (100_000 // len(piece))
    for _ in range(20):
        challenge_kind(Response("http://www.example.cn/", 200, body=body))


GATES: dict[str, Answer] = {
    "/gate": redirect("/gate", Set_Cookie="ct6t=1"),
    "/gate-by-way": redirect("/gate-2", Set_Cookie="hmf_ci=1"),
    "/gate-2": redirect("/gate-by-way"),
    "/moved": [redirect("/page", Set_Cookie="session=1")],
    "/page": answer("<p>园区要闻</p>".encode(), Set_Cookie="session=1"),
}


@pytest.fixture(scope="module")
def host(loopback: Loopback) -> Host:
    statuses = {status: f"{status} x" for status in (200, 202, 403, 404, 412, 512, 521)}
    pages = {
        f"/{name.replace(' ', '-')}": answer(
            body, statuses[status], **{key.replace("-", "_"): value for key, value in h.items()}
        )
        for name, (_, status, body, h) in PAGES.items()
    }
    packed = answer(gzip.compress(PAGES["aliyun"][2]), Content_Encoding="gzip")
    return loopback.host({**pages, **GATES, "/packed": packed})


@pytest.fixture(scope="module")
def crawled(host: Host, crawl: Crawl) -> Crawled:
    return crawl([host.url(path) for path in host.answers])


@pytest.mark.parametrize("name", PAGES)
def test_challenged_once_and_never_answered(name: str, host: Host, crawled: Crawled) -> None:
    kind, status, body, _ = PAGES[name]
    path = f"/{name.replace(' ', '-')}"
    outcome = crawled[host.url(path)]
    assert (outcome["outcome"], outcome["kind"], outcome["status"]) == ("Challenged", kind, status)
    assert outcome["body"].encode("latin-1") == body
    assert len(host.times(path)) == 1
    assert outcome["wire"]["bytes"] == len(body)


def test_packed_challenge_is_read_unpacked(host: Host, crawled: Crawled) -> None:
    assert crawled[host.url("/packed")]["kind"] == "aliyun"


@pytest.mark.parametrize("path", ["/gate", "/gate-by-way"])
def test_cookie_gate_is_named_at_once(host: Host, crawled: Crawled, path: str) -> None:
    outcome = crawled[host.url(path)]
    assert (outcome["outcome"], outcome["kind"]) == ("Challenged", "cookie_gate")


def test_cookie_alone_is_no_gate_and_is_not_sent_back(host: Host, crawled: Crawled) -> None:
    assert crawled[host.url("/moved")]["outcome"] == "answer"
    assert [seen for seen in host.seen if "Cookie" in seen.headers] == []
