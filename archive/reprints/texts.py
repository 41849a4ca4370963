"""What of an article's text is compared with others, and the few hashes that lead to those worth comparing.

Lines that credit somebody, punctuation and blanks count for nothing, for sites change them. The hashes are taken from
pieces that begin at certain characters: a piece that two texts share begins in both, however they were cut. A change of
this module, or of how text is folded, needs a migration that lets all articles be compared anew.
"""

import re
from zlib import crc32

SHORTEST, LONGEST = 80, 20_000
BANDS = 12
_PIECE = 12
_CREDIT_LENGTH = 80
_OPENING = 3
_ANCHORS = "".join(
    chr(code) for code in (*range(0x30, 0x3A), *range(0x61, 0x7B), *range(0x4E00, 0xA000)) if code % 8 == 3
)
_PIECES = re.compile(f"(?=([{_ANCHORS}].{{{_PIECE - 1}}}))")
_MARKS = re.compile(r"[\W_]+")
_LABELS = (
    "(?:信息|稿件|文章|消息|新闻|内容)?来源|转自|转载自|出处|供稿(?:单位)?|(?:责任|文字|图文|网络|新媒体|值班)?编[辑审]|责编|作者|撰稿|撰文|文字?|图文"
    "|(?:本[报网]|实习|通讯|特约)?(?:记者|通讯员)|摄影|图片?|校对|审核|审签|[初复终一二三]审|监制|发布(?:时间|日期)?|统筹"
)
_CREDIT = re.compile(rf"^[\s(\[【]*(?:{_LABELS})\s*(?:[:|/丨]|记者|(?<=者|员|辑)\s).{{0,60}}$")
_BYLINE = re.compile(
    r"^\s*(?:[^,。;!?\n]{0,24}[讯电]\s*)?(?:[(\[]?[^,。;!?()\n]{0,8}(?:记者|通讯员)[^,。;!?()\n]{0,24}[)\]]|[^,。;!?()\n]{0,24}报道:)"
    r"|^\s*[^,。;!?\n]{0,24}[讯电]\s+"
)
_MIX = 0x9E3779B1


def letters(text: str) -> str:
    """The letters and digits of an article's folded paragraphs, without the lines that credit somebody."""
    lines = [line for line in text.split("\n") if not (len(line) < _CREDIT_LENGTH and _CREDIT.match(line))]
    opening = [_BYLINE.sub("", line, count=1) for line in lines[:_OPENING]]
    return _MARKS.sub("", "".join((*opening, *lines[_OPENING:])))[:LONGEST]


def hashes(said: str) -> set[int]:
    """For each twelfth of all hash values the least one that a piece of a text has; none where it is too short."""
    if len(said) < SHORTEST:
        return set()
    values = {crc32(piece.encode()) * _MIX & 0x7FFFFFFF for piece in _PIECES.findall(said)}
    return set({value % BANDS: value for value in sorted(values, reverse=True)}.values())
