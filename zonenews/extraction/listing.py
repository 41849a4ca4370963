"""Reads a list page: the rows, the section's name and the way to the next page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zonenews.extraction.crumbs import breadcrumb, section_name
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.page import read_page
from zonenews.extraction.pagers import find_next
from zonenews.extraction.results import Listing
from zonenews.extraction.rows import find_rows
from zonenews.profile import Profile


def extract_listing(
    body: bytes,
    url: str,
    *,
    header_encoding: str | None = None,
    fetched: datetime | None = None,
    profile: Profile | None = None,
    cursor: Mapping[str, Any] | None = None,
) -> Listing:
    """The listing a section's answer holds; never raises, and a page without rows gives no links.

    `cursor` is that of the listing before this page; without it the page is read as a section's first.
    """
    profile = profile or Profile()
    read = read_page(body, url, header_encoding=header_encoding, charset=profile.charset)
    page = ListPage(url, read.base_url, read.text, read.root, cursor or {})
    rows = find_rows(page)
    pager, step = find_next(page)
    crumbs = breadcrumb(page)
    return Listing(
        url=url,
        name=section_name(page, crumbs),
        links=rows.links,
        next=step.next,
        pager=pager,
        post=step.post,
        alternatives=step.alternatives,
        end=step.end,
        total=step.total,
        pages=step.pages,
        page=step.page,
        breadcrumb=crumbs,
        cursor={**step.cursor, "pager": pager, "rows": rows.path},
        charset=read.decoded.charset,
        charset_reason=read.decoded.reason,
    )
