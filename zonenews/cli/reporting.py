"""The command that writes a month's report."""

import re
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from zonenews import clock
from zonenews.cli.options import STDOUT, ArchiveOption, SiteOption, opened
from zonenews.exits import Exit, Refused

app = typer.Typer()


@app.command()
def report(
    month: Annotated[
        str | None, typer.Option(help="YYYY-MM; else the last one in which articles were published.")
    ] = None,
    site: SiteOption = None,
    lang: Annotated[Literal["en", "zh"], typer.Option(help="The page's language.")] = "en",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="The page, written whole or not at all; - is standard output; else report-<month>.html.",
        ),
    ] = None,
    archive: ArchiveOption = None,
) -> None:
    """Writes a month as one page with charts and tables, to be mailed or printed; it asks nothing of any network."""
    from archive.database import shown
    from archive.export import whole_file

    if month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII):
        raise typer.BadParameter(f"{month} is no month; write YYYY-MM")
    try:
        from zonenews.report import gather, newest_month, page
    except ImportError as error:
        raise _without_charts(error) from error
    with opened(archive) as found:
        name = month or newest_month(found, site)
        try:
            gathered = gather(found, name, site, lang)
        except ImportError as error:
            raise _without_charts(error) from error
        said = page(gathered, lang, at=clock.now(), archive=Path(shown(found.url)).name)
    published = gathered.total("published")
    told = f"articles published in {name}: {published}"
    if output == STDOUT:
        sys.stdout.buffer.write(said)
        print(told, file=sys.stderr)
        return
    to = (output or Path(f"report-{name}.html")).absolute()
    with whole_file(to) as file:
        file.write(said)
    print(f"{len(said) / 1000:.0f} kB written to {to.name}; {told}", file=sys.stderr)


def _without_charts(error: ImportError) -> Refused:
    return Refused(Exit.CONFIGURATION, f"charts need the extra `web` ({error}); `make setup` installs all extras")
