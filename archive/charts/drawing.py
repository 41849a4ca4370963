"""Draws an Altair chart as SVG that stands in any page: no style, no script, no font or address of its own."""

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

import orjson

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
    about = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-about">{escape(description)}</desc>'
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
    """A label no wider than so many pixels; what is cut ends in …."""
    if breadth(text) <= most:
        return text
    while breadth(text) > most - _SIZE:
        text = text[:-1]
    return f"{text}…"


@lru_cache(maxsize=256)
def _drawn(spec: bytes) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec.decode(), allowed_base_urls=[]))


def _literal(text: str) -> str:
    return text.replace("\\", r"\\")
