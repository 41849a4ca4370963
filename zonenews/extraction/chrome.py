"""Recognises what surrounds an article: share bars, tool lines, previous and next, related lists, footers."""

import re

from zonenews.extraction.blocks import Block

_TOOL = re.compile(
    r"^[\s【\[（(|·>]*(?:分享(?:到|至|本文)?|一键分享|转发|字[ ]?[体号]|打印(?:本页|此页|本文|文章)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|大[ ]?中[ ]?小|"
    r"返回(?:顶部|首页|列表|上级|上一页)?|回到顶部|我要纠错|纠错|语音播报|视力保护色?|保护视力色?|扫一扫|扫描?二维码|微信扫|用微信|手机扫|"
    r"微信|新浪微博|腾讯微博|微博|QQ空间|QQ好友|人人网|更多|大|中|小|听全文|听新闻|点击收听|无障碍浏览|适老模式|打印|复制链接|\d{1,4})"
    r"[\s：:】\]）)|·。…]*(?:$|[\s：:【】\[\]（）()|·、]+(?:.{0,40})$|.{0,4}(?:打印|关闭|当前页|手机|二维码|微信|朋友圈|分享|浏览).{0,20}$)"
)
_SCAN = re.compile(
    r"扫一?扫.{0,6}(?:在?手机|二维码|关注|分享|打开|下载)|手机(?:上)?(?:打开|查看|浏览)(?:当前|本|此)页|分享至?(?:微信|朋友圈|好友)"
)
_NEIGHBOUR = re.compile(
    r"^[\s【\[（(<《«]*(?:上一?[篇条页则个](?!.{0,4}[通公])|下一?[篇条页则个](?!.{0,4}[通公])|前一[篇条]|后一[篇条]|没有(?:了|下一篇|上一篇))"
)
_RELATED = re.compile(
    r"^[\s【\[（(■▲◆●>]*(?:相关|延伸|推荐|热门|精彩|更多|最新|猜你|您?可能)(?:的)?(?:链接|阅读|文档|新闻|报道|解读|稿件|信息|文章|推荐|资讯|内容|专题|政策|政策解读|文件|喜欢|感兴趣).{0,12}$"
)
_LEGAL = re.compile(
    r"^[\s*※【\[（(]*(?:版权(?:声明|所有|与免责)|免责(?:声明|条款)|声明[：:]|特别声明|郑重声明|本网站?(?:所有|刊载|转载)|凡(?:本网|注明|本站)|转载请注明|法律声明)"
)
_EDITOR = re.compile(
    r"^[\s（(\[【]*(?:责任编辑|本文编辑|网络编辑|责\s?编|编\s?辑|编审|审\s?核|校\s?对|初审|终审|复审|一审|二审|三审|监制|选稿|信息录入|录入|值班编辑|执行编辑)[^。]{0,4}[：:]"
)
_FOOTER = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|主办单位?[：:]|承办单位?[：:]|技术支持|建议使用.{0,20}浏览器|copyright|©|All Rights Reserved|网站地图|联系我们|邮政编码|违法和不良信息",
    re.I,
)
_COUNTER = re.compile(r"^[\s【\[（(]*(?:浏览|点击|阅读|访问|人气)[次数量率]{0,2}[：:]?[\s\d\-次]*[】\])）]?$")
_CSS = re.compile(
    r"^[^。，\u4e00-\u9fff]{0,200}\{[^。，]{0,400}(?:\}|$)|^@page|^/\*.{0,200}\*/$|^\s*(?:var|function)\s[\w$]+"
)
_SENTENCE = re.compile("[。！？；]|，.*，")
_SHORT = 80


def is_prose(text: str) -> bool:
    """Whether the text reads like sentences, not like a heading, a link or a label."""
    return (
        len(text) >= 15
        and ("。" in text or "，" in text or "；" in text or "！" in text or "？" in text)
        or len(text) >= 60
    )


def is_linked(block: Block) -> bool:
    """Whether most of the block is link text."""
    return block.link_length * 5 > len(block.text) * 3


def is_footer(text: str) -> bool:
    """Whether the text belongs to the foot of a site."""
    return len(text) < 400 and _FOOTER.search(text) is not None


def is_css(text: str) -> bool:
    """Whether a style sheet or a script was left in the page as text."""
    return ("{" in text or "@page" in text or "/*" in text or "var " in text or "function " in text) and bool(
        _CSS.search(text)
    )


def is_tool(text: str) -> bool:
    """Whether the text is a share bar, a font or print button, a scan-this-page line or a counter."""
    if len(text) > _SHORT:
        return False
    return bool(_TOOL.search(text) or _COUNTER.search(text) or (_SCAN.search(text) and len(text) < 40))


def is_tail(text: str) -> bool:
    """Whether the text opens what follows an article: neighbours, related lists, editor line, legal note, tools."""
    if is_tool(text) or is_footer(text):
        return True
    short = text[:_SHORT]
    if _NEIGHBOUR.search(short) or _LEGAL.search(short):
        return True
    return len(text) <= _SHORT and bool(_RELATED.search(short) or _EDITOR.search(short))
