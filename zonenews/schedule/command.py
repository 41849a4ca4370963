"""Carries out `zonenews schedule`."""

import getpass
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from scrapy.settings import Settings

import zonenews
from archive.database import sqlite_path
from zonenews import clock, environment
from zonenews.exits import Exit, Refused
from zonenews.folders import make_folder
from zonenews.schedule import cron, systemd
from zonenews.schedule.plan import Plan
from zonenews.schedule.slots import HOUR, turns
from zonenews.sites import hosts_of, load_site, load_sites, project_settings, sites_to_crawl
from zonenews.spiders import ZoneSpider

_CHECKOUT = Path(zonenews.__file__).parents[1]
_CRONTAB = "zonenews.crontab"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was given; `into` is the folder for the files."""

    sites: tuple[str, ...]
    systemd: bool
    every: int
    hours: float
    settings: tuple[str, ...]
    archive: str | None
    logs: Path
    into: Path | None


def write_schedule(wanted: Wanted) -> None:
    """Writes the files and says what to do with them; a crontab without a folder goes to standard output."""
    plan = _plan(wanted)
    if not plan.environment.get("ZONENEWS_CONTACT"):
        print("zonenews: no public site will be crawled: set ZONENEWS_CONTACT and write them again", file=sys.stderr)
    if plan.logs:
        make_folder(plan.logs)
    if wanted.into is None:
        if wanted.systemd:
            raise Refused(Exit.USAGE, "name a folder for the units: --into FOLDER")
        print(_crontab(plan), end="")
        return
    folder = wanted.into.absolute()
    files = systemd.files(plan, str(folder), getpass.getuser()) if wanted.systemd else {_CRONTAB: _crontab(plan)}
    _write(folder, files)
    print(_what_now(folder, len(plan.sites), timers=wanted.systemd), file=sys.stderr)


def _plan(wanted: Wanted) -> Plan:
    if 24 % wanted.every:
        raise Refused(Exit.USAGE, f"--every {wanted.every}: give a number of hours that divides the day")
    archive = wanted.archive or environment.archive()
    file = sqlite_path(archive)
    settings = project_settings(wanted.settings)
    sites = _sites(wanted, archive, settings)
    return Plan(
        sites={name: site.profile.hours for name, site in sites.items()},
        every=wanted.every,
        python=sys.executable,
        folder=_CHECKOUT,
        environment=_environment(str(file) if file else archive),
        settings=wanted.settings,
        longest=round(wanted.hours * HOUR),
        logs=None if wanted.systemd else wanted.logs.absolute(),
        behind=turns({name: hosts_of(name, site, settings) for name, site in sites.items()}),
    )


def _sites(wanted: Wanted, archive: str, settings: Settings) -> Mapping[str, type[ZoneSpider]]:
    """The sites that were named, else all that are ready. Raises Refused."""
    known = load_sites(settings)
    names = wanted.sites or sites_to_crawl(archive, settings)
    if not names:
        raise Refused(Exit.CONFIGURATION, "no site is ready to be crawled; check one with `zonenews probe --site`")
    return {name: known.get(name) or load_site(name, settings) for name in sorted(names)}


def _environment(archive: str) -> dict[str, str]:
    """What a crawl needs to know that the checkout does not tell."""
    found = {
        "ZONENEWS_ARCHIVE": archive,
        "ZONENEWS_CONTACT": environment.contact(),
        "ZONENEWS_FILES": _from_here(environment.files()),
        "ZONENEWS_ALERTS": _from_here(_on_one_line(environment.alerts())),
        "ZONENEWS_METRICS": _from_here(environment.metrics()),
        "ZONENEWS_LOG": environment.log(),
        "ZONENEWS_BROWSER": _from_here(environment.browser()),
    }
    return {name: value for name, value in found.items() if value}


def _on_one_line(addresses: str | None) -> str | None:
    """Addresses of alerts, which may be given on several lines; a path as it is."""
    return " ".join(addresses.split()) if addresses and "://" in addresses else addresses


def _from_here(value: str | None) -> str | None:
    """A path as the crawl finds it, which runs in the checkout; addresses as they are."""
    return value if value is None or "://" in value else str(Path(value).expanduser().absolute())


def _crontab(plan: Plan) -> str:
    ahead = clock.now().astimezone().utcoffset()
    assert ahead is not None
    return cron.crontab(plan, round(ahead.total_seconds()))


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Writes files that only their owner may read: they may hold passwords."""
    make_folder(folder)
    for name, text in files.items():
        path = folder / name
        path.touch(mode=0o600)
        path.chmod(0o600 if name in {_CRONTAB, systemd.ENVIRONMENT} else 0o644)
        path.write_text(text, encoding="utf-8")


def _what_now(folder: Path, sites: int, *, timers: bool) -> str:
    if not timers:
        return f"{sites} sites in {folder / _CRONTAB}; to use it: crontab {quote(str(folder / _CRONTAB))}"
    place = quote(str(folder))
    units = f"cp {place}/zonenews@*.service {place}/zonenews@*.timer /etc/systemd/system/"
    enable = f"systemctl daemon-reload && systemctl enable --now $(cd {place} && echo zonenews@*.timer)"
    return f"{sites} timers in {folder}; to use them, as root: {units} && {enable}"
