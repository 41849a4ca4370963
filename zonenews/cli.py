"""The `zonenews` command: one short function a command."""

import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

from archive import Archive, ArchiveError, DiskFull, NotFound, Writer
from archive.search import Narrowed, Order
from zonenews import environment, views
from zonenews.exits import Exit, Refused

_HELP = "The news of China's development zones, archived: ask the archive, check it, copy it. `scrapy crawl` fills it."

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=_HELP)
runs_app = typer.Typer(help="What each run did, and how it ended.")
app.add_typer(runs_app, name="runs", invoke_without_command=True)

ArchiveOption = Annotated[
    str | None, typer.Option("--archive", help="Path or SQLAlchemy URL; else ZONENEWS_ARCHIVE, else ./zonenews.db.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
DayOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day of publication, included.")]
SiteOption = Annotated[str | None, typer.Option(help="Only this site.")]


def main() -> None:
    """Runs the command; what goes wrong is one line on stderr and an exit code."""
    try:
        app()
    except ArchiveError as error:
        print(f"zonenews: {error}", file=sys.stderr)
        if isinstance(error, DiskFull):  # what could not be written to standard output would be tried again at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_exit_code(error))
    except Refused as error:
        print(f"zonenews: {error}", file=sys.stderr)
        sys.exit(error.code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.COMPLETE)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port to serve the replica at.")] = 8765,
    news: Annotated[int, typer.Option(help="Publish so many new articles first.")] = 0,
    folder: Annotated[Path, typer.Option(help="Where the archive and the export go.")] = Path("demo"),
) -> None:
    """Serves the bundled replica of a zone's site, crawls it, and shows what came of it."""
    from zonenews.demo.tour import Tour, take

    raise typer.Exit(take(Tour(folder.absolute(), port), Console(), news=news))


@app.command()
def sites(archive: ArchiveOption = None, json: JsonOption = False) -> None:
    """The sites of the archive, and those that have a file and wait for their first crawl or probe."""
    from zonenews.sites import list_sites

    _show(list_sites(archive), views.sites_view, json)


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
    raise typer.Exit(probe_and_write(order, Console(), json))


@runs_app.callback()
def runs(
    context: typer.Context,
    archive: ArchiveOption = None,
    site: SiteOption = None,
    limit: Annotated[int, typer.Option(help="How many.")] = 20,
    json: JsonOption = False,
) -> None:
    """The last runs, newest first; `runs show ID` tells the story of one."""
    if context.invoked_subcommand is None:
        with _opened(archive) as found:
            _show(found.runs(site=site, limit=limit), views.runs_table, json)


@runs_app.command("show")
def runs_show(number: int, archive: ArchiveOption = None, json: JsonOption = False) -> None:
    """One run: its sections, why each stopped, and every address that gave no article."""
    with _opened(archive) as found:
        _show(found.run(number), views.run_view, json)


@app.command()
def search(
    words: Annotated[
        list[str], typer.Argument(help="What to look for: 光伏 招商, '\"绿色 低碳\"', '光伏 OR 风电', '光伏 -招聘'.")
    ],
    site: SiteOption = None,
    section: Annotated[str | None, typer.Option(help="Only this section: its name or its list page.")] = None,
    since: DayOption = None,
    until: DayOption = None,
    source: Annotated[str | None, typer.Option(help="Only this 来源, or a part of it.")] = None,
    title: Annotated[bool, typer.Option("--title", help="Look at headlines only.")] = False,
    order: Annotated[Order, typer.Option(help="The newest first, or the most relevant.")] = "newest",
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    only_count: Annotated[bool, typer.Option("--count", help="Print only how many there are.")] = False,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """The articles that hold some words; docs/search.md has the language."""
    from zonenews.search_view import found_view

    narrowed: Narrowed = {"site": site, "section": section, "source": source, "title": title}
    narrowed |= {"since": since and since.date(), "until": until and until.date()}
    with _opened(archive) as opened:
        if only_count:
            print(opened.search_count(" ".join(words), **narrowed))
        else:
            found = opened.search(" ".join(words), order=order, limit=limit, **narrowed)
            _show(found, found_view, json, asdict(found) if json else None)


@app.command()
def reprints(
    url: Annotated[str | None, typer.Argument(help="Only the group of this article.")] = None,
    site: SiteOption = None,
    since: DayOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many groups.")] = 20,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Articles that say the same, on several sites or in several sections: who had it first, and whom each credits."""
    from zonenews.reprints_view import groups_view

    with _opened(archive) as opened:
        found = opened.reprints(url, site=site, since=since and since.date(), limit=limit)
        waiting = opened.reprints_waiting()
    _show(found, groups_view, json, [asdict(group) for group in found])
    if waiting:
        print(f"{waiting} articles wait to be compared: the next crawl does it, or `zonenews upgrade`", file=sys.stderr)


@app.command()
def show(
    url: str,
    at: Annotated[
        str | None, typer.Option(help="As it was known then: YYYY-MM-DD (end of the day in Beijing) or a time.")
    ] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """An archived article, by its address."""
    with _opened(archive) as found:
        article = found.article(url, at=_moment(at) if at else None)
        if files := found.files(url):
            article["files"] = [{**file, "path": file["path"] and str(file["path"])} for file in files]
        _show(article, views.article_view, json)


@app.command()
def diff(
    url: str,
    older: Annotated[
        int | None, typer.Option("--from", help="Number of the older revision; else the one before.")
    ] = None,
    newer: Annotated[int | None, typer.Option("--to", help="Number of the newer revision; else the last.")] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """What changed in an article between two of its revisions, by paragraph and by character."""
    from archive.differences import differences
    from zonenews.diff_view import diff_view

    with _opened(archive) as found:
        revisions = found.revisions(url)
    old, new = _pair(revisions, older, newer)
    changes = differences(old, new)
    _show([asdict(change) for change in changes], lambda _: diff_view(old, new, changes), json)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A saved article page.")],
    url: Annotated[str, typer.Option(help="Where the page was saved from; links resolve against it.")] = "",
    json: JsonOption = False,
) -> None:
    """Reads a saved article page and shows each field with the rule that found it."""
    from zonenews.extraction import NotAnArticle, extract_article

    try:
        article = extract_article(file.read_bytes(), url or file.absolute().as_uri())
    except NotAnArticle as error:
        print(f"zonenews: {file} is no article: {error}", file=sys.stderr)
        raise typer.Exit(Exit.NOTHING) from None
    _show(article, views.reading_view, json, asdict(article) if json else None)
    if not url:
        print("zonenews: without --url, pictures and files at relative addresses are left out", file=sys.stderr)


@app.command()
def export(
    format: Annotated[
        str, typer.Option(help="jsonl; or warc: the bytes, compressed where the name ends in .gz.")
    ] = "jsonl",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file, written whole or not at all.")] = None,
    archive: ArchiveOption = None,
    site: SiteOption = None,
) -> None:
    """Writes the articles as JSON Lines, to a file or to standard output; or every kept page as WARC, to a file."""
    if format not in {"jsonl", "warc"}:
        raise typer.BadParameter(f"{format!r} is not a format; there are jsonl and warc")
    if format == "warc" and output is None:
        raise typer.BadParameter("name a file for the WARC: -o pages.warc.gz")
    with _opened(archive) as found:
        if format == "warc" and output:
            counts = found.export_warc(output.absolute(), site=site)
            print(f"{counts.responses} pages and {counts.revisits} revisits written to {output}", file=sys.stderr)
            return
        count = found.export(output.absolute() if output else sys.stdout.buffer, site=site)
    if output:
        print(f"{count} articles written to {output}", file=sys.stderr)


@app.command()
def reextract(
    site: SiteOption = None,
    since: Annotated[str | None, typer.Option(help="Only what was there on this day or later, YYYY-MM-DD.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would change, by field.")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; as many as there are cores if not given.")] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Reads the archived pages again with today's extractor; an interrupted run goes on where it stopped."""
    from zonenews.reextract import Report, count_revisions, reread_all

    url, day = _archive_url(archive), _moment(since, end=False) if since else None
    total = count_revisions(url, site=site, since=day, dry=dry_run)
    report = Report()
    with views.progress(total, "revisions") as advance:
        for report in reread_all(url, site=site, since=day, dry=dry_run, jobs=jobs):
            advance(report.revisions)
    _show(asdict(report), views.report_view, json)


@app.command()
def verify(
    repair: Annotated[
        bool, typer.Option(help="Build search anew, and fetch damaged pages and files again at the next crawl.")
    ] = False,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Checks every capture, reference, search row and file; exits with 9 where something is not as it was written."""
    with _opened(archive) as opened:
        found = list(opened.problems())
    _show([asdict(problem) for problem in found], views.problems_view, json)
    if repair and found:
        from zonenews.repair import repair as mend

        print(f"zonenews: {mend(_archive_url(archive), found, environment.files())}", file=sys.stderr)
    raise typer.Exit(Exit.ARCHIVE if found else Exit.COMPLETE)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file; kept files go beside it, into FILE.files.")],
    archive: ArchiveOption = None,
) -> None:
    """Copies a SQLite archive and its files, as of one moment, while crawls write, and checks the copy."""
    from archive.backup import back_up

    found = back_up(_archive_url(archive), file)
    size = file.stat().st_size / 1_000_000
    sound = "checked and sound" if not found else f"with {len(found)} problems; `zonenews verify` lists them"
    print(f"{file}: {size:.1f} MB, {sound}", file=sys.stderr)
    raise typer.Exit(Exit.ARCHIVE if found else Exit.COMPLETE)


@app.command()
def forget(
    url: str,
    reason: Annotated[str, typer.Option(help="Why; kept with the mark.")],
    by: Annotated[str, typer.Option(help="Who decided it; kept with the mark.")] = getpass.getuser(),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    archive: ArchiveOption = None,
) -> None:
    """Erases an article, its bytes and its past, for good, and keeps it from being archived again."""
    if not yes:
        typer.confirm(f"Erase {url} with all its revisions, bytes and files?", abort=True)
    writer = Writer(_archive_url(archive), files=environment.files())
    try:
        erased = writer.forget(url, datetime.now(UTC), reason=reason, by=by)
    finally:
        writer.close()
    print(*views.erased_lines(erased), sep="\n", file=sys.stderr)


@app.command()
def upgrade(archive: ArchiveOption = None) -> None:
    """Brings an archive's schema up to date, as a crawl does when it starts, and compares articles that wait for it."""
    writer = Writer(_archive_url(archive))
    try:
        compared = writer.compare_reprints()
    finally:
        writer.close()
    if compared:
        print(f"{compared} articles were compared with the others; `zonenews reprints` shows them", file=sys.stderr)


def _moment(day: str, *, end: bool = True) -> datetime:
    """The moment that a user names: of a whole day its end or start; Beijing's clock is meant where none is named."""
    try:
        moment = datetime.fromisoformat(day)
    except ValueError:
        raise typer.BadParameter(f"{day} is no time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM") from None
    if end and len(day) == len("YYYY-MM-DD"):
        moment += timedelta(days=1) - timedelta(milliseconds=1)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone(timedelta(hours=8)))


def _pair(revisions: Sequence[dict[str, Any]], older: int | None, newer: int | None) -> Sequence[dict[str, Any]]:
    """The two revisions of these numbers. Raises NotFound."""
    last = len(revisions)
    newer = newer or last
    older = older or newer - 1
    for number in (older, newer):
        if not 1 <= number <= last:
            known = "one revision; it never changed" if last == 1 else f"revisions 1 to {last}"
            raise NotFound(f"{revisions[0]['url']} has {known}")
    return revisions[older - 1], revisions[newer - 1]


def _archive_url(archive: str | None) -> str:
    return archive or environment.archive()


@contextmanager
def _opened(archive: str | None) -> Iterator[Archive]:
    with Archive(_archive_url(archive), files=environment.files()) as found:
        yield found


def _show(value: Any, view: Any, as_json: bool, plain: Any = None) -> None:
    if as_json:
        rows = plain or ([dict(row) for row in value] if isinstance(value, list) else value)
        print(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())
    else:
        Console(soft_wrap=False).print(view(value))


def _exit_code(error: ArchiveError) -> Exit:
    if isinstance(error, NotFound):
        return Exit.NOTHING
    return Exit.DISK_FULL if isinstance(error, DiskFull) else Exit.ARCHIVE


if __name__ == "__main__":
    main()
