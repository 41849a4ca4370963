"""What stands around every page of a site: head, banner, menus, side bar, footer."""

from datetime import date
from functools import cache
from html import escape
from pathlib import Path

from zonenews.demo.article import Article
from zonenews.demo.template import Template
from zonenews.demo.zone import Zone

FRAMES = Path(__file__).parent / "frames"
MENUS = {
    "走进经开区": ("zjjkq", "经开区概况 经开区资讯 领导之窗 机构设置 规划布局 大事记 图说经开区"),
    "新闻中心": ("xwzx", "图片新闻 媒体聚焦 园区动态 乡镇街道 视频新闻 专题专栏"),
    "政务公开": ("zwgk", "通知公告 政策文件 政策解读 财政信息 人事信息 重大项目 政府采购 公开指南"),
    "政务服务": ("zwfw", "个人办事 法人办事 部门导航 一件事一次办 中介超市 结果公示"),
    "投资指南": ("tzzn", "投资环境 产业布局 优惠政策 招商项目 投资成本 办事流程 招商动态"),
    "互动交流": ("hdjl", "主任信箱 网上调查 民意征集 在线访谈 咨询投诉 常见问题"),
    "营商环境": ("yshj", "惠企政策 企业服务 信用建设 公平竞争 诉求直通车"),
    "党的建设": ("ddjs", "党建动态 纪检监察 先锋模范 主题教育 群团工作"),
}
_OWN = {"经开区资讯": "/jkqzx/", "通知公告": "/tzgg/list.shtml"}
_FRIENDS = {
    "上级网站": "省人民政府 省发展和改革委员会 省工业和信息化厅 省商务厅 省科学技术厅 省统计局 省政务服务网",
    "市直部门网站": "市发展改革委 市工信局 市商务局 市科技局 市财政局 市人社局 市自然资源局 市生态环境局",
    "县区网站": "东麓区 临溪区 望川县 砚湖县 鹤汀县 沅屏县 桐埠市 高新区",
    "其他网站": "开发区协会 招商引资网 园区产业联盟 信用信息平台 公共资源交易平台 企业信用公示系统",
}
_WEEKDAYS = "一二三四五六日"


class Frame:
    """A frame of one look, made ready for one site: pages only add title, metas and their own part."""

    def __init__(self, look: str, zone: Zone, today: date, charset: str, side: list[Article]) -> None:
        self.zone = zone
        self._page = _source(look).given(
            charset="gb2312" if charset == "gb18030" else charset,
            zone=zone.name,
            short=zone.short,
            stem=zone.stem,
            today=f"{today.year}年{today.month}月{today.day}日 星期{_WEEKDAYS[today.weekday()]}",
            year=str(today.year),
            menus=_menus(),
            mobile=_mobile(),
            friends=_friends(),
            side=_side(side[:8]),
            side_more=_side(side[8:16]),
        )

    def page(self, title: str, metas: str, main: str) -> str:
        """A whole page."""
        return self._page.fill(title=title, metas=metas, main=main)


@cache
def _source(look: str) -> Template:
    return Template((FRAMES / f"{look}.html").read_text(encoding="utf-8"))


def _menus() -> str:
    items = []
    for name, (path, children) in MENUS.items():
        links = "\n".join(
            f'          <li><a href="{_OWN.get(child, f"/{path}/")}" title="{child}" target="_self">{child}</a></li>'
            for child in children.split()
        )
        items.append(
            f'      <li class="nav-item">\n        <a class="nav-one" href="/{path}/" title="{name}">{name}</a>\n'
            f'        <ul class="nav-two">\n{links}\n        </ul>\n      </li>'
        )
    return "\n".join(items)


def _mobile() -> str:
    parts = []
    for name, (path, children) in MENUS.items():
        links = " ".join(f'<a href="{_OWN.get(child, f"/{path}/")}">{child}</a>' for child in children.split())
        parts.append(f"  <dl><dt>{name}</dt><dd>{links}</dd></dl>")
    return "\n".join(parts)


def _friends() -> str:
    selects = []
    for name, sites in _FRIENDS.items():
        options = "\n".join(
            f'        <option value="http://site{number}.example.cn/">{site}</option>'
            for number, site in enumerate(sites.split())
        )
        selects.append(
            f'      <select class="friend" onchange="openSite(this)">\n        <option value="">--{name}--</option>\n'
            f"{options}\n      </select>"
        )
    return "\n".join(selects)


def _side(articles: list[Article]) -> str:
    return "\n".join(
        f'          <li><a href="{path}" title="{title}" target="_blank">{title}</a></li>'
        for path, title in ((article.path, escape(article.title)) for article in articles)
    )
