"""The one place that turns bytes into text."""

import codecs
import re
from dataclasses import dataclass

_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset that gave it, and why that one was chosen."""

    text: str
    charset: str
    reason: str


def decode(body: bytes, header_encoding: str | None = None, profile_charset: str | None = None) -> Decoded:
    """Decodes page bytes: BOM, strict UTF-8, HTTP header, meta, gb18030, in this order; never raises."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(body[len(bom) :].decode(name, "replace"), name, "bom")
    candidates = [
        (profile_charset, "profile"),
        ("utf-8", "strict_utf8"),
        (header_encoding, "header"),
        (_meta(body), "meta"),
        ("gb18030", "fallback"),
    ]
    for name, reason in candidates:
        codec = _codec(name)
        if codec:
            try:
                return Decoded(body.decode(codec), codec, reason)
            except UnicodeDecodeError:
                continue
    return Decoded(body.decode("gb18030", "replace"), "gb18030", "replaced")


def _meta(body: bytes) -> str | None:
    found = _META.search(body[:4096])
    return (found[1] or found[2]).decode("ascii") if found else None


def _codec(name: str | None) -> str | None:
    """The Python codec for a declared charset; every label of the GB family means gb18030, which holds them all."""
    if not name:
        return None
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    return "gb18030" if codec in {"gb2312", "gbk", "hz"} else codec
