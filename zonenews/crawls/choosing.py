"""The sites that a command was given, or all that are ready, with their hosts."""

import sys
from collections.abc import Iterable, Mapping, Sequence

from scrapy.settings import Settings

from zonenews.exits import Exit, Refused
from zonenews.sites import hosts_of, load_sites, sites_left_out, sites_to_crawl


def chosen_sites(
    sites: Sequence[str], archive: str, settings: Settings, *, everything: bool
) -> Mapping[str, frozenset[str]]:
    """The sites with their hosts, none for a name that no file has. Raises Refused where none is named, or none left.

    What `everything` leaves out is named on stderr.
    """
    known = load_sites(settings)
    names = list(dict.fromkeys(sites))
    if everything:
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
