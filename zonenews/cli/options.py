"""What commands share: options, the archive they are asked of, and how an answer is printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from archive import Archive
from zonenews import environment
from zonenews.manners.hours import BEIJING
from zonenews.screens.steering import visible_json
from zonenews.screens.terminal import Terminal

ArchiveOption = Annotated[
    str | None, typer.Option("--archive", help="Path or SQLAlchemy URL; else ZONENEWS_ARCHIVE, else ./zonenews.db.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
DayOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day of publication, included.")]
MOST = 2**31 - 1  # no number of rows or runs is larger, on any database
LimitOption = Annotated[int, typer.Option(min=1, max=MOST, help="How many.")]
STDOUT = Path("-")
SiteOption = Annotated[str | None, typer.Option(help="Only this site.")]


def archive_url(archive: str | None) -> str:
    return archive or environment.archive()


@contextmanager
def opened(archive: str | None) -> Iterator[Archive]:
    with Archive(archive_url(archive), files=environment.files()) as found:
        yield found


def print_result(value: Any, view: Any, as_json: bool, plain: Any = None) -> None:
    if as_json:
        rows = plain or ([dict(row) for row in value] if isinstance(value, list) else value)
        print(visible_json(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode()))
    else:
        Terminal(soft_wrap=False).print(view(value))


def moment(day: str, *, end: bool = True) -> datetime:
    """The moment that a user names: of a whole day its end or start; Beijing's clock is meant where none is named."""
    try:
        moment = datetime.fromisoformat(day)
    except ValueError:
        raise typer.BadParameter(f"{day} is no time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM") from None
    if end and len(day) == len("YYYY-MM-DD"):
        moment += timedelta(days=1) - timedelta(milliseconds=1)
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
