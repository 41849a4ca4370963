"""What is packed comes back byte for byte, never takes more than gzip, and damaged it never comes back at all."""

import gzip
import os
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Unusable
from archive.captures import codec_of, packed, packed_under, unpacked
from archive.dictionaries import compiled, is_possible
from archive.learning import Known
from archive.packing import pack
from archive.records import sha256
from zonenews.demo.answer import Call
from zonenews.demo.sites import plain_site

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = ("<html><p>" + "经开区召开项目推进会。" * 40 + "</p></html>").encode()
SITE = plain_site(date(2026, 11, 1), articles=20)
PAGES = [SITE.answer(Call(path)).body for path in SITE.articles]
DICTIONARY = compiled(PAGES[0], trained=False)
BODIES = {"empty": b"", "one byte": b"x", "repeated": PAGE, "random": os.urandom(60)}
WORDS = ("<p>", "</p>", "<td class='x'>", "经开区", "项目", "。", "0", "a1b2", " ", "\n", "招商引资")
texts = st.lists(st.sampled_from(WORDS), max_size=3_000).map(lambda words: "".join(words).encode())
bodies = st.binary(max_size=5_000) | texts | st.builds(lambda body, times: body * times, texts, st.integers(0, 20))


@given(bodies)
def test_bytes_come_back_as_they_were(body: bytes) -> None:
    assert unpacked(packed(body), sha256(body)) == body


@given(bodies)
def test_bytes_come_back_from_under_any_dictionary(body: bytes) -> None:
    assert unpacked(packed_under(body, DICTIONARY), sha256(body), DICTIONARY) == body


@given(st.binary(max_size=3_000), bodies)
def test_any_page_that_can_be_a_dictionary_serves_as_one(page: bytes, body: bytes) -> None:
    page = page.ljust(512, b"\x37")
    if is_possible(page):
        dictionary = compiled(page, trained=False)
        assert unpacked(packed_under(body, dictionary), sha256(body), compiled(page, trained=False)) == body


def test_what_only_looks_like_a_trained_dictionary_is_none() -> None:
    assert not is_possible(b"\x37\xa4\x30\xec" + os.urandom(2_000))
    assert not is_possible(b"<html>")


@given(bodies)
def test_no_body_is_larger_than_gzip_makes_it(body: bytes) -> None:
    assert len(packed(body)) <= len(gzip.compress(body, 9))


@settings(max_examples=300)
@given(st.integers(1, len(PAGES) - 1), st.integers(0, 30_000), bodies | texts.map(lambda text: text * 9))
def test_a_page_with_anything_in_it_is_no_larger_than_gzip_makes_it_under_a_dictionary_either(
    number: int, place: int, odd: bytes
) -> None:
    page = PAGES[number]
    body = page[:place] + odd + page[place:]
    assert len(pack([Known(1, DICTIONARY, False)], body).data) <= len(gzip.compress(body, 9))


def test_large_bytes_come_back_as_they_were() -> None:
    body = os.urandom(3 << 20) + PAGE * 1_000
    assert unpacked(packed(body), sha256(body)) == body


def test_any_zstd_tool_reads_a_capture() -> None:
    page = max(PAGES, key=len)
    assert codec_of(packed(page)) == "zstd"
    assert zstd.decompress(packed(page)) == page
    assert zstd.decompress(packed_under(page, DICTIONARY), zstd_dict=zstd.ZstdDict(PAGES[0], is_raw=True)) == page


def test_pages_of_one_template_shrink_under_one_of_them() -> None:
    small = sum(len(packed_under(page, DICTIONARY)) for page in PAGES[1:])
    assert small < 0.35 * sum(len(packed(page)) for page in PAGES[1:])


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("dictionary", [None, DICTIONARY], ids=["alone", "under a dictionary"])
def test_every_single_flipped_bit_is_found(body: bytes, dictionary: zstd.ZstdDict | None) -> None:
    data, digest = packed_under(body, dictionary) if dictionary else packed(body), sha256(body)
    missed = []
    for bit in range(len(data) * 8):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            unpacked(bytes(damaged), digest, dictionary)
        except Unusable:
            continue
        missed.append(bit)
    assert missed == []


@pytest.mark.parametrize("data", [packed(PAGE), packed(PAGES[0])], ids=["deflate", "zstd"])
def test_every_cut_is_found(data: bytes) -> None:
    for length in range(len(data)):
        with pytest.raises(Unusable, match="damaged"):
            unpacked(data[:length], sha256(PAGE))


def test_without_its_dictionary_or_under_another_a_capture_is_not_read() -> None:
    data = packed_under(PAGES[1], DICTIONARY)
    for wrong in (None, compiled(PAGES[2], trained=False)):
        with pytest.raises(Unusable, match="damaged"):
            unpacked(data, sha256(PAGES[1]), wrong)


def test_bytes_of_another_page_are_not_taken_for_this_one() -> None:
    with pytest.raises(Unusable, match="another digest"):
        unpacked(packed(PAGE), sha256(b"another page"))
