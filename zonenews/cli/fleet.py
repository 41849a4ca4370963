"""Commands of who runs a fleet: sites into the queue, workers that crawl them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zonenews import environment
from zonenews.cli.options import ArchiveOption, JsonOption, archive_url, print_result
from zonenews.exits import Exit, Refused

if TYPE_CHECKING:
    from archive.batches import Kind

app = typer.Typer()


@app.command()
def enqueue(
    sites: Annotated[
        list[str] | None, typer.Argument(help="Sites that have a file; `zonenews sites` shows them.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All sites whose address was checked or given.")] = False,
    argument: Annotated[list[str] | None, typer.Option("-a", help="NAME=value, as for scrapy crawl.")] = None,
    setting: Annotated[list[str] | None, typer.Option("-s", help="NAME=value, as for scrapy crawl.")] = None,
    priority: Annotated[int, typer.Option(min=1, max=1000, help="The larger, the sooner; the schedule has 0.")] = 10,
    reextract: Annotated[bool, typer.Option("--reextract", help="Instead: read all archived pages again.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Instead: check the whole archive.")] = False,
    warc: Annotated[
        Path | None, typer.Option(help="Instead: write all pages as WARC into this folder, which all workers see.")
    ] = None,
    batch: Annotated[int, typer.Option(min=1, help="About how many rows of such a work make a job.")] = 1000,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for such a work; exits with 9 where it is not well.")
    ] = False,
    archive: ArchiveOption = None,
) -> None:
    """Has the fleet's workers crawl sites, or do a work on the whole archive (docs/fleet.md); it is on PostgreSQL."""
    if reextract or verify or warc:
        if [reextract, verify, bool(warc)].count(True) > 1 or sites or everything or argument or setting:
            raise Refused(Exit.USAGE, "--reextract, --verify and --warc go neither together nor with sites")
        from zonenews.fleet import sharing

        kind: Kind = "reextract" if reextract else "verify" if verify else "warc"
        sharing.share_out(sharing.Wanted(kind, archive_url(archive), batch, warc, wait))
        return
    if wait:
        raise Refused(Exit.USAGE, "--wait waits for --reextract, --verify or --warc; `zonenews fleet` tells of crawls")
    from zonenews.fleet.enqueueing import Wanted, enqueue

    given = Wanted(
        tuple(sites or ()), everything, tuple(argument or ()), tuple(setting or ()), archive_url(archive), priority
    )
    enqueue(given)


@app.command()
def worker(
    jobs: Annotated[int, typer.Option(min=1, help="Crawls at once, each of another host.")] = 4,
    name: Annotated[str | None, typer.Option(help="What others see; else the host's name and the process.")] = None,
    logs: Annotated[Path | None, typer.Option(help="A folder for a log of each site; else no log is kept.")] = None,
    hours: Annotated[float, typer.Option(min=0, help="A crawl that takes longer is stopped.")] = 7,
    stalled: Annotated[float, typer.Option(min=1, help="Seconds of silence after which a worker is dead.")] = 30,
    metrics: Annotated[Path | None, typer.Option(help="A folder for metrics; else ZONENEWS_METRICS.")] = None,
    schedule: Annotated[bool, typer.Option("--schedule", help="Enqueue all sites that are ready, too.")] = False,
    every: Annotated[int, typer.Option(min=1, max=24, help="Hours from one crawl of a site to the next.")] = 12,
    setting: Annotated[list[str] | None, typer.Option("-s", help="NAME=value for the crawls of the schedule.")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Crawls what waits in the queue, until SIGTERM or Ctrl-C gives its jobs back (docs/fleet.md)."""
    from zonenews.crawls.process import Order
    from zonenews.fleet.worker import Wanted, work

    url, folder = archive_url(archive), logs.absolute() if logs else None
    given = metrics or (Path(found) if (found := environment.metrics()) else None)
    order = Order(archive=url, logs=folder, seconds=hours * 3600)
    work(Wanted(url, order, jobs, name, stalled, given, every if schedule else None, tuple(setting or ())))


@app.command()
def fleet(
    watch: Annotated[bool, typer.Option("--watch", help="On a terminal: as it changes, until Ctrl-C.")] = False,
    stalled: Annotated[float, typer.Option(min=1, help="Seconds of silence after which a worker is dead.")] = 30,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """The queue, the workers, what failed and why, and how fresh each site is (docs/fleet.md)."""
    from zonenews.fleet import view
    from zonenews.fleet.overview import overview

    url = archive_url(archive)
    if watch and not json:
        view.watch(lambda: overview(url, stalled))
    else:
        print_result(overview(url, stalled), view.fleet_view, json)
