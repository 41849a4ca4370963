"""The vocabulary of info lines (来源, 发布时间 …) and how such a line falls into labels and values."""

import re
from dataclasses import dataclass
from typing import Literal

from zonenews.extraction.dates import find_date
from zonenews.extraction.text import EDGE, GAP

Kind = Literal[
    "source", "issuer", "published", "dated", "updated", "written", "editor", "author", "number", "about", "tool"
]

_WORDS: dict[Kind, str] = {
    "source": (
        "来源 文章来源 信息来源 稿件来源 消息来源 新闻来源 内容来源 转载来源 本文来源 来源于 本文来源于 "
        "来源单位 来源部门 来源机构 来源网站 出处 稿源 转自 转载自 来自 摘自"
    ),
    "issuer": (
        "发布机构 发布单位 发布部门 发布机关 信息提供 信息发布单位 供稿 供稿单位 供稿部门 报送单位 发文单位 "
        "发布科室 发布处室 责任部门 信息发布部门"
    ),
    "published": (
        "发布时间 发表时间 发布日期 发表日期 发稿时间 上传时间 信息时间 公开日期 公开时间 发布于 发表于 "
        "上网时间 上网日期 上传日期 信息发布时间 信息日期 公布时间 公布日期 发部时间 发布 文章发布时间 "
        "新闻时间 发稿日期 投稿时间 公告时间 公告日期 公示时间"
    ),
    "dated": (
        "时间 日期 添加时间 添加日期 加入时间 创建时间 创建日期 生成日期 生成时间 录入时间 录入日期 "
        "编辑时间 编辑日期 稿件时间 文章时间"
    ),
    "updated": "更新时间 更新日期 更新于 最后更新 最后更新时间 修改时间 最后修改时间 修改日期",
    "written": (
        "成文日期 发文日期 撰写时间 印发日期 成文时间 发文时间 实施日期 施行日期 生效日期 有效日期 失效日期 "
        "废止日期 截止日期 截止时间 失效时间 生效时间 印发时间"
    ),
    "editor": (
        "责任编辑 编辑 责编 网络编辑 网站编辑 本文编辑 值班编辑 编辑人 信息录入 录入 录入人 录入者 录入员 "
        "编审 本期编辑 网页编辑 执行编辑 文字编辑 责任编缉 编缉 文章录入 新媒体编辑 信息员 见习编辑 "
        "实习编辑 本网编辑 责任编委"
    ),
    "author": (
        "作者 撰稿 撰稿人 文章作者 记者 本报记者 本网记者 通讯员 文 文/图 图/文 图文 撰文 作者单位 投稿人 "
        "供稿人 发布人 发布者 上传者 发布员"
    ),
    "number": "文号 发文字号 文件编号 发文文号 文件号 发文号 公文编号 文件字号 公文文号",
    "about": (
        "索引号 主题分类 主题词 关键词 关键字 名称 发文机关 体裁分类 有效性 标题 信息名称 所属类别 分类 "
        "类别 文件来源 标签 栏目 所属栏目 内容分类 公开方式 组配分类 服务对象 效力状态 机构分类 概述 "
        "内容概述 信息分类 公开范围 公开形式 公开程序 信息索引 题材分类 语种 制发机关 公开类别 发文机构 "
        "信息索取号 主题 公开责任部门 公开时限 公开属性 信息类别 文件类型 主题类别 审核 校对 初审 复审 终审 "
        "选稿 审核人 责任校对 监制 审签 一审 二审 三审 摄影 图 图片 导语 摘要 副标题 核稿 签发 审稿 初审人 "
        "终审人 复审人 一校 二校 三校 一校一审 二校二审 三校三审 总编辑 统筹 主编 副主编 值班主任 值班总监 "
        "信息状态 有效期 文件状态 信息来源单位"
    ),
    "tool": (
        "浏览次数 浏览量 浏览 浏览数 点击数 点击次数 点击量 点击率 点击 阅读 阅读量 阅读次数 阅读数 "
        "阅览次数 访问量 访问次数 访问 人气 字体 字号 字体大小 文字大小 打印 收藏 分享 分享到 分享至 "
        "视力保护色 保护视力色 背景色 评论 评论数 点赞 热度 被阅览数 累计访问次数 查看次数 查看 关注度 "
        "页面浏览量 信息浏览 浏览字体 显示字体 选择字号 字体显示 阅读字体 正文字体 文章字体 文字 扫一扫 "
        "下载次数 阅读次 点击次 浏览人次 已阅读 保护视力 颜色"
    ),
}
KINDS: dict[str, Kind] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_LONGEST_LINE = 2000  # labels stand at the head of a line
_LONGEST = max(map(len, KINDS))
_COLONS = re.compile("[:：∶︰﹕]")
_BLANKS = f" {GAP}{EDGE}"
# These make another word of a label that they precede: 数据来源 is not the source, 会议时间 not the publish time.
_NEVER_BEFORE = re.compile(r"(?:数据|资料|图片|图|照片|视频|素材|资金|项目|收入|题图|文字|案件|样本|水|原|总|副|主)$")
# Short labels that may follow another word without a blank; the rest must begin a word.
_GLUED = frozenset(("来源", "编辑", "作者", "点击", "浏览", "阅读", "责编", "字号", "字体", "发布"))
# What ends a value though no colon follows it.
_ENDS = re.compile(
    r"[【】\[\]|｜丨<＜]|[字文][ \x1e\x1f]?[体号字][ \x1e\x1f]?(?:[大小](?!学)|选择|[【\[（(:：])|"
    r"大[ \x1e\x1f]{0,3}中[ \x1e\x1f]{0,3}小|打印|关闭|我要纠错|分享到?|收藏|扫一扫|浏览(?!器|网)|"
    r"阅读[:：次数量]|点击[:：次数量]|访问[:：次数量]|视力保护|保护视力|责任编辑|语音播报|听新闻|用手机|"
    r"查看次数|默认|繁体|无障碍"
)
# what stands before a date without a blank, and is no part of the name before it
_DATE_LABEL = re.compile(r"(?:时间|日期)[:：]?[ \x1e\x1f]{0,3}\Z")
_EMPTY = frozenset(
    (
        "",
        "无",
        "暂无",
        "-",
        "--",
        "---",
        "——",
        "null",
        "undefined",
        "none",
        "nan",
        "未知",
        "空",
        "/",
        "0",
        "不详",
        "n/a",
        "请选择",
    )
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what stands behind it; `value` is the flattened text up to the next label."""

    kind: Kind
    label: str
    value: str
    start: int


def parse_labels(line: str) -> list[Labelled]:
    """The labels of a flattened line in their order, each with its raw value."""
    line = line[:_LONGEST_LINE]
    places = [
        (before, colon.end()) for colon in _COLONS.finditer(line) if (before := _label_before(line, colon.start()))
    ]
    ends = [*(start for (_, start), _ in places[1:]), len(line)][: len(places)]
    return [
        Labelled(KINDS[word], word, line[begin:end], start)
        for ((word, start), begin), end in zip(places, ends, strict=True)
    ]


def _label_before(line: str, colon: int) -> tuple[str, int] | None:
    """The longest known label that ends at the colon, and where it begins; blanks inside a label do not count."""
    letters, places = "", list[int]()
    for at in range(colon - 1, max(-1, colon - 1 - 3 * _LONGEST), -1):
        if line[at] in _BLANKS:
            if line[at] in (GAP, EDGE) and letters in KINDS:
                break
            continue
        letters = line[at] + letters
        places.append(at)
        if len(letters) == _LONGEST:
            break
    for length in range(len(letters), 0, -1):
        word = letters[-length:]
        if word in KINDS:
            return (word, places[length - 1]) if _begins(line, places[length - 1], word) else None
    return None


def _begins(line: str, start: int, word: str) -> bool:
    """Whether a label may begin here: not in the middle of a word, nor behind a word that turns its sense."""
    if start == 0 or not "\u4e00" <= line[start - 1] <= "\u9fff":
        return True
    if _NEVER_BEFORE.search(line, max(0, start - 2), start):
        return False
    return len(word) >= 4 or word in _GLUED


def value_text(raw: str) -> str | None:
    """The value as a reader sees it, up to a tool word, a bracket, a date or a wide gap; None if nothing is left."""
    value = raw[:400].lstrip(_BLANKS + "：:【[（(")
    if end := _ENDS.search(value):
        value = value[: end.start()]
    if (date := find_date(value)) is not None:
        value = _DATE_LABEL.sub("", value[: date.start])
    value = _first_part(value).strip(_BLANKS + "；;，,、|/·。（(⋅•")
    if value[-1:] in "）)" and not set(value) & set("（("):
        value = value[:-1].rstrip(_BLANKS)
    return None if value.lower() in _EMPTY else value


def _first_part(value: str) -> str:
    """The value up to its first wide gap or element edge."""
    for separator in (GAP, EDGE):
        value = value.strip(_BLANKS).split(separator)[0]
    return value
