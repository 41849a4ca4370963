"""What is packed comes back byte for byte; what is damaged never comes back at all."""

import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import Unusable
from archive.captures import packed, unpacked
from archive.records import sha256

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = ("<html><p>" + "经开区召开项目推进会。" * 40 + "</p></html>").encode()


@given(st.binary(max_size=5_000))
def test_bytes_come_back_as_they_were(body: bytes) -> None:
    assert unpacked(packed(body), sha256(body)) == body


def test_large_bytes_come_back_as_they_were() -> None:
    body = os.urandom(3 << 20) + PAGE * 1_000
    assert unpacked(packed(body), sha256(body)) == body


def test_any_zstd_tool_reads_a_capture() -> None:
    assert zstd.decompress(packed(PAGE)) == PAGE


@pytest.mark.parametrize("body", [b"", b"x", PAGE, os.urandom(60)], ids=["empty", "one byte", "page", "random"])
def test_every_single_flipped_bit_is_found(body: bytes) -> None:
    data, digest = packed(body), sha256(body)
    missed = []
    for bit in range(len(data) * 8):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            unpacked(bytes(damaged), digest)
        except Unusable:
            continue
        missed.append(bit)
    assert missed == []


def test_every_cut_is_found() -> None:
    data = packed(PAGE)
    for length in range(len(data)):
        with pytest.raises(Unusable, match="damaged"):
            unpacked(data[:length], sha256(PAGE))


def test_bytes_of_another_page_are_not_taken_for_this_one() -> None:
    with pytest.raises(Unusable, match="another digest"):
        unpacked(packed(PAGE), sha256(b"another page"))
