"""The archive of news articles: what was fetched, what it said, and how it changed.

`Archive` answers questions and cannot write; `Writer` is what a crawl writes with. The package knows nothing of the
crawler.
"""

from archive.errors import ArchiveError, Busy, DiskFull, Forgotten, Lost, NewerSchema, NotFound, QueryFailed, Unusable
from archive.queries import Archive
from archive.storage import Writer

__all__ = [
    "Archive",
    "ArchiveError",
    "Busy",
    "DiskFull",
    "Forgotten",
    "Lost",
    "NewerSchema",
    "NotFound",
    "QueryFailed",
    "Unusable",
    "Writer",
]
