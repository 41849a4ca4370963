"""What `zonenews probe` does with its target."""

import sys
from dataclasses import dataclass
from pathlib import Path

import orjson
from rich.console import Console

from zonenews import environment
from zonenews.exits import Exit, Refused
from zonenews.probing.looking import probe_file, probe_site, probe_url
from zonenews.probing.plain import plain
from zonenews.probing.report import Probe
from zonenews.probing.writing import Draft, check_draft, write_site
from zonenews.profile_checks import url_problem
from zonenews.screens.probes import probe_view
from zonenews.sites import addresses, load_site, note_checked, project_settings


@dataclass(frozen=True, slots=True)
class Order:
    """The command's arguments."""

    target: str | None
    url: str | None = None
    site: str | None = None
    settings: tuple[str, ...] = ()
    archive: str | None = None
    write: str | None = None
    zone: str | None = None
    into: Path | None = None

    @property
    def draft(self) -> Draft | None:
        """The site file to make, if any."""
        return Draft(self.write, self.zone, self.into) if self.write is not None else None


def probe_and_write(order: Order, console: Console, as_json: bool) -> Exit:
    """Probes, shows what was found, and writes where that is asked for; gives the exit code. Raises Refused."""
    draft = order.draft
    if draft is not None:
        _check(order, draft)
    probe = take(order)
    if as_json:
        print(orjson.dumps(plain(probe), option=orjson.OPT_INDENT_2).decode())
    else:
        console.print(probe_view(probe))
    if probe.trouble:
        print(f"zonenews: {probe.url}: {probe.trouble}", file=sys.stderr)
    noted = note(order, probe)
    if noted and draft is None:
        print(f"zonenews: noted in {noted}: commands for all sites now crawl {probe.site}", file=sys.stderr)
    if draft is not None:
        for path in write_site(draft, probe):
            print(f"zonenews: made {path}", file=sys.stderr)
        note_checked(_archive(order), draft.name, _facts(probe))
    return probe.exit


def take(order: Order) -> Probe:
    """Probes what the order names. Raises Refused."""
    settings = project_settings(order.settings)
    file = Path(order.target) if order.target and "://" not in order.target else None
    if file is not None:
        return _of_file(order, file)
    if order.url:
        raise Refused(Exit.USAGE, "--url says where a saved file came from; the target is no file")
    if order.target and url_problem(order.target):
        raise Refused(Exit.USAGE, f"{order.target} is no http(s) address and no file")
    with Console(stderr=True).status("asking for at most four pages …"):
        if order.site:
            return probe_site(order.site, order.target, settings)
        if order.target:
            return probe_url(order.target, settings)
    raise Refused(Exit.USAGE, "name an address, a saved page, or a site with --site")


def note(order: Order, probe: Probe) -> Path | None:
    """Notes beside the archive that a site's own section was found good; gives the file."""
    if not (probe.good and probe.requests and probe.site):
        return None
    settings = project_settings(order.settings)
    if probe.target not in addresses(probe.site, load_site(probe.site, settings), settings):
        return None
    return note_checked(_archive(order), probe.site, _facts(probe))


def _check(order: Order, draft: Draft) -> None:
    if order.site or not order.target or "://" not in order.target:
        raise Refused(Exit.USAGE, "--write makes a new site of a list page: give its address, and no --site")
    check_draft(draft)


def _of_file(order: Order, file: Path) -> Probe:
    if not file.is_file():
        raise Refused(Exit.USAGE, f"{order.target} is no http(s) address and no file")
    if order.url and (trouble := url_problem(order.url)):
        raise Refused(Exit.USAGE, f"--url {trouble}")
    return probe_file(file, order.url, load_site(order.site).profile if order.site else None)


def _archive(order: Order) -> str:
    return order.archive or environment.archive()


def _facts(probe: Probe) -> dict[str, object]:
    assert probe.listing is not None
    doubts = [doubt.name for doubt in probe.doubts]
    return {"url": probe.target, "rows": len(probe.listing.links), "pager": probe.listing.pager, "doubts": doubts}
