"""The gallery: what each family's section serves, read with no rule of the crawler's."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from zonenews.demo.answer import Answer, Call
from zonenews.demo.families import FAMILIES
from zonenews.demo.gallery import ROOMS, Room, gallery
from zonenews.demo.replica import Replica
from zonenews.demo.truth import article_truth

TODAY = date(2026, 11, 20)
ROOM = {room.family: room for room in ROOMS}


@pytest.fixture(scope="module")
def site() -> Replica:
    """The gallery, which no test changes."""
    return gallery(TODAY)


def get(site: Replica, target: str, **form: str) -> Answer:
    """What the site answers to a request for a path with its query, as a browser on the site would ask."""
    path, _, query = target.partition("?")
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    call = Call(path, {name: value for name, _, value in pairs}, form, "POST" if form else "GET", "http://127.0.0.1/")
    return site.answer(call)


def pages(site: Replica, path: str, charset: str) -> Iterator[str]:
    """An article's page, and its further ones."""
    stem, _, extension = path.rpartition(".")
    yield get(site, path).body.decode(charset)
    for number in range(1, 20):
        answer = get(site, f"{stem}_{number}.{extension}")
        if answer.status == 200:
            yield answer.body.decode(charset)


def test_every_family_but_the_demos_own_has_a_room() -> None:
    assert [room.family for room in ROOMS] == sorted(FAMILIES.keys() - {"seed"})
    assert len({room.name for room in ROOMS}) == len({room.path for room in ROOMS}) == len(ROOMS)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.family)
def test_every_address_that_a_room_prints_is_served(site: Replica, room: Room) -> None:
    assert get(site, room.first_path).status == 200
    articles = [article for article in site.articles.values() if article.section == room.path]
    assert len(articles) == room.articles
    for article in articles[::5]:
        truth = article_truth(site, article)
        targets = [article.path, *(found["url"] for found in (*truth["images"], *truth["attachments"]))]
        assert {get(site, target.removeprefix(site.base)).status for target in targets} == {200}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.family)
def test_an_article_page_prints_its_title_and_text_in_its_charset(site: Replica, room: Room) -> None:
    charset = site.section(room.path).charset
    for article in [article for article in site.articles.values() if article.section == room.path][::9]:
        plain = re.sub(r"<[^>]+>", "", "".join(pages(site, article.path, charset)))
        assert article.title in plain
        assert all(text in plain for text in article_truth(site, article)["paragraphs"])


@pytest.mark.parametrize(
    ("family", "target"),
    [
        ("asp", "/list.asp?class=3&page=9"),
        ("dedecms_dynamic", "/plus/list.php?tid=41&PageNo=9"),
        ("easysite", "/eportal/ui?pageId=412703&currentPage=9"),
        ("query", "/news?cid=303&pageNo=9"),
        ("vsb_dynamic", "/list.jsp?wbtreeid=1023&PAGENUM=9"),
    ],
)
def test_past_the_end_some_answer_the_last_page_again(site: Replica, family: str, target: str) -> None:
    last = re.sub(r"9$", str(site.section(ROOM[family].path).pages), target)
    assert get(site, target).status == 200
    assert get(site, target).body == get(site, last).body


def test_past_the_end_some_answer_a_stub_or_a_list_without_rows(site: Replica) -> None:
    stub = get(site, "/ywdt/sjdt/index_9.html")
    assert (stub.status, 300 <= len(stub.body) <= 400) == (200, True)
    empty = get(site, "/e/action/ListInfo/index.php?page=9&classid=57")
    assert (empty.status, b"ShowInfo.php?classid=57" in empty.body.partition(b'class="side"')[0]) == (200, False)
    assert get(site, "/xwzx/yqyw/index_9.html").status == 404


def test_files_of_vsb_and_enorth_count_down(site: Replica) -> None:
    assert 'href="yqdt/3.htm">下页' in get(site, "/xxgk/yqdt.htm").body.decode()
    assert "4/4" in get(site, "/xxgk/yqdt/1.htm").body.decode()
    folder = "/system/count//0005017/000000000000/"
    numbers = get(site, f"{folder}count_page_list_0005017000000000000.js")
    assert numbers.body == b"var maxpage = 4;"
    oldest = get(site, f"{folder}000/000/c0005017000000000000_000000001.shtml").body.decode("gb18030")
    first = min(path for path in site.articles if path.startswith("/system/") and path.endswith("17001.shtml"))
    assert first in oldest


def test_a_jpaas_block_needs_a_referer_and_the_pages_own_parameters(site: Replica) -> None:
    service = "/api-gateway/jpaas-publish-server/front/page/build/unit"
    assert site.answer(Call(service, {"pageId": "col50127"})).status == 403
    assert "模板暂无数据" in get(site, f"{service}?pageId=col50127").body.decode()


def test_pages_0_and_1_of_the_catalogue_are_the_same(site: Replica) -> None:
    zero, one, two = (get(site, f"/gkmlpt/api/all/3210?page={page}&sid=755012").body for page in (0, 1, 2))
    assert zero == one != two


@pytest.mark.parametrize(("family", "second", "none"), [("dedecms_parts", 2, 1), ("trs_parts", 1, 0)])
def test_long_articles_stand_on_several_pages(site: Replica, family: str, second: int, none: int) -> None:
    articles = [article for article in site.articles.values() if article.section == ROOM[family].path]
    counts = [len(list(pages(site, article.path, "utf-8"))) for article in articles]
    assert 1 <= min(counts) < 3 <= max(counts)
    for article in articles:
        stem = article.path.removesuffix(".html")
        first, other = get(site, article.path).body.decode(), get(site, f"{stem}_{second}.html")
        texts = article_truth(site, article)["paragraphs"]
        assert (texts[0] in first, texts[-1] in first) == (True, other.status == 404)
        assert get(site, f"{stem}_{none}.html").status == 404


def test_a_new_article_shifts_every_row() -> None:
    site = gallery(TODAY)
    before = [row.target for row in site.section("/xxgk/yqdt/").rows]
    (url,) = site.publish(1, "/xxgk/yqdt/")
    page = site.section("/xxgk/yqdt/").page(2)
    assert page is not None
    assert [row.target for row in page.rows] == before[4:9]
    assert url.rpartition("/")[2] in get(site, "/xxgk/yqdt.htm").body.decode()
