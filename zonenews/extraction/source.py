"""Finds the source 来源: the printed line; the meta tag only where no label is printed."""

import re

from zonenews.extraction.blocks import Outline
from zonenews.extraction.findings import Finding, missing
from zonenews.extraction.infolines import Entry, InfoLines
from zonenews.extraction.labels import value_text
from zonenews.extraction.metas import Metas

_NAMED = re.compile(r"source_baidu|\bsource\b|\bsourcename\b|article-?source|laiyuan|\bly\b|news-?source|media-?name")
_ISSUERS = frozenset("发布机构 发布单位 发布部门 信息提供 信息发布单位 供稿 供稿单位".split())
_LONGEST = 60


def find_source(info: InfoLines, metas: Metas, outline: Outline) -> Finding[str]:
    """The source as printed; a printed label with nothing behind it is a missing source."""
    credits = [entry for entry in info.of("source") if entry.label not in _ISSUERS]
    if found := _first(credits):
        return found
    if credits:
        return missing(f"{credits[0].label} is printed with nothing behind it")
    for named in outline.named:
        if (
            _NAMED.search(named.names)
            and (value := value_text(named.text))
            and len(value) <= _LONGEST
            and "：" not in value
        ):
            return Finding(value, f"named:{named.names.split()[0]}", 0.8)
    if found := _first([entry for entry in info.of("source") if entry.label in _ISSUERS]):
        return found
    if (meta := metas.source) and (value := value_text(meta[1])):
        return Finding(value, f"meta:{meta[0]}", 0.8)
    return missing("no source label is printed and no meta tag holds one")


def _first(entries: list[Entry]) -> Finding[str] | None:
    for entry in entries:
        if (value := entry.value) and len(value) <= _LONGEST:
            return Finding(value, f"label:{entry.label}", 0.98 if entry.place == "head" else 0.9)
    return None
