"""Commands of who crawls: the demo, sites, probes, runs."""

from pathlib import Path
from typing import Annotated

import typer

from zonenews.cli.options import MOST, ArchiveOption, JsonOption, LimitOption, SiteOption, opened, print_result
from zonenews.screens.runs import run_view, runs_table
from zonenews.screens.terminal import Terminal
from zonenews.screens.views import sites_view

app = typer.Typer()
runs_app = typer.Typer(help="What each run did, and how it ended.")
app.add_typer(runs_app, name="runs", invoke_without_command=True)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port to serve the replica at.")] = 8765,
    news: Annotated[int, typer.Option(help="Publish so many new articles first.")] = 0,
    folder: Annotated[Path, typer.Option(help="Where the archive and the export go.")] = Path("demo"),
) -> None:
    """Serves the bundled replica of a zone's site, crawls it, and shows what came of it."""
    from zonenews.demo.tour import Tour, take

    raise typer.Exit(take(Tour(folder.absolute(), port), Terminal(), news=news))


@app.command()
def crawl(
    sites: Annotated[
        list[str] | None, typer.Argument(help="Sites that have a file; `zonenews sites` shows them.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All sites whose address was checked or given.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Crawls at once, each of another host.")] = 4,
    argument: Annotated[list[str] | None, typer.Option("-a", help="NAME=value, as for scrapy crawl.")] = None,
    setting: Annotated[list[str] | None, typer.Option("-s", help="NAME=value, as for scrapy crawl.")] = None,
    logs: Annotated[Path | None, typer.Option(help="A folder for a log of each site; else no log is kept.")] = None,
    hours: Annotated[float, typer.Option(min=0.01, max=168, help="A crawl that takes longer is stopped.")] = 7,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Crawls many sites, each in a process of its own; exits with what they come to (docs/exit-codes.md)."""
    from zonenews.crawls.command import Wanted, crawl_sites
    from zonenews.crawls.process import Order

    folder = logs.absolute() if logs else None
    order = Order(tuple(argument or ()), tuple(setting or ()), archive, folder, hours * 3600)
    raise typer.Exit(crawl_sites(Wanted(tuple(sites or ()), everything, jobs, json, order)))


@app.command()
def schedule(
    sites: Annotated[
        list[str] | None, typer.Argument(help="Sites that have a file; all that are ready if none.")
    ] = None,
    units: Annotated[bool, typer.Option("--systemd/--cron", help="Units and timers, or a crontab.")] = False,
    every: Annotated[int, typer.Option(min=1, max=24, help="Hours from one crawl of a site to the next.")] = 12,
    hours: Annotated[float, typer.Option(min=0.01, max=168, help="A crawl that takes longer is stopped.")] = 7,
    setting: Annotated[list[str] | None, typer.Option("-s", help="NAME=value for every crawl.")] = None,
    logs: Annotated[Path, typer.Option(help="A folder for the logs of crawls by cron.")] = Path("logs"),
    into: Annotated[Path | None, typer.Option(help="The folder to write to; a crontab else goes to stdout.")] = None,
    archive: ArchiveOption = None,
) -> None:
    """Writes what has every site crawled by itself, spread over the hour (docs/scheduling.md)."""
    from zonenews.schedule.command import Wanted, write_schedule

    write_schedule(Wanted(tuple(sites or ()), units, every, hours, tuple(setting or ()), archive, logs, into))


@app.command()
def sites(archive: ArchiveOption = None, json: JsonOption = False) -> None:
    """The sites of the archive, and those that have a file and wait for their first crawl or probe."""
    from zonenews.sites import list_sites

    print_result(list_sites(archive), sites_view, json)


@app.command()
def probe(
    target: Annotated[
        str | None, typer.Argument(help="A list page or article page: its address, or a saved file.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where a saved file came from.")] = None,
    site: Annotated[str | None, typer.Option(help="Probe this site, by its profile; a good probe is noted.")] = None,
    write: Annotated[str | None, typer.Option(help="Make a site file of this name, and its saved-page test.")] = None,
    zone: Annotated[str | None, typer.Option(help="The zone's Chinese name, for --write.")] = None,
    into: Annotated[Path | None, typer.Option(help="The checkout that --write adds to; else this one.")] = None,
    setting: Annotated[list[str] | None, typer.Option("-s", help="NAME=value, as for scrapy crawl.")] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Shows what would be recognised at an address, and what is doubtful; asks for at most four pages."""
    from zonenews.probing.command import Order, probe_and_write

    order = Order(target, url, site, tuple(setting or ()), archive, write, zone, into)
    raise typer.Exit(probe_and_write(order, Terminal(), json))


@runs_app.callback()
def runs(
    context: typer.Context,
    archive: ArchiveOption = None,
    site: SiteOption = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that ended and were not complete.")] = False,
    limit: LimitOption = 20,
    json: JsonOption = False,
) -> None:
    """The last runs, newest first; `runs show ID` tells the story of one."""
    if context.invoked_subcommand is None:
        with opened(archive) as found:
            print_result(found.runs(site=site, failed=failed, limit=limit), runs_table, json)


@runs_app.command("show")
def show_run(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=1, max=MOST)],
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """One run: its sections, why each stopped, and every address that gave no article."""
    given = context.parent.params if context.parent else {}  # `runs --archive FILE show 1` means that file, too
    with opened(archive or given.get("archive")) as found:
        print_result(found.run(number), run_view, json or bool(given.get("json")))
