"""What must hold before a crawl may start: a contact, the site's opening hours, a place for its files."""

import ipaddress

from scrapy.crawler import Crawler
from scrapy.settings import SETTINGS_PRIORITIES

from archive.files.store import FileStore
from zonenews import clock
from zonenews.exits import Exit, Refused
from zonenews.manners.hours import BEIJING, opens, seconds_open
from zonenews.middlewares.address import is_public
from zonenews.spiders import ZoneSpider


def check_contact(crawler: Crawler, spider: ZoneSpider) -> None:
    """Raises Refused where a public site would be asked without a contact in the user agent."""
    settings = crawler.settings
    named = settings["CONTACT"] or (settings.getpriority("USER_AGENT") or 0) >= SETTINGS_PRIORITIES["cmdline"]
    if not named and any(_is_public(host) for host in spider.hosts):
        raise Refused(
            Exit.CONFIGURATION,
            "a public site is only crawled with a contact in the user agent; "
            "set ZONENEWS_CONTACT to an e-mail or web address where its owner reaches you",
        )


def check_hours(spider: ZoneSpider) -> None:
    """Raises Refused outside of the site's opening hours."""
    hours = spider.profile.hours
    if hours and not seconds_open(hours, clock.now()):
        moment = f"{opens(hours, clock.now()).astimezone(BEIJING):%Y-%m-%d %H:%M}"
        when = f"from {hours[0]} to {hours[1]} in Beijing"
        raise Refused(Exit.PARTIAL, f"{spider.name} is crawled {when}; nothing was asked, it opens at {moment}")


def check_files(spider: ZoneSpider, store: FileStore | None) -> None:
    """Raises Refused where files are to be kept and there is no place for them."""
    if spider.profile.files and store is None:
        raise Refused(
            Exit.CONFIGURATION,
            f"Profile.files of {spider.name}: an archive on a server keeps files in a folder of yours; "
            "set ZONENEWS_FILES to it",
        )


def _is_public(host: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(host.removeprefix("www.")))
    except ValueError:
        return host.removeprefix("www.") != "localhost"
