"""Recognises what surrounds an article: share bars, tools, neighbours, related lists, editor lines, footers."""

import re
from functools import lru_cache

from zonenews.extraction.blocks import Block
from zonenews.extraction.dates import find_date
from zonenews.extraction.labels import Labelled
from zonenews.extraction.text import EDGE, GAP

_BUTTONS = (
    r"分享(?:到|至|本文|文章)?|一键分享|转发(?:到(?:微博|头条|微信|朋友圈|空间))?|字[ ]?[体号大中小]|"
    r"打印(?:本页|此页|本文|文章|正文|内容)?|关闭(?:窗口|本页|页面|此页)?|收藏(?:本页|此页)?|"
    r"返回(?:顶部|首页|列表|上级|上一页|上页)?|回到顶部|顶部|TOP|我要纠错|纠错|语音播报|视力保护色?|保护视力色?|"
    r"听全文|听新闻|点击收听|播放|暂停|停止|无障碍(?:浏览|阅读)?|适老模式|长者模式|关怀版|复制链接|微信(?:好友)?|"
    r"新浪(?:微博)?|腾讯微博|微博|朋友圈|QQ(?:空间|好友)?|人人网|豆瓣|更多|默认|特大|超大|大|中|小|下载|导出|"
    r"A[+-]|Aa|繁[體体]?|简体?|\d{1,4}|首页|上一页|下一页|上页|下页|末页|尾页|赞|踩|顶|评论|举报|登录|注册|"
    r"手机(?:查看|浏览|访问|端|版)|[次条人分/+\-—×☆★●]"
)
_AROUND = r"[\s【】\[\]（）()<>《》「」：:|·,，。.…、]*+"
# Possessive, so that a line of a thousand buttons costs no more than its length.
_TOOL = re.compile(rf"\A(?:{_AROUND}(?>{_BUTTONS}))++{_AROUND}", re.I)
_SCAN = re.compile(
    r"扫(?:一扫|码|描).{0,12}(?:手机|二维码|关注|分享|打开|下载|浏览|查看)|"
    r"手机(?:上)?(?:端)?(?:打开|查看|浏览|扫描?).{0,6}(?:页|二维码)|分享至?(?:微信|朋友圈|好友)|"
    r"点击右上角|微信分享|分享.{0,4}扫一扫|在浏览器中打开|用微信.{0,4}扫|微信扫码?|打开微信|二维码$"
)
_NEIGHBOUR = re.compile(
    r"^[\s【\[（(<《«·•>◆/]*(?:(?:阅读)?[上下]一?[篇条页则个](?:文章|信息|新闻|公告)?(?:[：:】\]）)\s/]|$)|"
    r"[前后]一[篇条][：:\s]|没有(?:了|下一篇|上一篇))"
)
_NEIGHBOUR_LINK = re.compile(r"^[\s【\[（(<《«·•>◆/]*[上下]一[篇条]")
_RELATED = re.compile(
    r"^[\s【\[（(■▲◆●>|]*(?:相关|延伸|推荐|热门|热点|精彩|更多|最新|猜你|您?可能|为您|关联|新闻|今日|往期|文章)(?:的)?"
    r"(?:链接|阅读|文档|新闻|报道|解读|稿件|信息|文章|推荐|资讯|内容|专题|政策|政策解读|文件|喜欢|感兴趣|排行|热点|"
    r"热文|回顾|关键词|标签|公告|公开|通知|视频|图片|评论)[\s：:】\])）>»…·•更多+\d]{0,12}$"
)
_LEGAL = re.compile(
    r"^[\s*※【\[（(]*(?:版权(?:声明|所有|与免责)|免责(?:声明|条款)|(?:本网|本站|特别|郑重|重要|网站)?声明[：:]|特别声明|"
    r"本网站?(?:所有|刊载|转载)|凡(?:本网|注明|本站)|转载请注明|法律声明|(?:未经|如需).{0,12}(?:授权|许可|转载)|"
    r"以上内容.{0,12}(?:版权|平台|不代表)|.{0,24}(?:未经(?:书面)?授权.{0,6}(?:转载|使用)|不代表本[网站报]))"
)
_FOOTER = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|主办单位?[：:]|承办单位?[：:]|技术支持[：:]|建议使用.{0,20}浏览器|copyright|©|"
    r"All Rights Reserved|网站地图|违法和不良信息|网站声明|最佳(?:浏览|分辨率)|您是第.{0,20}(?:访问|访客|位)",
    re.I,
)
_CSS = re.compile(
    r"^[^。，\u4e00-\u9fff]{0,200}\{[^。，]{0,400}(?:\}|$)|^@(?:page|font-face|media)|^/\*.{0,200}\*/|"
    r"^\s*(?:var|function)\s[\w$]+\s?[=(;]|^\$\(|^document\.|^window\."
)
_TAIL_KINDS = frozenset(("source", "editor", "published", "updated", "issuer", "tool"))
_BESIDE = frozenset(("author", "dated"))  # beside one of those; alone they open a sentence as well
_TAIL_LABELS = frozenset(
    (
        *("关键词", "关键字", "标签", "审核", "校对", "初审", "复审", "终审", "一审", "二审", "三审", "监制", "审签"),
        *("审核人", "责任校对", "核稿", "签发", "审稿", "初审人", "终审人", "复审人", "一校", "二校", "三校"),
        *("值班主任", "总编辑", "摄影", "选稿", "统筹", "主编"),
    )
)
_LEADS = f" {GAP}{EDGE}【】[]（）()|｜丨/·"
_SHORT = 90
_SEEN = 256  # each step asks about the same few hundred texts of a page again


