"""Undoes content codings strictly: a stream that does not reach its end, or fails its checksum, is an error."""

import sys
import zlib
from collections.abc import Callable, Iterable

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP, DEFLATE, RAW_DEFLATE = 31, 15, -15  # zlib's window sizes, which name the format too
# RFC 9659: 8 MiB at most over HTTP; without it, a header could claim far more memory
ZSTD_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}


class Broken(ValueError):
    """The body is not a whole stream of its coding."""


class Oversized(ValueError):
    """The body decodes to more than the limit."""


def split_codings(values: Iterable[bytes]) -> tuple[list[str], list[bytes]]:
    """The codings to undo, outermost first, and those left in place from the first unknown one on."""
    left = [coding.strip().lower() for value in values for coding in value.split(b",") if coding.strip()]
    undo = []
    while left and left[-1].decode("latin-1") in DECODERS:
        undo.append(left.pop().decode("latin-1"))
    return undo, left


def decode(body: bytes, coding: str, limit: int) -> bytes:
    """The body with one coding undone, `limit` bytes at most (0: any); raises Broken or Oversized."""
    try:
        decoded = DECODERS[coding](body, limit)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise Broken(str(error)) from error
    if limit and len(decoded) > limit:
        raise Oversized
    return decoded


def _gunzip(body: bytes, limit: int) -> bytes:
    decoded, rest = _inflate(body, GZIP, limit)
    while rest.startswith(b"\x1f\x8b") and not (limit and len(decoded) > limit):
        more, rest = _inflate(rest, GZIP, limit)  # a stream may have several members; padding after them means nothing
        decoded += more
    return decoded


def _undeflate(body: bytes, limit: int) -> bytes:
    try:
        return _inflate(body, DEFLATE, limit)[0]
    except zlib.error:
        return _inflate(body, RAW_DEFLATE, limit)[0]  # what some servers send under this name


def _inflate(body: bytes, window: int, limit: int) -> tuple[bytes, bytes]:
    inflater = zlib.decompressobj(window)
    decoded = inflater.decompress(body, limit + 1 if limit else 0)
    _check_end(inflater.eof, decoded, limit)
    return decoded, inflater.unused_data


def _unbrotli(body: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    step = {"output_buffer_limit": limit + 1} if limit else {}
    decoded = decoder.process(body, **step)
    while not decoder.is_finished() and not (limit and len(decoded) > limit):
        more = decoder.process(b"", **step)
        if not more:
            break
        decoded += more
    _check_end(decoder.is_finished(), decoded, limit)
    return bytes(decoded)


def _unzstd(body: bytes, limit: int) -> bytes:
    decoded = b""
    while body and not (limit and len(decoded) > limit):
        decoder = zstd.ZstdDecompressor(options=ZSTD_WINDOW)
        decoded += decoder.decompress(body, limit + 1 if limit else -1)
        _check_end(decoder.eof, decoded, limit)
        body = decoder.unused_data
    return decoded


def _check_end(ended: bool, decoded: bytes, limit: int) -> None:
    if not ended and not (limit and len(decoded) > limit):
        raise Broken("it ends too early")


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
