"""`zonenews probe` says what it recognised, asks for little, and ends with an honest exit code."""

import socket
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from probes import FAST, ROOT, article_page, host, list_page, probe, rows, zonenews
from rich.cells import cell_len
from rich.console import Console

from zonenews.demo.client import ReplicaClient
from zonenews.exits import Refused
from zonenews.probing.command import Order, take
from zonenews.probing.looking import probe_file
from zonenews.screens.probes import probe_view

CHALLENGE = b"<html><script>document.cookie='__jsluid_h=1';location.href='/wzwschallenge/'</script></html>"


def test_a_list_page_is_read_with_its_second_page_and_one_article(replica: ReplicaClient, tmp_path: Path) -> None:
    replica.reset_log()
    ended = probe(f"{replica.url}/jkqzx/", folder=tmp_path)
    found = ended.json
    assert (ended.code, ended.err, found["kind"], found["requests"]) == (0, "", "list", 3)
    assert found["list"]["name"] == "经开区资讯"
    assert found["list"]["pager"] == "create_page"
    assert found["list"]["next"] == f"{replica.url}/jkqzx/index_1.html"
    assert found["list"]["counts"] == {"rows": 22, "dated": 22, "pinned": 2, "offsite": 2, "files": 1}
    assert found["list"]["page_two"]["new"] == 20
    truth = next(line for line in replica.truth() if line["url"] == found["article"]["url"])
    read = found["article"]["read"]
    assert {name: read[name] for name in ("title", "source", "published", "editor")} == {
        name: truth[name] for name in ("title", "source", "published", "editor")
    }
    assert read["rules"]["published"] == "label:发布时间"
    assert len([line for line in replica.log() if line["path"] != "/robots.txt"]) == 3
    assert list(tmp_path.iterdir()) == []


def test_an_article_page_is_read_alone(replica: ReplicaClient) -> None:
    line = next(line for line in replica.truth() if line["kind"] == "article")
    found = probe(line["url"]).json
    assert (found["kind"], found["requests"], found["list"]) == ("article", 1, None)
    assert found["article"]["read"]["title"] == line["title"]


@pytest.mark.slow
def test_rows_that_another_answer_holds_are_followed(gallery: ReplicaClient) -> None:
    gallery.reset_log()
    found = probe(f"{gallery.url}/gkmlpt/index").json
    assert found["kind"] == "list"
    assert found["list"]["pager"] == "gkmlpt"
    assert found["list"]["page_two"]["new"] > 0
    assert found["article"]["read"]["title"]
    assert len([line for line in gallery.log() if line["path"] != "/robots.txt"]) == found["requests"] == 4


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        *(
            "/list.asp?class=3",
            "/a/23/",
            "/news/",
            "/e/action/ListInfo/?classid=57",
            "/jx/0005023/",
            "/zfxx/002/002001/",
        ),
        *("/col/col1316362/", "/col/col50127/", "/xxgk/yqdt.htm", "/content/column/6795", "/channels/216.html"),
        *("/NewsMore.aspx?lmid=84336932", "/kfqdt/index.shtml", "/zhxw/index.shtml", "/xwdt/zwdt/", "/zwxx/bmdt/"),
    ],
)
def test_every_familys_section_is_a_list_with_a_second_page(gallery: ReplicaClient, path: str) -> None:
    found = probe(f"{gallery.url}{path}").json
    assert found["kind"] == "list"
    assert found["list"]["page_two"]["new"] > 0
    assert found["list"]["counts"]["dated"] == found["list"]["counts"]["rows"]
    truth = next(line for line in gallery.truth() if line["url"] == found["article"]["url"])
    assert found["article"]["read"]["title"] == truth["title"]


def test_a_pager_whose_first_step_repeats_the_page_is_left_to_the_crawl(gallery: ReplicaClient) -> None:
    ended = probe(f"{gallery.url}/jx/0005017/")
    doubts = ended.doubts - {"day_only"}  # what its newest article prints is its own matter
    assert (ended.code, ended.json["requests"], doubts) == (0, 4, {"page_two_same"})
    assert ended.json["list"]["page_two"]["untried"] > 0