def is_prose(text: str) -> bool:
    """Whether the text reads like sentences, not like a heading, a link or a label."""
    return len(text) >= 60 or (len(text) >= 15 and not set(text).isdisjoint("。，；！？"))


def is_linked(block: Block) -> bool:
    """Whether most of the block is link text."""
    return block.link_length * 5 > len(block.text) * 3


@lru_cache(_SEEN)
def is_footer(text: str) -> bool:
    """Whether the text belongs to the foot of a site."""
    return len(text) < 400 and _FOOTER.search(text) is not None


def is_css(text: str) -> bool:
    """Whether a style sheet or a script was left in the page as text."""
    return any(sign in text for sign in "{@/$=.") and _CSS.search(text[:800]) is not None


@lru_cache(_SEEN)
def is_tool(text: str) -> bool:
    """Whether the text is a share bar, a font or print button, a scan-this-page line or a counter."""
    if len(text) > _SHORT or text.isdigit():
        return False
    return bool(_TOOL.fullmatch(text) or (len(text) < 40 and "。" not in text and _SCAN.search(text)))


@lru_cache(_SEEN)
def is_tail(text: str) -> bool:
    """Whether the text opens what follows an article: neighbours, related lists, legal notes, tools, the foot."""
    if is_tool(text) or is_footer(text):
        return True
    if len(text) > 3 * _SHORT:
        return False
    return bool(_NEIGHBOUR.search(text) or _LEGAL.search(text) or (len(text) <= _SHORT and _RELATED.search(text)))


def opens_tail(block: Block) -> bool:
    """Whether the block opens what follows an article; a cell of a table never does."""
    if is_tail(block.text) or is_info_line(block):
        return True
    return block.link_length > 0 and _NEIGHBOUR_LINK.search(block.text) is not None


def is_info_line(block: Block) -> bool:
    """Whether the block is a line of labels such as 来源 or 责任编辑, a date before them, and no sentence with one."""
    labels = block.labels
    if len(block.text) > 2 * _SHORT or not labels:
        return False
    credits = [_is_credit(found) for found in labels]
    known = all(credit or found.kind in _BESIDE for credit, found in zip(credits, labels, strict=True))
    return known and any(credits) and _is_lead(block.line[: labels[0].start])


def _is_lead(text: str) -> bool:
    """Whether nothing stands before a line's first label, or only a date."""
    if (text := text.strip(_LEADS)) and (date := find_date(text)):
        return not (text[: date.start] + text[date.end :]).strip(_LEADS)
    return not text


def _is_credit(found: Labelled) -> bool:
    return found.kind in _TAIL_KINDS or found.label in _TAIL_LABELS
