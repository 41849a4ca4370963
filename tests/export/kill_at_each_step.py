"""Delivers a growing archive, killed before its first step, then before its second, and so on; prints what arrived.

Steps are the statements and commits that the database is given, and what Python is asked to do with files. Arguments:
the archive's URL, a folder.
"""

import json
import os
import signal
import sys
from pathlib import Path

from samples import START, Crawl, fetch, page, reading, rows, url_of
from sqlalchemy import Engine, event

from archive.export.delivery import deliver
from archive.export.selecting import Selection

URL, OUT = sys.argv[1], Path(sys.argv[2])
OF_FILES = {"open", "os.rename", "os.remove", "os.mkdir"}


def _killed_before(step: int) -> bool:
    """Whether an export of a process of its own was killed before its n-th step; if not, it came to its end."""
    child = os.fork()
    if child == 0:
        left = iter(range(step))

        def count(*given: object) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        for name in ("before_cursor_execute", "commit"):
            event.listen(Engine, name, count)
        fsync = os.fsync
        os.fsync = lambda handle: (count(), fsync(handle))[1]  # type: ignore[assignment]
        sys.addaudithook(lambda name, given: count() if name in OF_FILES else None)
        deliver(URL, "loader", OUT / "new.jsonl", Selection(), START)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _taken() -> list[tuple[str, int]]:
    """What was delivered; the file is taken away, as a loader does."""
    file = OUT / "new.jsonl"
    if not file.exists():
        return []
    found = [json.loads(line) for line in file.read_bytes().splitlines()]
    file.unlink()
    return [(one["url"], one["revision"]) for one in found]


def _grow(number: int) -> None:
    """One more article, and an edit of the one before."""
    crawl = Crawl(URL)
    for one, said in ((number, "一。"), (number - 1, f"改{number}。")):
        crawl.article(fetch(url_of(one), number, body=page((said, str(one)))), reading((said, str(one))))
    crawl.writer.close()


OUT.mkdir()
delivered, kills, step, again = [], 0, 0, True
while again:
    _grow(step + 1)
    again = _killed_before(step)
    delivered += _taken()
    for later in (
        step // 2,
        step,
        1_000,
    ):  # what a killed one left, met by one that is killed too, and by one that is not
        kills += _killed_before(later)
        delivered += _taken()
    kills, step = kills + again, step + 1
archived = rows(URL, "SELECT url, revision FROM v_revision ORDER BY id")
left = [path.name for path in OUT.iterdir()]
print(json.dumps({"kills": kills, "delivered": delivered, "archived": archived, "left": left}))
