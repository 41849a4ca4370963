"""Reads and changes the page number in an address's query."""

from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

# the names page numbers have in the wild, compared without case
PAGE_NAMES = frozenset(
    {
        "page", "pageno", "pagenum", "pageindex", "currpage", "currentpage", "pagenumber", "curpage", "pn", "p",
        "cpage", "nowpage", "page_no", "page_num", "thispage", "paged", "cur_page", "pageing", "paging", "curpageno",
    }
)  # fmt: skip


def page_number(url: str) -> tuple[str, int] | None:
    """The name and value of the page number in an address's query."""
    for name, value in _pairs(url):
        if name.lower() in PAGE_NAMES and value.isascii() and value.isdigit() and len(value) < 7:
            return name, int(value)
    return None


def with_number(url: str, name: str, number: int) -> str:
    """The address with a page number in its query, everything else left as it is written."""
    return with_value(url, name, str(number))


def with_value(url: str, name: str, value: str) -> str:
    """The address with one parameter set; the others keep their place and spelling; what is no address stays."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    setting = f"{quote(name)}={quote(value, safe='')}"
    pairs = parts.query.split("&") if parts.query else []
    places = [place for place, pair in enumerate(pairs) if pair.partition("=")[0] == name]
    if places:
        pairs[places[0]] = setting
    else:
        pairs.append(setting)
    return urlunsplit(parts._replace(query="&".join(pairs), fragment=""))


def value_of(url: str, name: str) -> str | None:
    """The decoded value of a parameter, its name compared without case."""
    return next((value for key, value in _pairs(url) if key.lower() == name.lower()), None)


def _pairs(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return []
