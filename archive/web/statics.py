"""Style sheets and scripts, each under an address that changes with its bytes."""

import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"


@cache
def asset(name: str) -> str:
    """The address of a static file."""
    digest = hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"/-/static-plugins/archive.web/{name}?{digest}"
