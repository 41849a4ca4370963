"""Page bytes as the archive keeps them: compressed, and checked when they are read.

A zstd frame, then a skippable frame that holds the CRC-32 of the first. Every zstd tool reads it (with `-D` where a
dictionary was used); the CRC finds the flipped bits that a decoder does not look at, the digest finds everything else.
The few bodies that gzip would still make smaller are kept as gzip's deflate stream without its head, and its CRC-32.
"""

import sys
import zlib
from collections.abc import Sequence
from zlib import crc32

from archive.errors import Unusable
from archive.records import sha256

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ZstdDict = zstd.ZstdDict
DAMAGED = "damaged"  # the codec of a capture that waits for the same bytes to come again
LEVEL = 3
_HIGH_LEVEL = 15  # the lowest at which no saved page was larger than gzip makes it
_GZIP_HEAD = 18  # what gzip puts around a deflate stream
_MAGIC = (0xFD2FB528).to_bytes(4, "little")
_SKIPPABLE = (0x184D2A50).to_bytes(4, "little") + (4).to_bytes(4, "little")


def packed(body: bytes) -> bytes:
    """The bytes, compressed by themselves, and never larger than gzip at its best level makes them."""
    data = _framed(zstd.compress(body, LEVEL))
    deflated = _deflated(body)
    gzipped = len(deflated) + _GZIP_HEAD
    if len(data) > gzipped:
        data = _framed(zstd.compress(body, _HIGH_LEVEL))
    return data if len(data) <= gzipped else deflated + _crc(deflated)


def packed_under(body: bytes, dictionary: ZstdDict) -> bytes:
    """The bytes, compressed under a dictionary: without it they are not read again."""
    return _framed(zstd.compress(body, LEVEL, zstd_dict=dictionary.as_digested_dict))


def train(bodies: Sequence[bytes], size: int) -> bytes | None:
    """The bytes of a trained dictionary; None where zstd finds the pages too few or too short."""
    try:
        return bytes(zstd.train_dict(bodies, size).dict_content)
    except (zstd.ZstdError, ValueError):
        return None


def quick_size(body: bytes) -> int:
    """How large the bytes are when they are compressed by themselves, fast."""
    return len(zstd.compress(body, LEVEL)) + len(_SKIPPABLE) + 4


def gzip_size(body: bytes) -> int:
    """How large gzip makes the bytes at its best level."""
    return len(_deflated(body)) + _GZIP_HEAD


def codec_of(data: bytes) -> str:
    """The name of what compressed some bytes."""
    return "zstd" if data.startswith(_MAGIC) else "deflate"


def unpacked(data: bytes, digest: str, dictionary: ZstdDict | None = None) -> bytes:
    """The bytes back; Unusable where they are no longer what was stored."""
    try:
        body = _inflated(data) if codec_of(data) == "deflate" else _decompressed(data, dictionary)
    except (zstd.ZstdError, zlib.error, ValueError) as error:
        raise Unusable(f"capture {digest} is damaged: {error}") from error
    if sha256(body) != digest:
        raise Unusable(f"capture {digest} is damaged: its bytes have another digest")
    return body


def _framed(frame: bytes) -> bytes:
    return frame + _SKIPPABLE + _crc(frame)


def _decompressed(data: bytes, dictionary: ZstdDict | None) -> bytes:
    frame, check = data[:-12], data[-12:]
    if check != _SKIPPABLE + _crc(frame):
        raise ValueError("its checksum is wrong")
    return zstd.decompress(frame, zstd_dict=dictionary)


def _deflated(body: bytes) -> bytes:
    return zlib.compress(body, 9, -zlib.MAX_WBITS)


def _inflated(data: bytes) -> bytes:
    stream, check = data[:-4], data[-4:]
    if check != _crc(stream):
        raise ValueError("its checksum is wrong")
    return zlib.decompress(stream, -zlib.MAX_WBITS)


def _crc(data: bytes) -> bytes:
    return crc32(data).to_bytes(4, "little")
