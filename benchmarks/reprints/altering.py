"""What other sites do to an article that they reprint."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from random import Random

Paragraphs = Sequence[str]
Alter = Callable[[Paragraphs, Random], list[str]]
_NAMES = ("邬砚峤", "喻朔", "纪牧远", "屈澄", "闵楷", "沈岑", "柏彧青", "陶启岑", "阮砚宁", "祁潇")
_PAPERS = ("云麓日报", "澜溪晚报", "青岚发布", "望川融媒", "沅屏网", "桐埠新闻网", "雁洲开发区报")
_LEADS = (
    "近日，{paper}刊发文章，报道我区{topic}的做法，现转发如下，供各单位学习参考。",
    "编者按：{paper}日前推出专题，关注各地{topic}情况，其中介绍了这里的经验。本网予以转载，欢迎广大企业和群众留言讨论。",
    "本网讯 {topic}是今年的重点工作之一。连日来，有关做法受到多家媒体关注，{paper}对此作了报道，全文如下。",
    "{paper}消息，{topic}又有新进展。我区将认真对照，结合实际抓好落实，推动各项任务早日见效。以下为报道原文。",
)
_TOPICS = ("优化营商环境", "项目建设", "招商引资", "产业转型", "科技创新", "安全生产", "人才引育", "民生实事")
_SWAPS: tuple[tuple[str, str], ...] = (
    ("今年", "本年度"),
    ("目前", "截至目前"),
    ("我区", "开发区"),
    ("全区", "全市"),
    ("以及", "和"),
    ("同时，", ""),
)
_SWAPS += (("进一步", ""), ("全力", "着力"), ("表示", "说"), ("近日", "日前"), ("的", "之"), ("，并", "，"))
FOOTERS = (
    "声明：本网站所载稿件凡注明来源的均为转载稿，目的在于传递更多信息，如有侵权请联系我们，我们将在{0}个工作日内处理。联系电话：{1}。",
    "关注我们：扫描下方二维码，关注开发区微信公众号，及时了解园区动态、惠企政策和办事指南。企业服务热线{1}，工作日有人值守，欢迎来电咨询。",
    "开发区规划面积{0}平方公里，先后获评国家新型工业化产业示范基地、国家级绿色园区、知识产权示范园区，已形成电子信息、装备制造、新材料三大主导产业。",
)
_SENTENCES = (
    "这一做法得到了企业的普遍认可。",
    "相关工作正在有序推进，预计年内将取得阶段性成果。",
    "据了解，类似的举措还将在更大范围内推广开来。",
    "有关负责人说，接下来要把好经验固定下来、坚持下去。",
)
_ZONE = re.compile(r"[\u4e00-\u9fff]{2}(?:第\d+)?经开区")
_DAY = re.compile(r"(\d+月)(\d+日)")
_FIGURE = re.compile(r"(?<![\d.])\d{2,3}(?![\d.年月日])")
_END = re.compile(r"(?<=[。！？])")


def new_byline(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """Another reporter's line at the head."""
    paper, name = draw.choice(_PAPERS), draw.choice(_NAMES)
    opening = draw.choice((f"{paper}讯（记者 {name}）", f"本报讯（通讯员{name}）", f"{paper}{name}报道："))
    return [opening + paragraphs[0], *paragraphs[1:]]


