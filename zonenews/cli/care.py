"""Commands of who cares for the archive: read it anew, check it, copy it, erase from it, bring it up to date."""

import getpass
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from archive import ArchiveError, Writer
from zonenews import clock, environment
from zonenews.cli.options import ArchiveOption, JsonOption, SiteOption, archive_url, moment, opened, print_result
from zonenews.exits import Exit
from zonenews.screens.views import erased_lines, problems_view, progress, report_view

app = typer.Typer()


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
    from zonenews.reading.reextract import Report, count_revisions, reread_all

    url, day = archive_url(archive), moment(since, end=False) if since else None
    total = count_revisions(url, site=site, since=day, dry=dry_run)
    report = Report()
    with progress(total, "revisions") as advance:
        for report in reread_all(url, site=site, since=day, dry=dry_run, jobs=jobs):
            advance(report.revisions)
    print_result(asdict(report), report_view, json)


@app.command()
def verify(
    repair: Annotated[
        bool, typer.Option(help="Build search anew, and fetch damaged pages and files again at the next crawl.")
    ] = False,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Checks every capture, reference, search row and file; exits with 9 where something is not as it was written."""
    with opened(archive) as found:
        damaged = list(found.problems())
    print_result([asdict(problem) for problem in damaged], problems_view, json)
    if repair and damaged:
        from zonenews.repair import repair as mend

        print(f"zonenews: {mend(archive_url(archive), damaged, environment.files())}", file=sys.stderr)
    raise typer.Exit(Exit.ARCHIVE if damaged else Exit.COMPLETE)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file; kept files go beside it, into FILE.files.")],
    archive: ArchiveOption = None,
) -> None:
    """Copies a SQLite archive and its files, as of one moment, while crawls write, and checks the copy."""
    from archive.backup import back_up

    found = back_up(archive_url(archive), file)
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
        typer.confirm(f"Erase {_known(url, archive)} with all its revisions, bytes and files?", abort=True)
    writer = Writer(archive_url(archive), files=environment.files())
    try:
        erased = writer.forget(url, clock.now(), reason=reason, by=by)
    finally:
        writer.close()
    print(*erased_lines(erased), sep="\n", file=sys.stderr)


def _known(url: str, archive: str | None) -> str:
    """An address, with the one that its article is kept under where it is another: that one is erased, too."""
    kept = url
    with suppress(ArchiveError), opened(archive) as found:
        kept = found.article(url)["url"]
    return url if kept == url else f"{url}, which leads to {kept},"


@app.command()
def upgrade(archive: ArchiveOption = None) -> None:
    """Brings an archive's schema up to date, as a crawl does when it starts, and compares articles that wait for it."""
    writer = Writer(archive_url(archive))
    try:
        compared = writer.compare_reprints()
    finally:
        writer.close()
    if compared:
        print(f"{compared} articles were compared with the others; `zonenews reprints` shows them", file=sys.stderr)
