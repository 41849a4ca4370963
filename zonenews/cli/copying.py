"""The command that moves an archive between SQLite and PostgreSQL."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from zonenews import clock, environment
from zonenews.cli.options import JsonOption, print_result
from zonenews.exits import Exit

app = typer.Typer()
_FOLDER = "of an archive on a server; else ZONENEWS_FILES."


@app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The archive to copy: a path or an SQLAlchemy URL.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Where to: a new file, or an empty database's URL.")],
    verify_only: Annotated[bool, typer.Option("--verify-only", help="Copy nothing; compare both archives.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Throw away what an unfinished copy left in TO.")] = False,
    one_moment: Annotated[
        bool, typer.Option("--one-moment", help="Copy what is there now, while crawls write; always begins anew.")
    ] = False,
    files: Annotated[bool, typer.Option("--files/--no-files", help="With the kept pictures and attachments.")] = True,
    files_from: Annotated[Path | None, typer.Option(help=f"The files' folder {_FOLDER}")] = None,
    files_to: Annotated[Path | None, typer.Option(help=f"The copied files' folder {_FOLDER}")] = None,
    json: JsonOption = False,
) -> None:
    """Moves an archive between SQLite and PostgreSQL, goes on where it was stopped, and proves that both are equal."""
    from archive.copying.copying import Copying
    from zonenews.screens.copies import copy_view, plain_proof
    from zonenews.screens.views import progress

    copying = Copying(source, target, files_from or environment.files(), files_to or environment.files(), files)
    if verify_only and (anew or one_moment):
        raise typer.BadParameter("--verify-only copies nothing: leave out --anew and --one-moment")
    with progress((2 if verify_only else 3) * copying.rows(), "rows") as advance:
        tell = _adding(advance)
        if verify_only:
            proof = copying.prove(tell)
        else:
            proof = copying.copy(clock.now(), tell, anew=anew, one_moment=one_moment)
    print_result(plain_proof(proof), copy_view, json)
    if not proof.is_equal and not verify_only:
        print("zonenews: the copy differs and stays closed; look at both disks, then copy --anew", file=sys.stderr)
    raise typer.Exit(Exit.COMPLETE if proof.is_equal else Exit.ARCHIVE)


def _adding(advance: Callable[[int], None]) -> Callable[[int], None]:
    """Hears of each piece, and says how many there were in all."""
    done = 0

    def add(rows: int) -> None:
        nonlocal done
        done += rows
        advance(done)

    return add
