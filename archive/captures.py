"""Page bytes as the archive keeps them: compressed, and checked when they are read.

A zstd frame, then a skippable frame that holds the CRC-32 of the first. Every zstd tool reads it; the CRC finds the
flipped bits that a decoder does not look at, the digest finds everything else.
"""

import sys
from zlib import crc32

from archive.errors import Unusable
from archive.records import sha256

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CODEC = "zstd"
DAMAGED = "damaged"  # the codec of a capture that waits for the same bytes to come again
_LEVEL = 3
_SKIPPABLE = (0x184D2A50).to_bytes(4, "little") + (4).to_bytes(4, "little")


def packed(body: bytes) -> bytes:
    """The bytes, compressed."""
    frame = zstd.compress(body, _LEVEL)
    return frame + _check(frame)


def unpacked(data: bytes, digest: str) -> bytes:
    """The bytes back; Unusable where they are no longer what was stored."""
    frame, check = data[:-12], data[-12:]
    if check != _check(frame):
        raise Unusable(f"capture {digest} is damaged: its checksum is wrong")
    try:
        body = zstd.decompress(frame)
    except zstd.ZstdError as error:
        raise Unusable(f"capture {digest} is damaged: {error}") from error
    if sha256(body) != digest:
        raise Unusable(f"capture {digest} is damaged: its bytes have another digest")
    return body


def _check(frame: bytes) -> bytes:
    return _SKIPPABLE + crc32(frame).to_bytes(4, "little")
