"""What is doubtful about a probed page: each doubt has a name for programs and a sentence for people."""

from collections.abc import Iterator
from datetime import date

from zonenews.extraction import Article, Link, Listing
from zonenews.probing.report import Doubt, PageTwo, Probe

BY_SCRIPT = (
    "the page is drawn by a script: describe its API in the profile (docs/profile.md), "
    "or have a browser draw it (docs/browser.md)"
)
_FEW = 5
_UNSURE = 0.6
_GUESSED = {
    "fallback": "declared by nobody: gb18030 was tried",
    "plausible": "declared by nobody: taken for what reads best",
    "mixed": "several on one page",
    "replaced": "not read without errors",
}
_FLAGS = {
    "guessed_pager": "the way to the next page is a guess",
    "several_sections": "the page holds rows of several sections",
}
_KNOWN_FLAGS = frozenset(("detour", "drawn_by_script"))
_CUT = ("…", "...", "..", "．．．")


def doubts_of(probe: Probe) -> tuple[Doubt, ...]:
    """Everything doubtful, in the order of the page."""
    return tuple(Doubt(name, text) for name, text in _doubts(probe))


def _doubts(probe: Probe) -> Iterator[tuple[str, str]]:
    if probe.url != probe.target and probe.target.startswith("http") and not _is_detour(probe):
        yield "redirected", f"the address leads to {probe.url}: give that one"
    if probe.url.startswith("file:"):
        yield "no_url", "where the page was saved from is not known, so links resolve to files: give --url"
    if probe.listing is not None:
        yield from _of_listing(probe, probe.listing)
    if probe.article is not None and probe.article.article is not None:
        yield from _of_article(probe.article.article, _row_of(probe))


def _of_listing(probe: Probe, listing: Listing) -> Iterator[tuple[str, str]]:
    if "drawn_by_script" in listing.flags:
        yield "drawn_by_script", BY_SCRIPT
    if not listing.links:
        return
    for rule in (_few, _dates, _order, _titles, _foreign, _total):
        yield from rule(probe, listing)
    if not listing.name and not probe.site:
        yield "no_section_name", "the page does not name its section: name it in the site file"
    yield from _paging(listing, probe.page_two)
    yield from _charset("list page", listing.charset, listing.charset_reason)
    yield from _flags(listing.flags)


def _few(probe: Probe, listing: Listing) -> Iterator[tuple[str, str]]:
    if len(listing.links) < _FEW:
        yield "few_rows", f"few rows ({len(listing.links)}): perhaps not all of the list was recognised"


def _dates(probe: Probe, listing: Listing) -> Iterator[tuple[str, str]]:
    missing = sum(link.date is None for link in listing.links)
    if missing == len(listing.links):
        yield "no_dates", "no row has a date: perhaps these are no articles; -a since= cannot work"
    elif missing:
        yield "some_dates", f"{missing} of {len(listing.links)} rows have no date"
    if late := [link for link in listing.links if link.date and _is_ahead(probe, link.date)]:
        yield "future_dates", f"dates to come stand at {len(late)} of the rows, such as {late[0].date}"


def _order(probe: Probe, listing: Listing) -> Iterator[tuple[str, str]]:
    days = [link.date for link in listing.links if link.date and not link.pinned]
    if days != sorted(days, reverse=True):
        yield "not_newest_first", "the rows are not newest first: -a since= may stop too early"


def _titles(probe: Probe, listing: Listing) -> Iterator[tuple[str, str]]:
    if cut := [link.title for link in listing.links if link.title.endswith(_CUT)]:
        yield (
            "titles_cut",
            f"{len(cut)} of {len(listing.links)} titles are cut, such as {cut[0]!r}; articles have the whole ones",
        )
    if short := [link.title for link in listing.links if len(link.title) < 4]:
        yield (
            "titles_short",
            f"{len(short)} of {len(listing.links)} titles are very short, such as {short[0]!r}: perhaps a menu",
        )


