"""Reads the probed page as a crawl would, without knowing beforehand whether it is a list or an article."""

from urllib.parse import urlsplit

from zonenews.extraction import Article, Link, Listing, NotAnArticle, extract_article, extract_listing
from zonenews.probing.report import Kind, Served
from zonenews.profile import Profile

FILES = frozenset(["pdf", "doc", "docx", "xls", "xlsx", "wps", "et", "ppt", "pptx", "ofd", "zip", "rar", "7z"])
_ROWS = 5
_LISTS = frozenset(["list", "empty", "script", "not_html", "redirect"])


def read_listing(page: Served, profile: Profile) -> Listing:
    """The page as a list page."""
    return extract_listing(
        page.body, page.url, header_encoding=page.header_encoding, profile=profile, cursor=page.cursor or None
    )


def read_article(page: Served, profile: Profile) -> Article:
    """The page as an article page. Raises NotAnArticle."""
    return extract_article(
        page.body, page.url, header_encoding=page.header_encoding, fetched=page.fetched, profile=profile
    )


def recognise(
    page: Served, profile: Profile, *, as_list: bool = False
) -> tuple[Kind, str, Listing | None, Article | None]:
    """What the page is, with a detail, and as what it was read.

    An article page has lists of links beside its text, a list page no article: so the article is looked for first,
    unless the page is known to be a site's list page.
    """
    listing = read_listing(page, profile)
    if as_list and _has_rows(listing):
        return "list", "", listing, None
    try:
        article = read_article(page, profile)
    except NotAnArticle as error:
        # a home page has rows of many sections; a section may be at a site's root, and then it has a pager
        lists = _has_rows(listing) if error.kind in _LISTS else error.kind == "home" and listing.next is not None
        if lists:
            return "list", "", listing, None
        return error.kind, error.detail, listing, None
    return ("list", "", listing, None) if _is_list(article, listing) else ("article", "", None, article)


def _has_rows(listing: Listing) -> bool:
    """Whether rows are on the page, or known to be elsewhere."""
    return bool(listing.links) or "detour" in listing.flags


def _is_list(article: Article, listing: Listing) -> bool:
    """Whether what was read as an article is a list with a summary in every row: the rows' titles are its text."""
    titles = sum(link.title in article.text for link in listing.links if link.date)
    return titles >= _ROWS and (listing.next is not None or titles * 2 > len(article.paragraphs))


def is_file(link: Link) -> bool:
    """Whether a row leads to a file and to no page."""
    return urlsplit(link.url).path.rpartition(".")[2].lower() in FILES
