"""Carries out `zonenews crawl`."""

import asyncio
from dataclasses import dataclass
from time import monotonic

import orjson
from rich.console import Console

from zonenews.crawls.choosing import chosen_sites
from zonenews.crawls.ended import Ended, exit_of
from zonenews.crawls.process import Order
from zonenews.crawls.screen import Lines, LiveTable, summary
from zonenews.crawls.together import Together
from zonenews.folders import make_folder
from zonenews.sites import project_settings


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
    settings, began = project_settings(wanted.order.settings), monotonic()
    archive = wanted.order.archive or settings["ARCHIVE_URL"]
    sites = chosen_sites(wanted.sites, archive, settings, everything=wanted.all)
    if wanted.order.logs:
        make_folder(wanted.order.logs)
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
