"""The `zonenews` command: one short function a command, in modules by who uses them."""

import os
import sys
from io import TextIOWrapper

import typer

from archive import ArchiveError, DiskFull, NotFound
from zonenews.cli import alerting, asking, care, copying, crawling, exporting, fleet, reporting
from zonenews.exits import Exit, Refused
from zonenews.logs.lines import one_line

_HELP = "The news of China's development zones, archived: ask the archive, check it, copy it. `scrapy crawl` fills it."

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=_HELP)
for _commands in (crawling, fleet, alerting, asking, exporting, reporting, care, copying):
    app.add_typer(_commands.app)


def main() -> None:
    """Runs the command; what goes wrong is one line on stderr and an exit code."""
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal that knows no Chinese shows the rest all the same
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except ArchiveError as error:
        print(f"zonenews: {one_line(str(error))}", file=sys.stderr)
        if isinstance(error, DiskFull):  # what could not be written to standard output would be tried again at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_exit_code(error))
    except Refused as error:
        print(f"zonenews: {one_line(str(error))}", file=sys.stderr)
        sys.exit(error.code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(Exit.COMPLETE)


def _exit_code(error: ArchiveError) -> Exit:
    if isinstance(error, NotFound):
        return Exit.NOTHING
    return Exit.DISK_FULL if isinstance(error, DiskFull) else Exit.ARCHIVE
