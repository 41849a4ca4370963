"""Articles that say the same are grouped as they are written; edits, erasures and crashes leave the groups right."""

from collections.abc import Iterator
from threading import Event, Thread
from time import sleep
from typing import Any

import pytest
from samples import SITE, Crawl, at, fetch, opened, page, reading, url_of
from sqlalchemy import Engine, event
from test_migrations import _archive_of_0001 as archive_of_0001

from archive import NotFound, Writer
from archive.reprints.index import MOST_TOGETHER, Reprints

TEXT = (
    "十月二十五日上午，云麓经开区举行重点项目集中开工仪式，二十三个项目同时开工，总投资一百八十六亿元，涵盖新型显示、高端装备和生物医药三个领域。",
    "管委会主任在致辞中表示，项目是发展的生命线，各部门要把服务做在前面，审批手续能并则并、能快则快，让企业少跑一趟路、早一天投产。",
    "开工仪式上，承建单位的代表介绍了施工安排。首批标准厂房预计明年六月封顶，配套的污水处理站和变电站同步建设，年底前具备通水通电条件。",
    "附近的居民也赶来观看。住在北侧小区的一位退休教师说，这片地空了多年，盼着厂子早些建好，年轻人回家门口上班就有了去处。",
)
OTHER = (
    "云麓经开区税务部门近日走进企业车间，面对面讲解研发费用加计扣除的新规定，现场解答申报中遇到的二十多个问题，并留下了联系专员的电话。",
    "一家轴承企业的财务负责人算了一笔账，按照新的比例，今年可以少缴税款三百余万元，这笔钱将全部投入两条自动化产线的改造之中。",
)


@pytest.fixture
def told(crawl: Crawl) -> Crawl:
    """Four articles: one, its reprint under another title with a source line, a shortened one, and other news."""
    add(crawl, 1, TEXT, published="2023-10-25T16:27+08:00", source="云麓日报")
    add(crawl, 2, ("（来源：云麓日报）", *TEXT), published="2023-10-26T09:00+08:00", title="另一个标题", source="某网")
    add(crawl, 3, OTHER)
    add(crawl, 4, ("编者按：今天转载一篇报道，供各单位参考学习。", *TEXT[:3]), published="2023-10-27")
    crawl.writer.compare_reprints()
    return crawl


def add(crawl: Crawl, number: int, said: tuple[str, ...], minutes: float = 0, **values: Any) -> None:
    """Archives an article."""
    of = fetch(url_of(number), minutes, body=page(said, number))
    crawl.article(of, reading(said, **({"published": "2023-10-25T16:27+08:00"} | values)))


def groups(crawl: Crawl, **asked: Any) -> list[list[int]]:
    """The groups that are found, as the numbers of their articles, the first one first."""
    with opened(crawl.url) as archive:
        assert [problem for problem in archive.problems() if problem.kind == "reprint"] == []
        return [[_number(each.url) for each in (group.first, *group.others)] for group in archive.reprints(**asked)]


def _number(url: str) -> int:
    return int(url.rpartition("/t")[2].removesuffix(".html"))


def test_reprints_are_grouped_with_who_had_it_first_and_whom_each_credits(told: Crawl) -> None:
    with opened(told.url) as archive:
        (group,) = archive.reprints()
        assert archive.reprints(url_of(4)) == [group]
        assert archive.reprints(url_of(3)) == []
        assert archive.reprints(site=SITE, since="2023-10-27") == [group]
        assert archive.reprints(since="2023-10-28") == archive.reprints(site="another") == []
        assert archive.reprints_waiting() == 0
        with pytest.raises(NotFound):
            archive.reprints(url_of(9))
    assert group.decided_by == "published"
    assert [(_number(each.url), each.source) for each in (group.first, *group.others)] == [
        (1, "云麓日报"), (2, "某网"), (4, None)
    ]  # fmt: skip
    assert told.rows("SELECT url, is_first FROM v_reprint ORDER BY article") == [
        (url_of(1), 1), (url_of(2), 0), (url_of(4), 0)
    ]  # fmt: skip


