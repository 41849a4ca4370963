"""Folders that a command was told to write into."""

from pathlib import Path

from zonenews.exits import Exit, Refused


def make_folder(folder: Path) -> None:
    """Makes a folder where there is none, with those above it. Raises Refused where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(Exit.CONFIGURATION, f"{folder} cannot be a folder to write into: {error.strerror}") from error
