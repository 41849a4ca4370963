"""Probes an address, a site or a saved file: gives what was found, judged."""

from dataclasses import replace
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from zonenews.exits import Exit, Refused
from zonenews.probing.doubts import BY_SCRIPT, doubts_of
from zonenews.probing.reading import is_file, recognise
from zonenews.probing.report import ArticleProbe, Probe, Served
from zonenews.probing.spider import ProbeSpider
from zonenews.profile import Profile, Section
from zonenews.sites import addresses, load_site
from zonenews.spiders import ZoneSpider
from zonenews.spiders.zone import Zone

_ALONE = {  # a crawl's manners without its archive; every page is asked for once
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "EXTENSIONS": {},
    "ITEM_PIPELINES": {},
    "RETRY_TIMES": 0,
    "RETRY_AFTER_CAP": 10,
    "LOG_LEVEL": "ERROR",
}
_TROUBLE = {
    "challenge": "a challenge page stands before the site",
    "home": "this is a home page, no section: give a section's list page",
    "list": "this is a list page on which no rows were recognised",
    "soft404": "the page says that it is not there",
    "redirect": "the page only leads elsewhere",
    "script": BY_SCRIPT,
    "empty": "neither rows nor an article were recognised",
    "not_html": "this is no web page",
}


def probe_site(name: str, url: str | None, settings: Settings) -> Probe:
    """Probes a site's first section, or another address by the site's profile. Raises Refused."""
    site = load_site(name, settings)
    urls = (url,) if url else addresses(name, site, settings)
    if not urls:
        raise Refused(
            Exit.CONFIGURATION, f"no list page is known for {name}; give one: zonenews probe <list page> --site {name}"
        )
    return _probe(_site(site, urls[0]), settings, named=True)


def probe_url(url: str, settings: Settings) -> Probe:
    """Probes an address without a profile. Raises Refused."""
    return _probe(_site(Zone, url), settings, named=False)


def probe_file(file: Path, url: str | None, profile: Profile | None = None) -> Probe:
    """Probes a saved page; nothing is asked of anybody."""
    page = Served(url or file.absolute().as_uri(), file.read_bytes())
    kind, detail, listing, article = recognise(page, profile or Profile())
    found = Probe(str(file), page.url, kind, detail, listing=listing, page=page)
    if listing is not None:
        found = replace(found, files=tuple(link for link in listing.links if is_file(link)))
    if article is not None:
        found = replace(found, article=ArticleProbe(page.url, article, page=page))
    return _judged(found)


def _site(spider: type[ZoneSpider], url: str) -> ZoneSpider:
    """The site's spider, for one list page; known sections keep their name."""
    section = next((section for section in spider.profile.sections if section.url == url), Section(url))
    return spider(sections=(section,), pages=None, since=None, until=None)


def _probe(site: ZoneSpider, settings: Settings, *, named: bool) -> Probe:
    settings = settings.copy()
    settings.setdict(_ALONE, priority="project")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ProbeSpider)
    task = process.crawl(crawler, site=site, named=named)
    process.start()
    spider = crawler.spider
    error = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(spider, ProbeSpider):
        error = error or spider.error
        if spider.probe is not None and error is None:
            return _judged(spider.probe)
    if error is not None:
        raise error
    raise Refused(Exit.INTERRUPTED, "interrupted before anything was found")


def _judged(found: Probe) -> Probe:
    """The probe with its doubts, and with what stood in the way of the whole."""
    trouble, code = _verdict(found)
    return replace(found, doubts=doubts_of(found), trouble=trouble, exit=code)


def _verdict(found: Probe) -> tuple[str | None, Exit]:
    if found.trouble:
        return found.trouble, Exit.PARTIAL
    listing = found.listing
    if found.kind not in ("list", "article") or (found.kind == "list" and not (listing and listing.links)):
        code = Exit.CHALLENGED if found.kind == "challenge" else Exit.NOTHING
        detail = "".join(filter(str.isprintable, found.detail))  # a page's own words, on their way to a terminal
        return _TROUBLE[found.kind] + (f" ({detail})" if detail and found.kind != "script" else ""), code
    if found.requests and found.article is None:
        return "no row leads to an article on this site", Exit.PARTIAL
    if found.article is not None and found.article.trouble:
        return f"the article {found.article.url} {found.article.trouble}", Exit.PARTIAL
    if listing is not None and listing.next and found.page_two is not None and found.page_two.trouble:
        return f"page 2 could not be had: {found.page_two.trouble}", Exit.PARTIAL
    return None, Exit.COMPLETE
