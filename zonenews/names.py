"""Names of sites and sections that somebody asks for."""

from archive import Archive
from archive.search import Narrowed
from zonenews.exits import Exit, Refused


def refuse_unknown(archive: Archive, narrowed: Narrowed) -> None:
    """Raises Refused for a site or section that the archive does not have: a slip is no reason for an empty answer."""
    told = archive.unknown(**narrowed)
    if told is not None:
        raise Refused(Exit.USAGE, f"{told}; `zonenews sites` and `zonenews runs show` name those that it has")
