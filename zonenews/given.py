"""The list pages that an operator gives in SITE_URLS."""

from scrapy.settings import BaseSettings

from zonenews.exits import Exit, Refused


def given_addresses(settings: BaseSettings) -> dict[str, tuple[str, ...]]:
    """The list pages of each site that is named there. Raises Refused where it is no mapping of names to addresses."""
    try:
        given = settings.getdict("SITE_URLS")
    except (TypeError, ValueError):
        given = {"": None}
    if not all(isinstance(urls, str) for urls in given.values()):
        raise Refused(Exit.USAGE, 'SITE_URLS is no JSON object such as {"a_site": "http://www.example.cn/list/"}')
    return {name: tuple(urls.split()) for name, urls in given.items()}
