"""Page bytes as the archive keeps them: compressed, and checked against their digest when they are read."""

import sys

from archive.errors import Unusable
from archive.records import sha256

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CODEC = "zstd"
_LEVEL = 3


def packed(body: bytes) -> bytes:
    """The bytes, compressed."""
    return zstd.compress(body, _LEVEL)


def unpacked(data: bytes, digest: str) -> bytes:
    """The bytes back; Unusable where they are no longer what was stored."""
    try:
        body = zstd.decompress(data)
    except zstd.ZstdError as error:
        raise Unusable(f"capture {digest} is damaged: {error}") from error
    if sha256(body) != digest:
        raise Unusable(f"capture {digest} is damaged: its bytes have another digest")
    return body
