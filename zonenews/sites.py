"""The sites that have a file, which of them were probed, and which a command for all of them crawls."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
from filelock import FileLock
from scrapy.settings import Settings

from archive import Archive
from archive.database import sqlite_path
from archive.export import whole_file
from zonenews import clock, environment
from zonenews.exits import Exit, Refused
from zonenews.given import given_addresses
from zonenews.loader import SiteLoader
from zonenews.profile_checks import url_problem
from zonenews.spiders import ZoneSpider, host_of, named_hosts

_NEVER = {"articles": 0, "newest": None, "last_run": None, "last_state": None}
ANY_ADDRESS = "zone"  # the spider of no site: it crawls any list page by its address


def project_settings(given: Iterable[str] = ()) -> Settings:
    """The project's settings, wherever the command runs, with `NAME=value` pairs as of `scrapy -s` before them."""
    settings = Settings()
    settings.setmodule("zonenews.settings", priority="project")
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.isupper():
            raise Refused(Exit.USAGE, f"-s {pair} is no setting; write NAME=value")
        settings.set(name, value, priority="cmdline")
    return settings


def load_sites(settings: Settings | None = None) -> dict[str, type[ZoneSpider]]:
    """The site files, by name; broken ones are left out."""
    return _sites_of(SiteLoader.from_settings(settings or project_settings()))


def load_site(name: str, settings: Settings | None = None) -> type[ZoneSpider]:
    """One site's file. Raises Refused where there is none, or where it is broken."""
    loader = SiteLoader.from_settings(settings or project_settings())
    found = _sites_of(loader)
    if name in found:
        return found[name]
    if name in loader.broken:
        raise Refused(Exit.CONFIGURATION, loader.broken[name])
    raise Refused(Exit.USAGE, f"there is no site {name!r}; `zonenews sites` shows them")


def _sites_of(loader: SiteLoader) -> dict[str, type[ZoneSpider]]:
    spiders = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in spiders.items() if issubclass(spider, ZoneSpider) and name != ANY_ADDRESS}


def addresses(name: str, spider: type[ZoneSpider], settings: Settings) -> tuple[str, ...]:
    """The list pages of a site, by SITE_URLS or its file; none where the address is not known."""
    return given_addresses(settings).get(name) or tuple(section.url for section in spider.profile.sections)


def hosts_of(name: str, spider: type[ZoneSpider], settings: Settings) -> frozenset[str]:
    """The hosts that a site's crawl locks, without `www.`; an address that is none has no host, and stops its crawl."""
    usable = (url for url in addresses(name, spider, settings) if not url_problem(url))
    hosts = (*map(host_of, usable), *named_hosts(spider.profile))
    return frozenset(host.removeprefix("www.") for host in hosts)


def sites_to_crawl(archive_url: str | None = None, settings: Settings | None = None) -> tuple[str, ...]:
    """The sites that a command for all of them crawls: those with an address that an operator gave, that was probed
    once, or that was checked live."""
    settings = settings or project_settings()
    left_out = sites_left_out(archive_url, settings)
    return tuple(name for name in load_sites(settings) if name not in left_out)


def sites_left_out(archive_url: str | None = None, settings: Settings | None = None) -> dict[str, str]:
    """The sites that it leaves out, each with the reason."""
    settings = settings or project_settings()
    loader, checked = SiteLoader.from_settings(settings), checked_sites(archive_url or environment.archive())
    reasons = {name: f"its file is broken: {line}" for name, line in loader.broken.items()}
    for name, spider in _sites_of(loader).items():
        if not addresses(name, spider, settings):
            reasons[name] = "its address is not known; give it in SITE_URLS"
        elif not (name in given_addresses(settings) or name in checked or spider.profile.checked):
            reasons[name] = "its address was never checked; `zonenews probe --site <name>` does it"
    return reasons


def checked_sites(archive_url: str) -> dict[str, dict[str, Any]]:
    """The last good probe of each site, from the file beside the archive. Raises Refused where that holds none."""
    path = probes_path(archive_url)
    try:
        found = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Refused(Exit.CONFIGURATION, f"{path} is no record of probes ({error}); move it away") from error
    if not isinstance(found, dict) or not all(isinstance(probe, dict) for probe in found.values()):
        raise Refused(Exit.CONFIGURATION, f"{path} is no record of probes; move it away")
    return found


def list_sites(archive_url: str | None = None) -> list[dict[str, Any]]:
    """The sites of the archive and the site files, by name; `probed` is when a site was last found good.

    Where there is no archive yet and none was named, the site files alone. Broken files are named on stderr.
    """
    url, settings = archive_url or environment.archive(), project_settings()
    rows = {row["site"]: dict(row) for row in _archived(url, named=archive_url is not None)}
    loader, checked = SiteLoader.from_settings(settings), checked_sites(url)
    loader.say_broken()
    files = _sites_of(loader)
    for name, spider in files.items():
        sections = len(addresses(name, spider, settings))
        rows.setdefault(name, _NEVER | {"site": name, "zone": spider.profile.zone, "sections": sections})
    for name, row in rows.items():
        day = files[name].profile.checked if name in files else None
        row["probed"] = checked.get(name, {}).get("probed") or (day.isoformat() if day else None)
    return [rows[name] for name in sorted(rows)]


def _archived(url: str, *, named: bool) -> list[Mapping[str, Any]]:
    file = sqlite_path(url)
    if not named and file is not None and not file.exists():
        return []
    with Archive(url) as archive:
        return list(archive.sites())


def note_checked(archive_url: str, site: str, facts: Mapping[str, Any]) -> Path:
    """Notes a good probe of a site, with some facts of it; gives the file."""
    path = probes_path(archive_url)
    with FileLock(_lock(archive_url)):
        now = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        probes = checked_sites(archive_url) | {site: {"probed": now, **facts}}
        with whole_file(path) as file:
            file.write(
                orjson.dumps(probes, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
            )
    return path


def probes_path(archive_url: str) -> Path:
    """Where probes are noted: beside a SQLite archive, for a database server in the working directory."""
    file = sqlite_path(archive_url)
    return Path(f"{file}.probes.json" if file else "zonenews.probes.json")


def _lock(archive_url: str) -> Path:
    """A lock for the file of probes, in the folder of the archive's locks."""
    file = sqlite_path(archive_url)
    folder = Path(f"{file}-locks") if file else Path(tempfile.gettempdir()) / "zonenews-locks"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / "probes.lock"
