"""The one place that turns bytes into text."""

import codecs
import re
from dataclasses import dataclass

from zonenews.extraction.hanzi import plausibility

_META = re.compile(
    rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]+)""",
    re.I,
)
_META_WITHIN = 8192
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Declared charsets that mean a wider one, and those that servers declare of everything, which means nothing.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_MEANS_NOTHING = frozenset(("ascii", "iso8859-1", "cp1252", "iso8859-15"))
_ONLY_TWO_BYTES = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")
_NEIGHBOURS = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]){2}")
_BETTER = 0.25  # so much more plausible must another charset read to beat the one whose turn it is
_MOST_LINES = 20_000  # the rest of a longer page is read as one line
_ENOUGH = 20  # so many characters outside ASCII before an undeclared charset is believed


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset that gave it, and why that one was chosen."""

    text: str
    charset: str
    reason: str


def decode(body: bytes, header_encoding: str | None = None, profile_charset: str | None = None) -> Decoded:
    """Decodes page bytes: BOM, profile, strict UTF-8, header, meta, gb18030, in this order; never raises.

    A body that ends within a character is read up to there. A declared charset that reads as nonsense loses to one that
    reads as Chinese; where nothing reads without errors, each line is read as what fits it best.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(body[len(bom) :].decode(name, "replace"), name, "bom")
    declared = [
        (_codec(profile_charset), "profile"),
        (_codec(header_encoding), "header"),
        (_codec(_meta(body)), "meta"),
    ]
    if (codec := declared[0][0]) and (text := _strict(body, codec)) is not None:
        return Decoded(text, codec, "profile")
    if wide := _utf16(body):
        return Decoded(body.decode(wide, "replace"), wide, "zero_bytes")
    text = _strict(body, "utf-8")
    if text is not None and not _rather_gbk(body, [codec for codec, _ in declared]):
        return Decoded(text, "utf-8", "strict_utf8")
    return _best([(codec, reason) for codec, reason in declared if codec], body)


def _best(declared: list[tuple[str, str]], body: bytes) -> Decoded:
    """The first charset that reads without errors, unless another reads far better."""
    told = [each for each in declared if each[0] != "utf-8"]
    choices = told if any(codec == "gb18030" for codec, _ in told) else [*told, ("gb18030", "fallback")]
    readings = [Decoded(text, codec, why) for codec, why in choices if (text := _strict(body, codec)) is not None]
    if not told and (text := _strict(body, "big5hkscs")) and sum(map(str.isascii, text)) + _ENOUGH <= len(text):
        readings.append(Decoded(text, "big5hkscs", "plausible"))
    if not readings:
        return _by_line(body, [codec for codec, _ in told])
    scores = [plausibility(reading.text) for reading in readings]
    best = max(range(len(readings)), key=lambda place: (scores[place], -place))
    return readings[best] if scores[best] > scores[0] + _BETTER else readings[0]


def _by_line(body: bytes, declared: list[str]) -> Decoded:
    """The text of a page of several charsets, or with broken characters: each line as the charset that fits it best."""
    names = list(dict.fromkeys(("utf-8", *declared, "gb18030")))
    main = max(names, key=lambda name: plausibility(body.decode(name, "replace")))
    pieces = body.split(b"\n", _MOST_LINES)
    text = "\n".join(_line(line, main, names) for line in pieces)
    return Decoded(text, main, "replaced" if "\ufffd" in text else "mixed")


def _line(line: bytes, main: str, names: list[str]) -> str:
    """The line in the page's main charset, or in another where it is broken in that one and good Chinese in this."""
    text = _strict(line, main)
    if text is not None:
        return text
    text = line.decode(main, "replace")
    others = (line.decode(name, "replace") for name in names if name != main)
    scored = ((plausibility(other), other) for other in others)
    score, other = max(scored, key=lambda each: each[0], default=(0.0, text))
    return other if score > max(_BETTER, plausibility(text)) else text


def _strict(body: bytes, codec: str) -> str | None:
    """The text if no byte is wrong; the last character may be cut."""
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(body, False)
    except (UnicodeDecodeError, LookupError):
        return None


def _rather_gbk(body: bytes, declared: list[str | None]) -> bool:
    """Whether bytes are UTF-8 by chance and GBK in truth: two-byte characters only, declared so or side by side."""
    if body.isascii() or _ONLY_TWO_BYTES.search(body) or "utf-8" in declared or _strict(body, "gb18030") is None:
        return False
    return "gb18030" in declared or _NEIGHBOURS.search(body) is not None


def _utf16(body: bytes) -> str | None:
    """UTF-16 without a mark, known by the zero byte beside its first `<` or beside most of its characters."""
    start = body[:512]
    if b"\x00" not in start:
        return None
    even, odd = start[::2].count(0), start[1::2].count(0)
    if min(even, odd) * 4 > max(even, odd):
        return None
    if start[:2] in (b"<\x00", b"\x00<") or max(even, odd) * 5 > len(start) // 2:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _meta(body: bytes) -> str | None:
    found = _META.search(body[:_META_WITHIN])
    return bytes(found[1] or found[2]).decode("ascii", "ignore") if found else None


def _codec(name: str | None) -> str | None:
    """The Python codec for a declared charset; every label of the GB family means gb18030, which holds them all."""
    if not name:
        return None
    try:
        info = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if (
        not info._is_text_encoding
        or info.name in _MEANS_NOTHING
        or info.name.startswith(("utf-7", "idna", "punycode", "unicode"))
    ):
        return None
    if info.name.startswith(("utf-16", "utf-32")):
        return None
    return _WIDER.get(info.name, info.name)