def test_a_saved_page_asks_nobody(replica: ReplicaClient, tmp_path: Path) -> None:
    url = f"{replica.url}/jkqzx/"
    file = tmp_path / "saved.html"
    with urlopen(url) as response:
        file.write_bytes(response.read())
    replica.reset_log()
    found = probe(str(file), "--url", url).json
    assert (found["kind"], found["requests"], found["list"]["counts"]["rows"]) == ("list", 0, 22)
    assert found["list"]["next"] == f"{replica.url}/jkqzx/index_1.html"
    assert replica.log() == []
    assert "no_url" in {doubt.name for doubt in probe_file(file, None).doubts}


@pytest.mark.slow
def test_a_second_page_like_the_first_is_doubtful() -> None:
    page = list_page(rows(1), after="<a href='/list/?page=2'>下一页</a>")
    pages = {"/list/": page, "/list/?page=2": page, "/n/1.html": article_page(rows(1)[0][1], "2026-10-27")}
    with host(pages) as served:
        ended = probe(f"{served.url}/list/")
    assert ended.code == 0
    assert "page_two_same" in ended.doubts
    assert ended.json["list"]["page_two"]["new"] == 0


@pytest.mark.slow
def test_an_article_that_cannot_be_had_is_partial() -> None:
    with host({"/list/": list_page(rows(1))}) as served:
        ended = probe(f"{served.url}/list/")
    assert ended.code == 3
    assert ended.err.splitlines()[-1].endswith("/n/1.html could not be had: status 404")


def test_at_most_four_pages_are_asked_for() -> None:
    page = list_page(rows(1), after="<script>createPageHTML(9, 0, 'index', 'html');</script>")
    with host({"/list/": page, "/n/1.html": article_page(rows(1)[0][1], "2026-10-27")}) as served:
        probe(f"{served.url}/list/")
        assert 3 <= len(served.paths()) <= 4


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (CHALLENGE, 5, "challenge"),
        (b"<html><body><div id='app'></div><script src='/js/app.js'></script></body></html>", 4, "docs/profile.md"),
        ("<html><body><h1>栏目</h1><p>内容更新中</p></body></html>".encode(), 4, "neither rows nor an article"),
        ("<html><body><p>您访问的页面不存在</p></body></html>".encode(), 4, "not there"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, 4, "no web page"),
        (b"", 4, "neither rows nor an article"),
    ],
    ids=["challenge", "script", "no rows", "soft 404", "a file", "nothing"],
)
def test_what_is_no_page_of_news_is_named(body: bytes, code: int, said: str, tmp_path: Path) -> None:
    file = tmp_path / "saved.html"
    file.write_bytes(body)
    found = probe_file(file, "http://www.example.cn/list/index.html")
    assert found.exit == code
    assert said in str(found.trouble)


@pytest.mark.parametrize(("body", "code"), [(CHALLENGE, 5), (b"<html><body><h1>1</h1></body></html>", 4)])
def test_such_a_page_ends_the_command_with_one_line(body: bytes, code: int) -> None:
    with host({"/list/index.html": body}) as served:
        ended = probe(f"{served.url}/list/index.html")
    assert (ended.code, len(ended.err.splitlines())) == (code, 1)


@pytest.mark.slow
def test_a_home_page_is_no_section(replica: ReplicaClient) -> None:
    ended = probe(replica.url + "/")
    assert (ended.code, ended.json["kind"]) == (4, "home")


@pytest.mark.slow
def test_robots_forbids() -> None:
    with host({"/robots.txt": b"User-agent: *\nDisallow: /list/\n", "/list/": list_page(rows(1))}) as served:
        ended = probe(f"{served.url}/list/")
        assert served.paths() == []
    assert (ended.code, ended.out) == (6, "")
    assert "robots.txt forbids" in ended.err


