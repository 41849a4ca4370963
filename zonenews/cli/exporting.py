"""Commands that write the archive out."""

from pathlib import Path
from typing import Annotated

import typer

from archive.export.formats import FORMATS
from archive.export.partitions import KEYS
from archive.search import Narrowed
from zonenews.cli.options import MOST, STDOUT, ArchiveOption, DayOption, archive_url, moment

app = typer.Typer()


@app.command()
def export(
    format: Annotated[
        str | None, typer.Option(help=f"{', '.join(FORMATS)} or warc; else what the file's name ends with, else jsonl.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="A file, written whole or not at all; .gz or .zst at its end compresses; - is standard output.",
        ),
    ] = None,
    archive: ArchiveOption = None,
    site: Annotated[list[str] | None, typer.Option(help="Only this site; may be given several times.")] = None,
    section: Annotated[str | None, typer.Option(help="Only this section: its name or its list page.")] = None,
    since: DayOption = None,
    until: DayOption = None,
    archived_since: Annotated[
        str | None, typer.Option(help="Only what was first archived then or later: YYYY-MM-DD or a time.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Only this 来源, or a part of it.")] = None,
    state: Annotated[str | None, typer.Option(help="Only articles that are live, missing or gone.")] = None,
    search: Annotated[str, typer.Option(help="Only what a search for these words finds; docs/search.md.")] = "",
    title: Annotated[bool, typer.Option("--title", help="Search headlines only.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, max=MOST, help="Only the newest so many; a feed has 100.")] = None,
    partition: Annotated[
        str | None,
        typer.Option(help=f"A new folder of Parquet files, parted by {', '.join(KEYS)}: site,month."),
    ] = None,
    since_cursor: Annotated[
        str | None, typer.Option(help="Only what was not delivered under this name yet; docs/export.md.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of a row, and do nothing.")] = False,
) -> None:
    """Writes articles as JSON Lines, CSV, Parquet or a feed, or their pages as WARC; docs/export.md tells it all."""
    from zonenews.exporting import Order, write_out

    if schema:
        from archive.export.schema import SCHEMA_FILE

        print(SCHEMA_FILE.read_text("utf-8"), end="")
        return
    narrowed: Narrowed = {"site": site, "section": section, "source": source, "title": title, "state": state}
    narrowed |= {"since": since and since.date(), "until": until and until.date()}
    narrowed["archived_since"] = moment(archived_since, end=False) if archived_since else None
    to = None if output == STDOUT else output
    write_out(Order(archive_url(archive), to, format, search, narrowed, limit, partition, since_cursor))