def source_line(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """A line that names the source, before the text or after it."""
    line = draw.choice(("来源：{}", "（来源：{}）", "来源 | {}", "稿件来源: {}", "转自：{}")).format(
        draw.choice(_PAPERS)
    )
    return [line, *paragraphs] if draw.random() < 0.5 else [*paragraphs, line]


def editor_line(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """Lines that name who edited and checked it."""
    names = draw.sample(_NAMES, 3)
    lines = ["责任编辑：{}", "编辑：{} 校对：{}", "一审：{} 二审：{} 三审：{}", "（编辑 {}）", "撰稿：{} 摄影：{}"]
    return [*paragraphs, draw.choice(lines).format(*names)]


def cut(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """Only the head, of half the text or more; the last paragraph may end early."""
    wanted = sum(map(len, paragraphs)) * draw.uniform(0.5, 0.85)
    kept: list[str] = []
    for paragraph in paragraphs:
        sentences = [sentence for sentence in _END.split(paragraph) if sentence]
        before = sum(map(len, kept))
        taken = [s for place, s in enumerate(sentences) if before + sum(map(len, sentences[:place])) < wanted]
        kept += ["".join(taken)] if taken else []
    return kept


def thinned(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """Some paragraphs from the middle left out."""
    if len(paragraphs) < 4:
        return list(paragraphs)
    longest = sorted(range(1, len(paragraphs)), key=lambda place: len(paragraphs[place]))
    left = set(draw.sample(longest[: len(longest) // 2 + 1], max(1, len(paragraphs) // 4)))
    return [paragraph for place, paragraph in enumerate(paragraphs) if place not in left]


def local_lead(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """A paragraph of the reprinting site before the text."""
    return [draw.choice(_LEADS).format(paper=draw.choice(_PAPERS), topic=draw.choice(_TOPICS)), *paragraphs]


def other_marks(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """Other punctuation and widths: half-width marks, full-width digits, blanks at the head of a paragraph."""
    half = str.maketrans("，：；！？（）“”％", ',:;!?()""%')
    full = str.maketrans("0123456789", "０１２３４５６７８９")
    table = draw.choice((half, full, half | full))
    return ["\u3000\u3000" + paragraph.translate(table) for paragraph in paragraphs]


def traditional(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """In traditional characters."""
    return [paragraph.translate(_traditional()) for paragraph in paragraphs]


def polished(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """A few words changed by an editor: one in about a hundred and twenty characters."""
    left = 1 + sum(map(len, paragraphs)) // 120
    found = list(paragraphs)
    for old, new in draw.sample(_SWAPS, len(_SWAPS)):
        for place, paragraph in enumerate(found):
            if left and old in paragraph:
                found[place] = paragraph.replace(old, new, 1)
                left -= 1
    return found


def dated(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """The first day that is named becomes a full date, or loses its month."""
    year = draw.randrange(2020, 2026)
    wider = draw.choice((f"{year}年\\g<0>", "今日（\\g<0>）", "\\g<2>"))
    return [_DAY.sub(wider, paragraphs[0], count=1), *paragraphs[1:]]


def corrected(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """One figure of a longer text put right."""
    found = list(paragraphs)
    places = [place for place, paragraph in enumerate(found) if _FIGURE.search(paragraph)]
    if places and sum(map(len, found)) > 500:
        place = draw.choice(places)
        found[place] = _FIGURE.sub(lambda old: str(int(old[0]) + 1), found[place], count=1)
    return found


def renamed(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """The zone that the original names, called as its neighbours or it itself would, wherever it is named."""
    name = draw.choice(("我区", "该区", "全区", "开发区", "示范经济技术开发区"))
    return [_ZONE.sub(name, paragraph) for paragraph in paragraphs]


def own_footer(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """A line of the reprinting site behind the text."""
    return [*paragraphs, draw.choice(FOOTERS).format(draw.randrange(3, 90), f"0{draw.randrange(10**9, 10**10)}")]


def rewritten(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """One sentence in twelve, or at least one, left out or said in other words."""
    found = [[sentence for sentence in _END.split(paragraph) if sentence] for paragraph in paragraphs]
    places = [(row, column) for row, sentences in enumerate(found) for column in range(len(sentences))]
    for row, column in draw.sample(places, max(1, len(places) // 12)) if len(places) > 4 else ():
        found[row][column] = draw.choice(("", *_SENTENCES))
    return ["".join(sentences) for sentences in found if any(sentences)]


def resplit(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """The same sentences in other paragraphs."""
    sentences = [sentence for paragraph in paragraphs for sentence in _END.split(paragraph) if sentence]
    found: list[str] = []
    while sentences:
        size = draw.randrange(1, 5)
        found.append("".join(sentences[:size]))
        del sentences[:size]
    return found


def unchanged(paragraphs: Paragraphs, draw: Random) -> list[str]:
    """The same text under another title, or none of it changed."""
    return list(paragraphs)


ALTERATIONS: tuple[Alter, ...] = (
    *(unchanged, new_byline, source_line, editor_line, cut, thinned),
    *(local_lead, other_marks, traditional, polished, resplit, dated, corrected),
    *(renamed, own_footer, rewritten),
)


@cache
def _traditional() -> dict[int, str]:
    text = resources.files("archive.search").joinpath("simplified.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {ord(group[0]): group[1] for group in " ".join(lines).split() if len(group) > 1}