def test_they_are_compared_when_a_writer_is_closed(crawl: Crawl) -> None:
    add(crawl, 1, TEXT)
    add(crawl, 2, TEXT)
    assert groups(crawl) == []
    with opened(crawl.url) as archive:
        assert archive.reprints_waiting() == 2
    crawl.writer.close()
    assert groups(crawl) == [[1, 2]]


@pytest.mark.parametrize(
    ("published", "first", "decided_by"),
    [
        (("2023-10-26", "2023-10-25T16:27+08:00"), 2, "published"),
        (("2023-10-25T16:28+08:00", "2023-10-25T16:27:59+08:00"), 2, "published"),
        (("2023-10-25T16:27+08:00", "2023-10-25T16:27:03+08:00"), 1, "first_seen"),
        (("2023-10-25T09:00+08:00", "2023-10-25"), 1, "first_seen"),
        ((None, "2023-10-25"), 2, "published"),
        ((None, None), 1, "first_seen"),
    ],
)
def test_what_is_printed_says_who_was_first_and_where_it_does_not_what_was_seen(
    crawl: Crawl, published: tuple[str | None, str | None], first: int, decided_by: str
) -> None:
    for number, day in enumerate(published, 1):
        add(crawl, number, TEXT, number, published=day, published_precision=None)
    crawl.writer.compare_reprints()
    with opened(crawl.url) as archive:
        (group,) = archive.reprints()
    assert (_number(group.first.url), group.decided_by) == (first, decided_by)


def test_an_edited_article_leaves_its_group_and_the_others_are_compared_again(told: Crawl) -> None:
    add(told, 1, OTHER, 30)
    assert groups(told) == [], "no group holds a text that is gone"
    told.writer.compare_reprints()
    assert sorted(groups(told)) == [[1, 3], [2, 4]]
    add(told, 1, TEXT, 60)
    told.writer.compare_reprints()
    assert groups(told) == [[1, 2, 4]]


def test_an_article_that_joins_two_groups_makes_one_of_them(crawl: Crawl) -> None:
    whole = (*TEXT, *OTHER)
    add(crawl, 1, TEXT)
    add(crawl, 2, (*TEXT[2:], *OTHER))
    crawl.writer.compare_reprints()
    assert groups(crawl) == []
    add(crawl, 3, whole, published="2023-10-24")
    crawl.writer.compare_reprints()
    assert groups(crawl) == [[3, 1, 2]]


def test_when_the_first_article_is_forgotten_the_next_one_is_the_first(told: Crawl) -> None:
    told.writer.forget(url_of(1), at(20), reason="个人信息", by="管理员")
    assert told.rows("SELECT count(*) FROM fingerprint WHERE article = 1") == [(0,)]
    told.writer.close()
    assert groups(told) == [[2, 4]]
    with opened(told.url) as archive:
        assert list(archive.problems()) == []


def test_what_is_too_short_or_has_no_text_stands_alone(crawl: Crawl) -> None:
    for number, said in enumerate(((), (), ("图片新闻",), ("图片新闻",), TEXT[:1], TEXT[1:2]), 1):
        add(crawl, number, said)
    crawl.writer.compare_reprints()
    assert groups(crawl) == []
    assert crawl.rows("SELECT count(*) FROM fingerprint") == [(0,)]


class Injected(Exception):
    """A fault of our own."""


_STATEMENTS = ("INSERT INTO fingerprint", "INSERT INTO reprint_group", "UPDATE article SET reprint_group")


