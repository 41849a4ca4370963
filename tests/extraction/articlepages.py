"""Builds synthetic article pages: one text, many templates."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

from zonenews.extraction import Article, extract_article

TITLE = "示例经开区召开三季度重点项目推进会"
TEXT = (
    "10月24日，示例经开区召开三季度重点项目推进会，通报项目进展，部署下一阶段工作。",
    "会议指出，今年以来，全区上下紧盯目标任务，抢抓工期，前三季度新开工项目二十六个，完成投资八十二亿元，同比增长百分之九点三。",
    "会议强调，各部门要强化要素保障，主动上门服务，帮助企业解决用工、用地、融资等实际困难。",
    "区直有关单位、各街道主要负责人参加会议。",
)
URL = "http://www.example.cn/jkqzx/article1.html"
NAV = (
    '<div class="top">今天是2026年11月23日 星期一 <a href="/">设为首页</a> <a href="/wap">手机版</a></div>'
    '<div class="nav"><ul><li><a href="/">网站首页</a></li><li><a href="/xwzx/">新闻中心</a></li>'
    '<li><a href="/zwgk/">政务公开</a></li><li><a href="/tzzs/">投资招商</a></li><li><a href="/hdjl/">互动交流</a></li></ul></div>'
)
FOOT = (
    '<div class="footer"><p>主办单位：示例经济技术开发区管理委员会 网站标识码：3600000000</p>'
    "<p>版权所有：示例经济技术开发区管理委员会 赣ICP备00000000号 联系电话：0000-0000000</p></div>"
)
CRUMB = '<div class="place">当前位置：<a href="/">首页</a> &gt; <a href="/xwzx/">新闻中心</a> &gt; <a href="/xwzx/yw/">园区要闻</a></div>'


def paragraphs(texts: tuple[str, ...] = TEXT, indent: str = "&emsp;&emsp;") -> str:
    return "".join(f"<p>{indent}{text}</p>" for text in texts)


def page(
    body: str, *, title: str = f"{TITLE}-示例经开区", head: str = "", nav: str = NAV + CRUMB, foot: str = FOOT
) -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{nav}{body}{foot}</body></html>"


def article(
    info: str, body: str = "", *, title: str = TITLE, wrap: str = '<div class="nr">{}</div>', **rest: str
) -> str:
    """The plainest template: heading, one info line, the body."""
    return page(
        f"<div class='main'><h1>{title}</h1><div class='xx'>{info}</div>{wrap.format(body or paragraphs())}</div>",
        **rest,
    )


def metas(**values: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in values.items())


def read(html: str, url: str = URL, **rest: object) -> Article:
    return extract_article(html.encode(), url, **rest)  # type: ignore[arg-type]
