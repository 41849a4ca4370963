"""Carries out `zonenews crawl`."""

import asyncio
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic

import orjson
from rich.console import Console

from zonenews.crawls.ended import Ended, exit_of
from zonenews.crawls.process import Order
from zonenews.crawls.screen import Lines, LiveTable, summary
from zonenews.crawls.together import Together
from zonenews.exits import Exit, Refused
from zonenews.sites import hosts_of, load_sites, project_settings, sites_left_out, sites_to_crawl


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was given."""

    sites: tuple[str, ...]
    all: bool
    jobs: int
    json: bool
    order: Order


def crawl_sites(wanted: Wanted) -> int:
    """Crawls the sites and gives the exit code. Raises Refused where none is named, or none is left."""
    console = Console(stderr=wanted.json)
    sites, began = _sites(wanted), monotonic()
    if wanted.order.logs:
        wanted.order.logs.mkdir(parents=True, exist_ok=True)
    screen = (LiveTable if console.is_terminal else Lines)(console, len(sites))
    with screen:
        together = Together(wanted.order, wanted.jobs, screen)
        ended = asyncio.run(together.crawl(sites))
    for line in summary(ended, monotonic() - began):
        console.print(line, soft_wrap=True, highlight=False, markup=False)
    if wanted.json:
        print(orjson.dumps([one.row for one in ended], option=orjson.OPT_INDENT_2).decode())
    return _exit(together, ended)


def _exit(together: Together, ended: list[Ended]) -> int:
    if together.stopped_by is None:
        return exit_of(ended)
    return 128 + together.stopped_by


def _sites(wanted: Wanted) -> Mapping[str, frozenset[str]]:
    """The sites to crawl with their hosts. A name that no file has is left to its crawl, which says so."""
    settings = project_settings(wanted.order.settings)
    known = load_sites(settings)
    names = list(dict.fromkeys(wanted.sites))
    if wanted.all:
        archive = wanted.order.archive or settings["ARCHIVE_URL"]
        names += [name for name in sites_to_crawl(archive, settings) if name not in names]
        _say_left_out(sites_left_out(archive, settings), besides=names)
        if not names:
            raise Refused(Exit.CONFIGURATION, "no site is ready to be crawled; check one with `zonenews probe --site`")
    if not names:
        raise Refused(Exit.USAGE, "name sites to crawl, or say --all; `zonenews sites` shows them")
    return {name: hosts_of(name, known[name], settings) if name in known else frozenset() for name in names}


def _say_left_out(reasons: Mapping[str, str], *, besides: Iterable[str]) -> None:
    """A line on stderr for each reason."""
    sites: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        if name not in besides:
            sites.setdefault(reason, []).append(name)
    for reason, names in sites.items():
        print(f"zonenews: left out, {reason}: {', '.join(names)}", file=sys.stderr)
