"""Commands that write the archive out."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zonenews.cli.options import ArchiveOption, SiteOption, opened

app = typer.Typer()


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
    with opened(archive) as found:
        if format == "warc" and output:
            counts = found.export_warc(output.absolute(), site=site)
            print(f"{counts.responses} pages and {counts.revisits} revisits written to {output}", file=sys.stderr)
            return
        count = found.export(output.absolute() if output else sys.stdout.buffer, site=site)
    if output:
        print(f"{count} articles written to {output}", file=sys.stderr)
