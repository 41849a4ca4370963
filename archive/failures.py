"""What the database libraries raise, told apart: busy, full, or unusable."""

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from archive.errors import Busy, DiskFull, Unusable

_BUSY = ("is locked", "lock timeout", "deadlock detected", "could not serialize")
_FULL = ("disk is full", "disk full", "No space left", "quota exceeded")
_DAMAGED = ("not a database", "malformed")
_NO_TEXT = "Could not decode"


def translated(error: DBAPIError, url: str) -> Exception:
    """The archive's own error for what a database library raised; a bug of ours stays what it is."""
    said = str(error.orig).strip()
    if _says(said, _BUSY):
        return Busy(f"{url}: another process is writing; try again")
    if _says(said, _FULL):
        return DiskFull(f"{url}: the disk is full; make room and run again, nothing that was stored is lost")
    if isinstance(error, IntegrityError | ProgrammingError | DataError):
        return error
    if _says(said, _DAMAGED):
        return Unusable(f"{url}: {said}; this is no archive, or it is damaged")
    if _NO_TEXT in said:  # the rest of the message is the text
        return Unusable(f"{url}: a text in it is damaged; `zonenews verify` names its article")
    if "disk I/O error" in said:
        return Unusable(f"{url}: {said}; the disk is full or failing")
    return Unusable(f"{url}: {said}")


def _says(said: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in said for phrase in phrases)
