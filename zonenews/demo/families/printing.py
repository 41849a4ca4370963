"""Small pieces that the pages of many families print: dates, ids, links to neighbours."""

import posixpath
import re
from hashlib import md5
from html import escape
from zlib import crc32

from zonenews.demo.article import Article, Published
from zonenews.demo.section import ListPage

_CLOCKS = {"second": " %H:%M:%S", "minute": " %H:%M", "day": ""}


def printed_as(published: Published, day: str) -> str:
    """The publish time with its day in this form, and as much of the clock as the article tells."""
    return published.at.strftime(day + _CLOCKS[published.precision])


def number_of(section_path: str, digits: int = 4) -> int:
    """A section's own id: the number in its path, else one made of it."""
    found = re.findall(r"\d+", section_path)
    low = 10 ** (digits - 1)
    return int(found[-1]) if found else low + crc32(section_path.encode()) % (9 * low)


def hex32(text: str) -> str:
    """32 hexadecimal digits, the same for the same text."""
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def uuid_of(text: str) -> str:
    """A uuid, the same for the same text."""
    digits = hex32(text)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def climbing(target: str, page: str) -> str:
    """The target as a page at this path links it with dots: `../../info/1001/2345.htm`."""
    return posixpath.relpath(target, posixpath.dirname(page))


def turns(page: ListPage, words: str = "首页|上一页|下一页|尾页") -> list[tuple[str, int | None]]:
    """A pager's four buttons, each with the number of the page it leads to; None where it is off."""
    number, last = page.number, page.pages
    back = (1, number - 1) if number > 1 else (None, None)
    onward = (number + 1, last) if number < last else (None, None)
    return list(zip(words.split("|"), back + onward, strict=True))


def neighbour(article: Article | None, nothing: str = "没有了") -> str:
    """The link to the article before or after."""
    return f'<a href="{escape(article.path)}">{escape(article.title)}</a>' if article else nothing
