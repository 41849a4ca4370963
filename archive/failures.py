"""What the database libraries raise, told apart: busy, full, away, or unusable."""

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError

from archive.errors import Busy, DiskFull, Lost, Unusable

_BUSY = ("is locked", "lock timeout", "deadlock detected", "could not serialize")
_FULL = ("disk is full", "disk full", "No space left", "quota exceeded")
# A server tells what it means by a code; its words may be in any language.
_BUSY_CODES = ("40", "55P03")
_FULL_CODES = ("53100",)
_AWAY_CODES = ("08", "53300", "57P01", "57P02", "57P03", "57P05", "25P03", "25P04")
_DENIED = "42501"
_DAMAGED = ("not a database", "malformed")
_NO_TEXT = "Could not decode"


def translated(error: DBAPIError, url: str) -> Exception:
    """The archive's own error for what a database library raised; a bug of ours stays what it is."""
    said = str(error.orig).strip()
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or ""
    if _says(said, _BUSY) or code.startswith(_BUSY_CODES):
        return Busy(f"{url}: another process is writing; try again")
    if _says(said, _FULL) or code.startswith(_FULL_CODES):
        return DiskFull(f"{url}: the disk is full; make room and run again, nothing that was stored is lost")
    if _is_away(error, code):
        first = said.splitlines()[0] if said else "the connection broke"
        return Lost(f"{url}: the server went away, or does not answer ({first}); try again")
    if code == _DENIED:
        return Unusable(f"{url}: {said.splitlines()[0]}; whoever writes must own the archive's tables and schema")
    if isinstance(error, IntegrityError | ProgrammingError | DataError):
        return error
    if _says(said, _DAMAGED):
        return Unusable(f"{url}: {said}; this is no archive, or it is damaged")
    if _NO_TEXT in said:  # the rest of the message is the text
        return Unusable(f"{url}: a text in it is damaged; `zonenews verify` names its article")
    if "disk I/O error" in said:
        return Unusable(f"{url}: {said}; the disk is full or failing")
    return Unusable(f"{url}: {said}")


def _is_away(error: DBAPIError, code: str) -> bool:
    """Whether a server is not there: it ended the connection, or a new one cannot be had."""
    if not hasattr(error.orig, "diag"):  # SQLite is always there
        return False
    unheard = isinstance(error, OperationalError) and not code  # said by the driver, not by a server
    return error.connection_invalidated or unheard or code.startswith(_AWAY_CODES)


def _says(said: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in said for phrase in phrases)
