"""A next button whose click asks for the page's own address with a number: `Show(location.pathname, 'box', 2)`."""

import re

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.next_link import next_elements
from zonenews.extraction.pagers.queries import page_number, with_number
from zonenews.extraction.pagers.step import Step

_CLICK = re.compile(
    r"\(\s{0,5}(?:window\.)?location(?:\.pathname|\.href)?\s{0,5},(?:[^(),]{0,60},){0,2}\s{0,5}['\"]?(\d{1,5})['\"]?\s{0,5}[,)]"
)
# what such functions call the number; nothing on the page tells
_NAMES = ("pageing", "Paging", "page")


def clicked(page: ListPage) -> Step | None:
    """Asks for the number that the next button names, under the name the address has for it, else the likeliest."""
    for element in next_elements(page):
        script = f"{element.get('onclick') or ''} {element.get('href') or ''}"[:1000]
        if found := _CLICK.search(script):
            own = page_number(page.url)
            urls = [with_number(page.url, name, int(found[1])) for name in ([own[0]] if own else _NAMES)]
            return Step(urls[0], alternatives=tuple(urls[1:]), page=int(found[1]) - 1, guess=own is None)
    return None
