"""A site with a section in each family's manner: what a crawler without a profile must be able to read."""

from dataclasses import dataclass
from datetime import date

from zonenews.demo.composing import Habits
from zonenews.demo.families import FAMILIES
from zonenews.demo.replica import Replica
from zonenews.demo.section import Section
from zonenews.demo.zone import invented_zone

HABITS = Habits(source=0.7, author=0.15, editor=0.45, pictures=0.4, files=0.3, document_number=0.0)


@dataclass(frozen=True, slots=True)
class Room:
    """A section of the gallery; `hidden` is how many of its list pages are not announced, below 0 how many too many.

    `pinned` rows stand on top of every list page.
    """

    family: str
    path: str
    name: str
    articles: int = 17
    page_rows: int = 5
    hidden: int = 0
    pinned: int = 0

    @property
    def first_path(self) -> str:
        """The path of its first list page."""
        return FAMILIES[self.family]().first_path(self.path)


ROOMS = (
    Room("app", "/portal/5188/", "数字园区"),
    Room("asp", "/list.asp?class=3", "工作简讯"),
    Room("aspnet", "/NewsMore/381/", "公告公示"),
    Room("aspnet_pager", "/xwlist/382/", "信息快报"),
    Room("data_url", "/kfqdt/", "园区动向"),
    Room("dedecms", "/a/23/", "行业资讯"),
    Room("dedecms_dynamic", "/plus/list.php?tid=41", "企业风采", hidden=-1),
    Room("dedecms_parts", "/a/37/", "深度报道", 13),
    Room("easysite", "/eportal/ui?pageId=412703", "管委动态"),
    Room("empire", "/news/", "区域新闻"),
    Room("empire_dynamic", "/e/action/ListInfo/?classid=57", "招商动态", hidden=-1),
    Room("enorth", "/jx/0005017/", "经开新闻"),
    Room("enorth_following", "/jx/0005023/", "园区纵览"),
    Room("epoint", "/zfxx/002/002001/", "综合新闻"),
    Room("epoint_paging", "/zfxx/003/003004/", "综合资讯", 13),
    Room("feed", "/zhengce/yaowen/", "政务要讯", 13),
    Room("founder", "/node_5123/", "临港新闻"),
    Room("gkmlpt", "/gkmlpt/3210/", "公示信息"),
    Room("hanweb", "/col/col1316362/", "新闻动态", 33),
    Room("hanweb_columns", "/col/col1316390/", "部门快讯", 33),
    Room("hanweb_sealed", "/col/col1316377/", "街道动态"),
    Room("hebei", "/columns/3f2a90c1-5b7d-4e18-9c60-0d7a1e5b2f44/", "区内新闻", 13),
    Room("inline_json", "/yqxw/", "园区新讯"),
    Room("jeecms", "/news1/", "图片报道"),
    Room("jpaas", "/col/col50127/", "园区新闻"),
    Room("jpaas_drawn", "/col/col50388/", "产业资讯"),
    Room("jsonp", "/xwpd/708/", "频道新闻", 13),
    Room("lonsun", "/content/column/6795", "镇街传真", hidden=1, pinned=2),
    Room("nfcms", "/hygq/xwzx/", "新闻资讯"),
    Room("numid", "/web/sec/1681723/", "创新要闻"),
    Room("onclick", "/zhxw/", "综合要闻"),
    Room("powereasy", "/Category_5/", "部门信息"),
    Room("query", "/news/303/", "新区快讯", hidden=-1),
    Room("sasac", "/n2588/n2877/", "企业改革", 13),
    Room("shanghai", "/nw4411/", "新城要闻", hidden=-2),
    Room("sichuan", "/scyw/", "川内要闻", 13),
    Room("siteserver", "/channels/216/", "泰达新闻"),
    Room("thinkphp", "/Content/browse/cid/304/", "热点聚焦", hidden=-1, pinned=1),
    Room("trs", "/xwzx/yqyw/", "园区要闻"),
    Room("trs_classed", "/xwzx/jrkfq/", "今日开发区", pinned=1),
    Room("trs_config", "/kjbgz/", "科技工作"),
    Room("trs_counted", "/xwdt/zwdt/", "政务动态", 15),
    Room("trs_create_page", "/zwxx/gxdt/", "高新动态"),
    Room("trs_home", "/yaowen/liebiao/", "要闻速览"),
    Room("trs_object", "/zwxx/bmdt/", "部门动态"),
    Room("trs_page_id", "/ywdt/hjyw/", "环境要闻"),
    Room("trs_paging", "/xxgk/gzdt/", "工作信息"),
    Room("trs_parts", "/ztbd/sdbd/", "长篇通讯", 13),
    Room("trs_records", "/ywdt/sjdt/", "数据动态", hidden=-1),
    Room("trs_service", "/ywdt/tzxx/", "通知信息", 13),
    Room("trs_sliced", "/zwgk/lqzx/", "两区资讯"),
    Room("trs_written", "/xwzx/kfqyw/", "开发区要闻", hidden=1),
    Room("ucap", "/site/c100042/", "工作动态", hidden=1),
    Room("ucap_nav", "/site/c100077/", "街镇动态", 22, hidden=2),
    Room("ucap_parts", "/site/c100084/", "经验交流", 13),
    Room("ucap_search", "/site/c100091/", "检索新闻", 13),
    Room("vsb", "/xxgk/yqdt/", "园区动态"),
    Room("vsb_dynamic", "/list/1023/", "学习园地"),
)


def gallery(today: date, seed: str = "2026") -> Replica:
    """The site with all rooms."""
    replica = Replica(invented_zone(5), today, f"gallery {seed}")
    for room in ROOMS:
        family = FAMILIES[room.family]()
        trail = (("首页", "/"), ("新闻中心", "/xwzx/"))
        section = Section(room.path, room.name, trail, family, family.charset, room.page_rows, room.hidden)
        replica.open_section(section, room.articles, HABITS)
        section.pinned = [section.rows.pop(-number) for number in range(1, room.pinned + 1)]
    return replica