@pytest.mark.parametrize(
    ("order", "code", "said"),
    [
        (Order("ftp://127.0.0.1/list/"), 2, "no http(s) address"),
        (Order("missing.html"), 2, "no file"),
        (Order(None), 2, "name an address"),
        (Order(None, site="nowhere"), 2, "nowhere"),
        (Order(None, site="shangrao_jkq"), 10, "zonenews probe <list page> --site shangrao_jkq"),
        (Order("http://127.0.0.1:9/", url="http://127.0.0.1:9/"), 2, "--url"),
        (Order("http://127.0.0.1:9/", settings=("nonsense",)), 2, "NAME=value"),
        (Order(__file__, url="nonsense"), 2, "--url"),
        (Order(__file__, site="nowhere"), 2, "nowhere"),
    ],
)
def test_what_cannot_be_asked_is_refused(order: Order, code: int, said: str) -> None:
    with pytest.raises(Refused) as refused:
        take(order)
    assert refused.value.code == code
    assert said in str(refused.value)


@pytest.mark.parametrize("words", [("http://www.example.cn/list/",), ("--site", "suzhou_sip")])
def test_without_a_contact_no_public_site_is_asked(words: tuple[str, ...]) -> None:
    ended = probe(*words)
    assert (ended.code, ended.out) == (10, "")
    assert "ZONENEWS_CONTACT" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_loopback_must_be_allowed_by_name(replica: ReplicaClient) -> None:
    replica.reset_log()
    ended = zonenews("probe", f"{replica.url}/jkqzx/")
    assert ended.code == 10
    assert "ADDRESSES_ALLOWED=127.0.0.1/32" in ended.err
    assert replica.log() == []


def test_an_unreachable_host() -> None:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    ended = probe(f"http://127.0.0.1:{port}/list/")
    assert (ended.code, len(ended.err.splitlines())) == (11, 1)


@pytest.mark.slow
def test_the_crawlers_manners_are_a_probes_too(replica: ReplicaClient) -> None:
    replica.reset_log()
    probe(f"{replica.url}/jkqzx/", ZONENEWS_CONTACT="someone@example.cn")
    lines = replica.log()
    assert lines[0]["path"] == "/robots.txt"
    assert all(line["agent"].startswith("zonenews/") and "someone@example.cn" in line["agent"] for line in lines)


@pytest.mark.slow
def test_a_redirected_address_is_named() -> None:
    pages = {"/old/": "/new/", "/new/": list_page(rows(1)), "/n/1.html": article_page(rows(1)[0][1], "2026-10-27")}
    with host(pages) as served:
        ended = probe(f"{served.url}/old/")
    assert "redirected" in ended.doubts
    assert ended.json["url"].endswith("/new/")


def test_the_terminal_view_keeps_to_its_width(replica: ReplicaClient) -> None:
    settings = [word for pair in FAST for word in ("-s", pair)]
    ended = zonenews("probe", f"{replica.url}/jkqzx/", *settings, columns=80)
    assert ended.code == 0
    assert max(map(cell_len, ended.out.splitlines())) == 80
    for words in (
        "list page · 经开区资讯",
        "22 with dates",
        "create_page",
        "✔ differs",
        "2026-11-19",
        "label:发布时间",
    ):
        assert words in ended.out


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
@pytest.mark.parametrize("folder", ["example_jkq", "example_gxq"])
@pytest.mark.parametrize("page", ["list", "article"])
def test_the_view_fits_any_terminal(page: str, folder: str, columns: int) -> None:
    found = probe_file(ROOT / "tests" / "sites" / folder / f"{page}.html", "http://www.example.cn/news/1.html")
    console = Console(width=columns, file=StringIO(), record=True)
    console.print(probe_view(found))
    assert {cell_len(line) for line in console.export_text().splitlines()} == {columns}
