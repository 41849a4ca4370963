"""Whole sites: the zone's site with all the oddities of real ones, and plain ones for benchmarks."""

from collections.abc import Sequence
from datetime import date, timedelta

from zonenews.demo.answer import Answer
from zonenews.demo.article import Expected, Row
from zonenews.demo.composing import NEWS_HABITS, NOTICE_HABITS
from zonenews.demo.families import FAMILIES
from zonenews.demo.families.drawn import Drawn, DrawnLate
from zonenews.demo.pages import SOFT_NOT_FOUND
from zonenews.demo.replica import Replica
from zonenews.demo.section import Section
from zonenews.demo.zone import invented_zone

NEWS_PATH = "/jkqzx/"
NOTICES_PATH = "/tzgg/"
_HOME = ("首页", "/")


def zone_site(today: date, seed: str = "2026", articles: int = 430, notices: int = 66) -> Replica:
    """The demo's site: a news section in the seed's template, and one of notices in GBK."""
    replica = Replica(invented_zone(), today, seed)
    news = _section(NEWS_PATH, "经开区资讯", ("走进经开区", "/zjjkq/"), "seed")
    replica.open_section(news, articles, NEWS_HABITS)
    _add_oddities(replica, news)
    replica.open_section(_notices(), notices, NOTICE_HABITS)
    _share(replica)
    return replica


def plain_site(today: date, number: int = 0, *, articles: int, family: str = "seed", charset: str = "utf-8") -> Replica:
    """One of many sites for a benchmark: a single section, nothing odd."""
    replica = Replica(invented_zone(number), today, f"site {number}")
    news = _section(NEWS_PATH, "经开区资讯", ("走进经开区", "/zjjkq/"), family)
    news.charset = "gb18030" if charset in ("gbk", "gb2312") else charset
    replica.open_section(news, articles, NEWS_HABITS)
    return replica


def drawn_site(today: date, articles: int = 45, late: int = 5) -> Replica:
    """A site whose two sections scripts draw, one of them at once, the other after a while."""
    replica = Replica(invented_zone(7), today, "drawn")
    for path, name, family, count in (
        ("/yqdt/", "园区动态", Drawn(), articles),
        ("/bmdt/", "部门动态", DrawnLate(), late),
    ):
        replica.open_section(Section(path, name, (_HOME,), family, family.charset), count, NEWS_HABITS)
    return replica


def _section(path: str, name: str, parent: tuple[str, str], family: str) -> Section:
    manner = FAMILIES[family]()
    return Section(path, name, (_HOME, parent), manner, manner.charset)


def _notices() -> Section:
    """The second section: its pages are GB18030 under the name gb2312, and it announces a page too few."""
    section = _section(NOTICES_PATH, "通知公告", ("政务公开", "/zwgk/"), "ucap")
    section.charset, section.page_rows, section.hidden_pages = "gb18030", 15, 1
    return section


def _share(replica: Replica) -> None:
    """One news article also stands among the notices, and so does a row that leads off the site."""
    news, notices = replica.sections
    shared = next(row for row in news.rows[_below(news, 30) :] if row.article and row.expected == "done")
    notices.put(shared)
    day = notices.rows[len(notices.rows) // 2].day
    notices.put(Row("http://ggzy.example.cn/jyxx/0081/view.html", "公共资源交易信息公开", day, expected="external"))
    notices.changes = 0


def _add_oddities(replica: Replica, news: Section) -> None:
    """The rows that are no articles of the section, spread over its list; the two pinned ones."""
    rows = news.rows
    news.pinned = [rows.pop(len(rows) // 2), rows.pop(len(rows) // 3)]
    for row in _odd_rows(replica, [row.day for row in rows]):
        news.put(row)
    _move(replica, news)
    news.changes = 0


def _odd_rows(replica: Replica, days: Sequence[date]) -> list[Row]:
    def day(share: float) -> date:
        return days[int(share * len(days))] - timedelta(days=1)

    def path(share: float, name: str) -> str:
        return f"{NEWS_PATH}{day(share):%Y%m}/{name}".replace("DAY", f"{day(share):%Y%m%d}")

    def row(share: float, target: str, title: str, expected: Expected) -> Row:
        return Row(target, title, day(share), expected=expected)

    missing, preview = path(0.3, "tDAY_19998.html"), "/admin/preview/t20240001_1.html"
    section = replica.sections[0]
    replica.fixed[missing] = lambda: replica.framed(section, "提示信息", SOFT_NOT_FOUND)
    replica.fixed[preview] = lambda: replica.framed(section, "预览", "<div>内部预览页面</div>")
    zone = replica.zone
    return [
        row(0.02, "http://www.example.cn/zt/2025/yshj/index.html", "【专题】优化营商环境 走在前作表率", "external"),
        row(0.05, path(0.05, "P0DAY16270001.pdf"), f"一图读懂{zone.short}高质量发展三年行动计划", "attachment"),
        row(0.25, "https://news.example.cn/a/202403/1834.html", f"“小巨人”何以扎堆{zone.short}", "external"),
        row(0.3, missing, f"{zone.short}组织企业参加全省装备制造业对接会", "missing"),
        row(0.5, preview, f"{zone.short}召开数字化转型工作座谈会（预览）", "robots"),
        row(0.6, "http://jtfz.example.cn/content/2024/0412/55.htm", f"省级媒体聚焦{zone.short}产业集群", "external"),
        row(0.9, "https://video.example.cn/play/8842.html", f"视频｜航拍{zone.short}重点项目建设现场", "external"),
    ]


def _move(replica: Replica, news: Section) -> None:
    """One listed article has moved: its row still points to the old place, which redirects."""
    place = next(index for index, row in enumerate(news.rows) if index >= _below(news, 46) and row.article)
    row = news.rows[place]
    assert row.article is not None
    old = row.target.replace("/t", "/old_t", 1)
    news.rows[place] = Row(old, row.title, row.day, row.article, "alias")
    replica.fixed[old] = lambda: Answer(b"", status=301, headers={"Location": replica.url(row.target)})


def _below(section: Section, place: int) -> int:
    """That place of a list, or its middle where it is a short one."""
    return min(place, len(section.rows) // 2)
