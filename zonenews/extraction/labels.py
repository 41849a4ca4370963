"""The vocabulary of info lines (来源, 发布时间 …) and how such a line falls into labels and values."""

import re
from dataclasses import dataclass
from typing import Literal

from zonenews.extraction.dates import find_date
from zonenews.extraction.text import EDGE, GAP

Kind = Literal["source", "published", "dated", "updated", "written", "editor", "author", "number", "other"]

_WORDS: dict[Kind, str] = {
    "source": "来源 文章来源 信息来源 稿件来源 消息来源 新闻来源 内容来源 转载来源 来源于 来源单位 来源部门 来源机构 出处 供稿 供稿单位 稿源 "
    "发布机构 发布单位 发布部门 信息提供 信息发布单位 发布者单位",
    "published": "发布时间 发表时间 发布日期 发表日期 发稿时间 上传时间 信息时间 公开日期 公开时间 发布于 发表于 录入时间",
    "dated": "时间 日期 添加时间 添加日期 加入时间 创建时间 生成日期 生成时间",
    "updated": "更新时间 更新日期 更新于 最后更新 修改时间 最后修改时间",
    "written": "成文日期 发文日期 撰写时间 印发日期 成文时间 发文时间 实施日期 施行日期 生效日期 有效日期 失效日期 废止日期",
    "editor": "责任编辑 编辑 责编 网络编辑 网站编辑 本文编辑 值班编辑 编辑人 信息录入 录入 录入人 录入者 编审 本期编辑 网页编辑 执行编辑",
    "author": "作者 撰稿 撰稿人 文章作者 记者 本报记者 通讯员 文 文/图 图/文 撰文 作者单位",
    "number": "文号 发文字号 文件编号 发文文号 文件号 发文号 公文编号",
    "other": "浏览次数 浏览量 浏览 点击数 点击次数 点击量 点击率 点击 阅读 阅读量 阅读次数 阅读数 访问量 访问次数 访问 人气 字体 字号 字体大小 文字大小 "
    "打印 收藏 分享 分享到 分享至 视力保护色 保护视力色 背景色 审核 校对 初审 复审 终审 选稿 摄影 索引号 主题分类 主题词 关键词 关键字 "
    "名称 发文机关 发布人 发布者 体裁分类 有效性 标题 信息名称 所属类别 分类 类别 文件来源 审核人 责任校对 监制 标签 栏目 所属栏目 图 图片 审签 一审 二审 三审 "
    "内容分类 公开方式 组配分类 服务对象 效力状态 机构分类 概述 内容概述 信息分类 公开范围 公开形式 公开程序 信息索引 题材分类 语种 评论 评论数 点赞",
}  # fmt: skip
_KINDS: dict[str, Kind] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_LONGEST = max(map(len, _KINDS))
_COLONS = re.compile("[:：∶︰]")
_BLANKS = f" {GAP}{EDGE}"
_OPENERS = "【[（(<《|·"
# What ends a value though no colon follows it.
_ENDS = re.compile(
    r"[【】\[\]|｜]|字[ \x1e\x1f]?[体号][ \x1e\x1f]?[【\[（(:：大]|大[ \x1e\x1f]{0,3}中[ \x1e\x1f]{0,3}小|打印|关闭|我要纠错|分享|收藏|扫一扫|"
    r"浏览|阅读[:：次数量]|点击[:：次数]|访问[:：次数量]|视力保护|保护视力|责任编辑|语音播报|听新闻|用手机"
)
_EMPTY = frozenset(
    ("", "无", "暂无", "-", "--", "---", "——", "null", "undefined", "none", "未知", "空", "/", "0", "不详")
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what stands behind it; `value` is the flattened text up to the next label."""

    kind: Kind
    label: str
    value: str
    start: int
    end: int


def parse_labels(line: str) -> list[Labelled]:
    """The labels of a flattened line in their order, each with its raw value; linear in the line's length."""
    places = [
        (before, colon.end()) for colon in _COLONS.finditer(line) if (before := _label_before(line, colon.start()))
    ]
    ends = [before[1] for before, _ in places[1:]] + [len(line)]
    return [
        Labelled(_KINDS[word], word, line[begin:end], start, end)
        for ((word, start), begin), end in zip(places, ends, strict=False)
    ]


def _label_before(line: str, colon: int) -> tuple[str, int] | None:
    """The known label that ends at the colon and where it begins; blanks inside a label do not count."""
    letters, places = "", []
    at = colon - 1
    while at >= 0 and colon - at <= 3 * _LONGEST and len(letters) < _LONGEST:
        if line[at] not in _BLANKS:
            letters = line[at] + letters
            places.append(at)
        elif line[at] == GAP and len(letters) > 1:
            break
        at -= 1
    for length in range(len(letters), 0, -1):
        word = letters[-length:]
        if word in _KINDS and _begins(line, places[length - 1], word):
            return word, places[length - 1]
    return None


def _begins(line: str, start: int, word: str) -> bool:
    """Whether a label may begin here: a short label never in the middle of a word."""
    if len(word) >= 4 or start == 0:
        return True
    before = line[start - 1]
    return before in _BLANKS or not ("\u4e00" <= before <= "\u9fff") or len(word) > 1


def value_text(raw: str) -> str | None:
    """The value as a reader sees it, ended by a tool word, a bracket, a date or a wide gap; None when nothing is left."""
    value = raw.lstrip(_BLANKS + "：:")
    if end := _ENDS.search(value):
        value = value[: end.start()]
    if (date := find_date(value)) is not None:
        value = value[: date.start]
    value = _first_part(value).strip(_BLANKS + "；;，,、|/·。（(")
    if value.endswith("）") and "（" not in value or value.endswith(")") and "(" not in value:
        value = value[:-1]
    return None if value.lower() in _EMPTY else value


def _first_part(value: str) -> str:
    """The value up to its first wide gap or element edge."""
    for separator in (GAP, EDGE):
        value = value.strip(_BLANKS).split(separator)[0]
    return value