def _foreign(probe: Probe, listing: Listing) -> Iterator[tuple[str, str]]:
    count = len(listing.links)
    if probe.offsite and len(probe.offsite) * 2 >= count:
        yield "mostly_offsite", f"{len(probe.offsite)} of {count} rows lead to other sites, which are not fetched"
    if probe.files and len(probe.files) * 2 >= count:
        yield "mostly_files", f"{len(probe.files)} of {count} rows are files, which are not fetched"


def _total(probe: Probe, listing: Listing) -> Iterator[tuple[str, str]]:
    rows = sum(not link.pinned for link in listing.links)
    total, pages = listing.total, listing.pages
    if total and pages and not (pages - 1) * rows < total <= pages * max(rows, len(listing.links)):
        yield (
            "total_odd",
            f"{total} articles on {pages} pages are announced, with {rows} rows here: that does not add up",
        )


def _paging(listing: Listing, two: PageTwo | None) -> Iterator[tuple[str, str]]:
    if listing.end == "no_pager" and two is None:
        yield "no_pager", "no way to a second page was found: only these rows would be crawled"
    if listing.next is None and two is not None and two.good:
        yield "announced_end", f"this is announced as the last page, but {two.tried[-1]} has {two.fresh} other rows"
    if listing.next is None or two is None or two.good:
        if two is not None and len(two.tried) > 1 and listing.next is not None:
            yield "other_page_two", f"the announced next page brought nothing; {two.tried[-1]} did"
        return
    more = (
        f"a crawl would go on to try others ({two.untried})" if two.untried else "perhaps the pager is not understood"
    )
    if two.trouble:
        yield "page_two_failed", f"page 2 could not be had ({two.trouble}): {more}"
    elif two.rows:
        yield "page_two_same", f"page 2 has the same rows as page 1: {more}"
    else:
        yield "page_two_empty", f"page 2 has no rows: {more}"


def _of_article(article: Article, row: Link | None) -> Iterator[tuple[str, str]]:
    for name in ("title", "published", "source"):
        if getattr(article, name) is None:
            yield f"no_{name}", f"the article's {name} is missing: {article.reasons.get(name, 'not on the page')}"
    if article.published_precision == "day":
        yield "day_only", "the publish time is known to the day only"
    if not article.paragraphs:
        yield "no_text", "the article has no text: " + (article.reasons.get("paragraphs") or "pictures or files only")
    if (article.title or "").endswith(_CUT):
        yield "title_cut", f"the article's title is cut: {article.title}"
    for name, sure in article.confidence.items():
        if sure < _UNSURE:
            yield "unsure", f"the article's {name} is a guess (rule {article.rules.get(name)}, confidence {sure:.2f})"
    if row is not None:
        yield from _row_against(row, article)
    if article.pages:
        yield "several_pages", f"the article goes on over {len(article.pages)} more pages"
    yield from _charset("article", article.charset, article.charset_reason)
    yield from _flags(article.flags)


def _row_against(row: Link, article: Article) -> Iterator[tuple[str, str]]:
    """What the list says of the article, held against what the article says."""
    if row.date and article.published and article.published[:10] != row.date:
        yield "dates_differ", f"the list dates the article {row.date}, its page {article.published[:10]}"
    title = row.title.rstrip("….．")
    if article.title and title not in article.title and article.title not in title:
        yield "titles_differ", f"the list calls the article {row.title!r}, its page {article.title!r}"


def _charset(what: str, charset: str, reason: str) -> Iterator[tuple[str, str]]:
    if reason in _GUESSED:
        yield "charset", f"the charset of the {what} is {_GUESSED[reason]} ({charset})"


def _flags(flags: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for flag in flags:
        if flag not in _KNOWN_FLAGS:
            yield flag, _FLAGS.get(flag, flag.replace("_", " "))


def _is_ahead(probe: Probe, day: str) -> bool:
    fetched = probe.page.fetched if probe.page else None
    return fetched is not None and date.fromisoformat(day).toordinal() > fetched.date().toordinal() + 1


def _row_of(probe: Probe) -> Link | None:
    """The row that led to the article."""
    links = probe.listing.links if probe.listing else ()
    asked = probe.article.row if probe.article else None
    return next((link for link in links if link.url == asked), None)


def _is_detour(probe: Probe) -> bool:
    return probe.page is not None and bool(probe.page.cursor)
