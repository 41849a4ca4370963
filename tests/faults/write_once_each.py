"""Archives an article into copies of an archive, in a process each.

Every process makes one idle system call fewer than the one before: a tracer that interferes with the N-th call of each
comes one call later into the article each time. Prints a copy's number when its article is acknowledged, and ends with
the first process that nobody interfered with.
"""

import os
import sys
from pathlib import Path

from samples import SITE, fetch, never, reading, url_of

from archive import ArchiveError, Writer

folder, caught = Path(sys.argv[1]), int(sys.argv[2])
whole = (folder / "whole.db").read_bytes()


def archive_one(copy: Path) -> None:
    """What a crawl does with an article, and at its end."""
    writer = Writer(str(copy))
    writer.record_article(1, SITE, fetch(url_of(2), 60), reading(), due=None, reread=never)
    os.write(1, f"{copy.stem}\n".encode())
    writer.close()


def spend(calls: int) -> None:
    """Makes calls that mean nothing."""
    with (folder / "spent").open("wb") as file:
        for _ in range(calls):
            os.pwrite(file.fileno(), b"-", 0)
            os.fdatasync(file.fileno())  # which of the two SQLite uses is a matter of how it was built
            os.fsync(file.fileno())


for number in range(1, caught + 1):
    copy = folder / f"{number}.db"
    copy.write_bytes(whole)
    child = os.fork()
    if child == 0:
        spend(caught - number)
        try:
            archive_one(copy)
        except ArchiveError as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(9)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
