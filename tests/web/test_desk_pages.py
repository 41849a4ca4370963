"""Every page answers, under the same strict headers, and to nobody but the reader."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from samples import SITE, at, url_of
from variety import ZONE, fill

from archive import NotFound
from archive.web.guard import HEADERS, POLICY
from archive.web.serving import desk

ARTICLE = f"/article?url={quote(url_of(1), safe='')}"
PAGES = (
    *(
        "/",
        "/charts",
        "/charts?q=招商",
        "/search",
        "/search?q=招商",
        "/search?q=nothing+at+all",
        ARTICLE,
        f"{ARTICLE}&lang=zh",
        "/changes",
        "/runs",
    ),
    *(
        f"/article/diff{ARTICLE[8:]}",
        "/runs/1",
        "/runs/2",
        "/runs/failing",
        "/api",
        "/archive",
        "/archive?sql=select+1",
    ),
    *("/archive/v_article", "/archive/run/1", "/archive/articles_by_month"),
)
FILES = ("/search.csv", "/search.json", "/search.jsonl", "/feed.atom", "/changes.atom", "/api/search?q=招商")
WRONG = {
    "/nothing": 404, "/article": 400, "/article?url=http://www.example.cn/none": 404, "/search?year=x": 400,
    "/archive?sql=selec": 400, "/runs/0": 404, "/archive/v_article?_sort=nothing": 400,
    "/archive/v_article?_next=x": 400, "/archive/v_article?_next=99999999999999999999": 400,
}  # fmt: skip


@pytest.mark.parametrize("path", [*PAGES, *FILES, *WRONG, "/-/static-plugins/archive.web/desk.css", "/-/versions"])
def test_every_answer_says_what_a_browser_may_do_with_it(get: Any, path: str) -> None:
    headers = get(path).headers
    assert {name.decode(): headers[name.decode()] for name in HEADERS} == {
        name.decode(): value.decode() for name, value in HEADERS.items()
    }


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    assert "unsafe" not in POLICY
    assert {part.split()[1] for part in POLICY.split("; ")} == {"'none'", "'self'"}


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_and_hold_nothing_inline(get: Any, path: str) -> None:
    response = get(path)
    assert response.status_code == 200, response.text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", response.text)


@pytest.mark.parametrize("path", FILES)
def test_files_answer(get: Any, path: str) -> None:
    assert get(path).status_code == 200


@pytest.mark.parametrize(("path", "status"), WRONG.items())
def test_what_cannot_be_asked_is_said_in_a_sentence(get: Any, path: str, status: int) -> None:
    response = get(path)
    assert response.status_code == status
    assert 'class="said"' in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("path", [*WRONG, "/archive?sql=select+x", "/archive/v_article?_size=x", "/charts?since=x"])
def test_errors_are_told_in_chinese(get: Any, path: str) -> None:
    text = get(f"{path}{'&' if '?' in path else '?'}lang=zh").text
    (said,) = re.findall(r'class="said"[^>]*>(.*?)</p>', text, re.DOTALL)
    assert re.search("[\u4e00-\u9fff]", said)
    assert "<span" not in said


def test_a_query_that_takes_too_long_is_told_in_a_sentence(get: Any) -> None:
    endless = "with+recursive+c(x)+as+(select+1+union+all+select+x%2B1+from+c)+select+count(*)+from+c"
    text = get(f"/archive?sql={endless}").text
    assert '<p class="said">stopped: it took longer than it may</p>' in text


def test_a_chinese_reader_is_told_in_chinese_what_crawls_found(get: Any) -> None:
    """Of what the archive keeps in English; a reason that nobody foresaw is marked as such."""
    text = get("/runs/2?lang=zh").text
    assert "超时" in text
    assert '<span lang="en">1 address failed</span>' in text
    assert "timed out" not in text


def test_another_host_name_is_refused(get: Any) -> None:
    """A page elsewhere whose name is made to point here would else read the archive."""
    strange = ("evil.example@localhost", "localhost/", 'localhost#"', "[::1", "")
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", *strange):
        assert get("/", headers={"host": host}).status_code == 421, host
    for host in ("localhost", "localhost:8001", "127.0.0.1:8001", "[::1]:8001"):
        assert get("/", headers={"host": host}).status_code == 200, host


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_answered(get: Any, method: str) -> None:
    assert get("/search", method).status_code == 405
    assert get("/archive", method).status_code == 405


@pytest.mark.parametrize("name", ["patterns", "permissions", "messages", "logout", "threads", "databases", "settings"])
@pytest.mark.parametrize("end", ["", "/", ".json"])
def test_pages_for_developers_are_closed(get: Any, name: str, end: str) -> None:
    assert get(f"/-/{name}{end}").status_code == 404


@pytest.mark.parametrize("name", ["versions", "plugins", "metadata", "config", "actor", "allow-debug", ""])
def test_the_desk_tells_nothing_of_what_it_is_made_of(get: Any, name: str) -> None:
    assert get(f"/-/{name}").status_code == 404
    assert get(f"/-/{name}.json").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/.json", "/archive.json", "/archive/run.json", "/archive.json?sql=SELECT+file+FROM+pragma_database_list"],
)
def test_nothing_tells_where_the_archive_lies(get: Any, path: str, desk_file: str) -> None:
    assert str(Path(desk_file).parent) not in get(path).text


def test_an_error_does_not_tell_where_the_archive_lies(tmp_path: Path) -> None:
    fill(path := str(tmp_path / "archive.db"))
    served = desk(path, now=lambda: at(120))
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE search")
    answer = asyncio.run(served.client.get("/api/search?q=招商"))
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text
    assert "the archive: " in answer.text
    for each in (served.get_database("archive"), served.zonenews_desk):
        each.close()
    served.executor.shutdown()


def test_the_file_itself_is_not_given_away(get: Any) -> None:
    assert get("/archive.db").status_code == 403


def test_the_first_page_leads_to_all_of_what_it_shows(get: Any) -> None:
    """An article that is missing is not gone yet; it stands under what vanished."""
    text = get("/").text
    missing = f'href="/article?url={quote(url_of(3), safe="")}"'
    (vanished,) = re.findall(r'href="(/changes\?kind=[^"]+)"', text.split("Vanished lately")[1])
    assert missing in text.split("Vanished lately")[1]
    assert missing in get(vanished).text
    assert f'href="/article/diff?url={quote(url_of(1))}&amp;from=1&amp;to=2"' in text
    assert 'class="said"' not in get(vanished).text


def test_what_is_new_leads_to_all_that_is_new(get: Any) -> None:
    text = get("/").text
    (new,) = re.findall(r"<b>(\d+)</b> new in 24 hours", text)
    (every,) = re.findall(r'href="(/search\?archived=[^"]+)"', text)
    assert get(f"/api{every}").json()["counted"] == int(new)
    assert "Archived since" in get(every).text


@pytest.mark.parametrize("query", ["", "招商", "召开", "会"])
def test_a_search_keeps_to_what_was_archived_since(get: Any, query: str) -> None:
    every = get("/api/articles", params={"q": query, "limit": "99"}).json()["rows"]
    wanted = {row["url"] for row in every if row["first_seen"] >= "2026-11-23T08:03"}
    for moment in ("2026-11-23T16:03", "2026-11-23T08:03Z"):
        found = get("/api/search", params={"q": query, "archived": moment}).json()["hits"]
        rows = get("/api/articles", params={"q": query, "archived": moment, "limit": "99"}).json()["rows"]
        assert {row["url"] for row in rows} == wanted != {row["url"] for row in every}
        assert {hit["url"] for hit in found} <= wanted


@pytest.mark.parametrize("moment", ["x", "0001-01-01", "2026-13-01", "9999-12-31T23:59-12:00"])
def test_a_moment_that_is_none_is_told(get: Any, moment: str) -> None:
    assert "is no time" in get("/api/search", params={"archived": moment}).json()["error"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search",
        f"/search?site={SITE}",
        ARTICLE,
        "/changes",
        "/runs",
        f"/runs?site={SITE}",
        "/runs/2",
        "/runs/failing",
    ],
)
def test_a_site_is_called_by_its_zone(get: Any, path: str) -> None:
    """Its key is in addresses and titles; a zone whose name is not known has nothing else."""
    shown = re.sub(r"<[^>]*>", "", get(path).text)
    assert ZONE in shown
    assert SITE not in shown.replace(f"{ZONE} {SITE}", "")
    assert f'title="{SITE}"' in get(path).text


def test_an_article_shows_where_each_word_comes_from(get: Any) -> None:
    text = get(ARTICLE).text
    for piece in ("园区召开光伏产业园推进会", "云麓日报", "会议强调安全生产。", "heading", "0.90", "what changed"):
        assert piece in text, piece


def test_an_article_names_those_who_say_the_same(get: Any) -> None:
    text = get(f"/article?url={quote(url_of(50), safe='')}").text
    assert f'href="/article?url={quote(url_of(51), safe="")}"' in text


def test_open_incidents_are_told(get: Any) -> None:
    text = get("/runs").text
    for piece in ("sources are missing", "来源: 0 of 30, before 28 of 30", "the site cannot be reached", "since run"):
        assert piece in text, piece
    assert len(get("/api/incidents").json()["incidents"]) == 2


def test_a_capture_is_text_that_no_browser_runs(get: Any) -> None:
    digest = re.search(r"/capture/([0-9a-f]{64})", get(ARTICLE).text)
    assert digest
    response = get(digest[0])
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "会议强调安全生产" in response.text
    assert get(f"{digest[0]}?download=1").headers["content-disposition"].startswith("attachment")
    assert get(f"/capture/{'0' * 64}").status_code == 404


def test_an_archive_on_a_server_is_told_what_to_do() -> None:
    from archive import Unusable
    from archive.web.serving import desk

    with pytest.raises(Unusable, match="zonenews copy --one-moment"):
        desk("postgresql+psycopg://somebody@127.0.0.1/nothing", now=lambda: None)  # type: ignore[arg-type,return-value]


def test_a_language_and_colours_are_chosen_and_kept(get: Any) -> None:
    assert '<html lang="en">' in get("/").text
    assert '<html lang="zh-CN">' in get("/", headers={"accept-language": "fr, zh-CN;q=0.9, en;q=0.5"}).text
    chosen = get("/?lang=zh&theme=dark")
    assert '<html lang="zh-CN" data-theme="dark">' in chosen.text
    kept = {cookie.split(";")[0] for cookie in chosen.headers.get_list("set-cookie")}
    assert kept == {"lang=zh", "theme=dark"}
    assert '<html lang="zh-CN"' in get("/", headers={"cookie": "lang=zh"}).text
    assert "set-cookie" not in get("/api/sites?lang=zh").headers
    assert "set-cookie" not in get("/?lang=%22%0d%0a&theme=x").headers


def test_an_error_of_the_archive_is_no_bug() -> None:
    from archive.web.hooks import explained

    assert explained(NotFound("not here")) == (404, "not here")
    assert explained(RuntimeError("secret path")) == (500, "an error of zonenews (RuntimeError); its log says more")
