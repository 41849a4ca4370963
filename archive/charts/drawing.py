"""Draws an Altair chart as SVG that stands in any page: no style, no script, no font or address of its own."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import orjson

from archive.xml_text import writable

if TYPE_CHECKING:
    import altair

WIDTH = 460  # of the plot with its labels: on a phone it shrinks little, on a desk two stand side by side
ACCENT = "#3b7dd8"
# each is told from white and from near black alike
COLOURS = (ACCENT, "#d9772b", "#3f9b5f", "#c2528b", "#8a6fd1", "#2a9d9d", "#b08a1e", "#888f99")
_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
_SIZE = 12
_INK: dict[str, Any] = {
    "labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": _SIZE, "titleFontSize": _SIZE,
    "titleFontWeight": "normal", "labelLimit": 0,
}  # fmt: skip
_LINES = {
    "gridColor": "currentColor", "gridOpacity": 0.15, "domainColor": "currentColor", "domainOpacity": 0.5,
    "tickColor": "currentColor", "tickOpacity": 0.5,
}  # fmt: skip
_CONFIG: dict[str, Any] = {
    "aria": False,  # the picture has one name and description, and a table beside it
    "background": "transparent",
    "font": _FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": _INK | _LINES | {"labelSeparation": 6},
    "header": _INK,
    "legend": _INK,
    "text": {"color": "currentColor", "fontSize": _SIZE},
}
_ROOT = re.compile(r'^<svg [^>]*?(width="[^"]+" height="[^"]+" viewBox="[^"]+")>')


def svg_of(chart: "altair.TopLevelMixin", name: str, title: str, description: str) -> str:
    """The picture, with what a screen reader says of it."""
    spec = chart.to_dict(validate=False) | {"config": _CONFIG}
    drawn = _drawn(orjson.dumps(spec, option=orjson.OPT_SORT_KEYS))
    title, description = escape(writable(title)), escape(writable(description))
    about = f'<title id="{name}-title">{title}</title><desc id="{name}-about">{description}</desc>'
    roles = f'role="img" aria-labelledby="{name}-title" aria-describedby="{name}-about"'
    return _ROOT.sub(rf'<svg xmlns="http://www.w3.org/2000/svg" class="chart" \1 {roles}>{_literal(about)}', drawn)


def data(rows: list[dict[str, Any]]) -> "altair.Data":
    """Rows as they stand in a chart."""
    import altair

    return altair.Data(values=rows)  # type: ignore[no-untyped-call]  # altair types it in part


def counting(peak: int) -> "altair.Axis":
    """An axis of whole numbers up to so many."""
    import altair

    return altair.Axis(format=",d", tickCount=min(5, peak))


def breadth(text: str) -> int:
    """About how wide a label is in pixels: a machine without a Chinese font would guess too little."""
    return round(sum(_SIZE if ord(character) > 0x2E7F else 0.65 * _SIZE for character in text))


def shortened(text: str, most: int = 168) -> str:
    """A label no wider than so many pixels; what is cut ends in ….

    Every text of a page that is drawn comes by here: vl-convert ends the whole process at what XML cannot hold.
    """
    text = writable(text)
    if breadth(text) <= most:
        return text
    text = text[: most // 5]  # no character is narrower: one that is very long need not be measured again and again
    while breadth(text) > most - _SIZE:
        text = text[:-1]
    return f"{text}…"


def unlike(names: Sequence[str]) -> list[str]:
    """Labels for some names, no two alike: what is called the same would be drawn as one."""
    labels: list[str] = []
    for number, name in enumerate(names, 1):
        label = shortened(name)
        labels.append(f"{label} {number}" if label in labels else label)
    return labels


def by_place(labels: Sequence[str]) -> str:
    """The expression of a chart that gives the label of a place."""
    return f"{json.dumps(labels)}[datum.value]"  # in ASCII: the language of expressions is older than JSON in scripts


@lru_cache(maxsize=256)
def _drawn(spec: bytes) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec.decode(), allowed_base_urls=[]))


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")
