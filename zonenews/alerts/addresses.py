"""Where alerts go: the addresses in ZONENEWS_ALERTS, or in a file it names. They hold secrets, and are not shown."""

import logging
import stat
from pathlib import Path

from zonenews import environment
from zonenews.exits import Exit, Refused

logger = logging.getLogger(__name__)


def addresses() -> list[str]:
    """The addresses of all targets, none where no alerts are wanted. Raises Refused where the file cannot be read."""
    given = environment.alerts()
    if given is None:
        return []
    return given.split() if "://" in given else _in_file(Path(given))


def _in_file(path: Path) -> list[str]:
    """An address a line; blank lines and those that begin with # say nothing."""
    try:
        path = path.expanduser()
        lines = path.read_text("utf-8-sig").splitlines()  # some editors begin a file with a byte order mark
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        why = str(error) if isinstance(error, RuntimeError) else why
        raise Refused(Exit.CONFIGURATION, f"ZONENEWS_ALERTS names {path}, which cannot be read: {why}") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        logger.warning("%s holds secrets, and others may read it: chmod 600 %s", path, path)
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
