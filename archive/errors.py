"""What can go wrong with an archive.

ArchiveError
├── Unusable        the file or server cannot serve as an archive
│   └── NewerSchema it was written by a newer zonenews
├── Busy            another process holds the write lock; try again
├── Lost            the server went away; try again
├── Overtaken       somebody else has done it meanwhile
├── DiskFull        nothing more can be written
├── QueryFailed     a query of one's own was refused, or took too long
└── NotFound        the archive holds nothing under that address or number
    └── Forgotten   it was erased by request, and is not archived again
"""


class ArchiveError(Exception):
    """The archive could not do what was asked; the message says what to do about it."""


class Unusable(ArchiveError):
    """The file is no archive, is damaged, or cannot be opened."""


class NewerSchema(Unusable):
    """A newer zonenews has written to this archive; this one must not."""


class Busy(ArchiveError):
    """Another process holds the write lock. Nothing was written; the same call may be made again."""


class Lost(ArchiveError):
    """The server went away, or cannot be reached. Nothing was written; the same call may be made again."""


class Overtaken(ArchiveError):
    """Somebody else was given the same to do, and has come further. This call wrote nothing."""


class DiskFull(ArchiveError):
    """The disk is full. What was committed before is safe; this call wrote nothing."""


class QueryFailed(ArchiveError):
    """The database refused a query of the caller's own, or was stopped because it took too long."""


class NotFound(ArchiveError):
    """The archive holds nothing under that address, digest or number."""


class Forgotten(NotFound):
    """The address was erased by request. Nothing under it is archived again."""