@pytest.mark.parametrize("at", [*_STATEMENTS, "UPDATE reprint_group", "DELETE FROM reprint_due"])
def test_a_crash_while_articles_are_compared_loses_nothing(crawl: Crawl, at: str) -> None:
    add(crawl, 1, TEXT)
    add(crawl, 2, TEXT)

    def fail(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith(at):
            raise Injected

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(Injected):
            crawl.writer.compare_reprints()
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
    with opened(crawl.url) as archive:
        assert (archive.reprints(), archive.reprints_waiting()) == ([], 2)
    crawl.writer.close()
    assert groups(crawl) == [[1, 2]]


def test_what_is_wrong_with_a_group_is_found_and_mended(told: Crawl) -> None:
    with told.writer._transaction() as db:
        for statement in (
            "UPDATE reprint_group SET first_article = 3",
            "UPDATE article SET reprint_group = 1 WHERE id = 3",
            "DELETE FROM fingerprint WHERE article = 4",
        ):
            db.exec_driver_sql(statement)
    with opened(told.url) as archive:
        said = {(_number(problem.where), problem.detail) for problem in archive.problems()}
    assert said == {
        (3, "another article of its group had it first"),
        (3, "it is like no other article of its group"),
        (4, "its fingerprints are another text's"),
    }
    assert told.writer.rebuild_reprints() == 4
    assert groups(told) == [[1, 2, 4]]


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that is executed."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_many_copies_of_one_text_cost_no_more_each_and_groups_are_bounded(
    crawl: Crawl, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.reprints.index.MOST_TOGETHER", 20)
    for number in range(1, 65):
        add(crawl, number, TEXT, number)
    with crawl.writer._transaction() as db:
        statements.clear()
        Reprints(db).compare_due()
    assert len(statements) < 64 * 30
    sizes = sorted(len(group) for group in groups(crawl, limit=None))
    assert sum(sizes) >= 60
    assert max(sizes) <= 20 < MOST_TOGETHER


def test_the_articles_of_an_older_schema_wait_to_be_compared(archive_url: str) -> None:
    archive_of_0001(archive_url)
    writer = Writer(archive_url)
    with opened(archive_url) as archive:
        assert archive.reprints_waiting() == 3
    assert writer.compare_reprints() == 3
    writer.close()


def test_an_edit_that_comes_while_its_article_is_compared_is_compared_after_it(crawl: Crawl) -> None:
    """On PostgreSQL two writers may be at it at once; on SQLite the second one waits for the lock."""
    add(crawl, 1, TEXT)
    add(crawl, 2, TEXT)
    begun = Event()

    def edit() -> None:
        other = Crawl(crawl.url, "another_jkq")
        begun.set()
        add(other, 1, OTHER, 30)
        other.writer.close()

    editor = Thread(target=edit)
    with crawl.writer._transaction() as db:
        Reprints(db).compare_due()
        editor.start()
        begun.wait(1)
        sleep(0.2)
    editor.join()
    crawl.writer.compare_reprints()
    assert groups(crawl) == []
    add(crawl, 1, TEXT, 60)
    crawl.writer.close()
    assert groups(crawl) == [[1, 2]]


FORM = (
    "经初步审核，{company}申报的{project}符合{year}号文件规定的支持条件，拟给予一次性奖励{money}万元，现将有关情况予以公示，接受社会各界监督。",
    "公示期为七个工作日。对公示内容有异议的单位和个人，可在公示期内以书面形式向经济发展局反映，反映情况应当客观真实，并提供必要的证明材料，以便核实。",
    "以单位名义反映情况的材料须加盖单位公章，以个人名义反映情况的材料须签署真实姓名并留下联系方式。逾期未反映或者匿名反映的，不予受理，敬请谅解。",
    "受理部门为管委会一号楼三零六室，受理时间为工作日上午九时至十二时、下午二时至五时。公示期满无异议的，将按照程序办理资金拨付手续并录入诚信档案。",
)


def form(**values: str) -> tuple[str, ...]:
    """A notice of its kind, filled in."""
    return tuple(paragraph.format(**values) for paragraph in FORM)


def test_a_form_cut_to_what_all_have_in_common_does_not_join_them(crawl: Crawl) -> None:
    notice = form(company="恒泽精密机械", project="智能产线改造项目", year="17", money="86")
    add(crawl, 1, notice)
    add(crawl, 2, ("本网今日转发一则公示，供关心产业政策的读者参考。", *notice[1:]), published="2023-10-26")
    add(
        crawl,
        3,
        form(company="云帆生物制药", project="新药中试平台项目", year="29", money="412"),
        published="2023-11-02",
    )
    add(
        crawl,
        4,
        form(company="启明光学仪器", project="镜头镀膜扩产项目", year="35", money="57"),
        published="2023-11-09",
    )
    crawl.writer.compare_reprints()
    assert groups(crawl) == [[1, 2]]
