"""One crawl a host: locks that vanish with the process that holds them."""

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from zonenews.exits import Exit, Refused


def lock_hosts(hosts: Iterable[str], archive: Path | None) -> ExitStack:
    """Locks hosts for this process until the result is closed. Raises Refused where another crawl holds one.

    The locks lie beside a SQLite archive, for a database server in the machine's temporary folder.
    """
    folder = Path(f"{archive}-locks") if archive else Path(tempfile.gettempdir()) / "zonenews-locks"
    folder.mkdir(mode=0o700, exist_ok=True)
    held = ExitStack()
    for host in sorted({host.removeprefix("www.") for host in hosts}):
        lock = FileLock(folder / f"{host}.lock")
        try:
            held.enter_context(lock.acquire(timeout=0))
        except Timeout:
            held.close()
            raise Refused(Exit.ALREADY_RUNNING, f"another crawl of {host} is running; nothing was done") from None
    return held
