"""Charsets: what is declared, what is lied about and what is not told; no wrong character that the bytes do not force."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

import itertools
import random
from functools import partial

import pytest
from timing import cost

from zonenews.extraction.charset import decode

SENTENCES = (
    "园区召开项目推进会，要求各部门抓好落实。",
    "今天上午，管委会组织企业座谈，了解生产经营情况。",
    "会议指出，要优化服务，帮助企业解决用工和融资问题。",
    "全区新签约项目十二个，总投资八十六亿元。",
    "下一步，将加快标准厂房建设，确保年底前交付使用。",
    "街道办事处开展安全生产检查，发现问题当场整改。",
)
TRADITIONAL = (
    "園區召開項目推進會，要求各部門抓好落實。",
    "會議指出，要優化服務，幫助企業解決用工和融資問題。",
    "全區新簽約項目十二個，總投資八十六億元。",
)
RARE = "䶮㛃镕堃喆"  # outside GB2312, some outside GBK
SIZES = (4, 8, 16, 64, 400, 4000)
PAGE = "<html><head>{meta}<title>{title}</title></head><body><p>{text}</p></body></html>"


def words(size: int, sentences: tuple[str, ...] = SENTENCES, seed: int = 1) -> str:
    chooser = random.Random(seed)
    text = ""
    while len(text) < size:
        text += chooser.choice(sentences)
    return text[:size]


def page(size: int, meta: str = "", sentences: tuple[str, ...] = SENTENCES, seed: int = 1) -> str:
    tag = f'<meta charset="{meta}">' if meta else ""
    text = words(size, sentences, seed)
    return PAGE.format(meta=tag, title=text[:4], text=text)


def matrix() -> list[tuple[str, bytes, str | None, str]]:
    """Name, bytes, header and right text of every case."""
    cases = []
    headers = {
        "utf-8": (None, "utf-8", "iso-8859-1", "gbk", "nonsense"),
        "gbk": (None, "gbk", "gb2312", "iso-8859-1", "utf-8", "nonsense"),
    }
    metas = {"utf-8": ("", "utf-8", "gb2312"), "gbk": ("", "gb2312", "gbk", "utf-8")}
    for codec in ("utf-8", "gbk"):
        for size, header, meta in itertools.product(SIZES, headers[codec], metas[codec]):
            text = page(size, meta)
            cases.append((f"{codec}-{size}-header:{header}-meta:{meta or None}", text.encode(codec), header, text))
    for size, header, meta in itertools.product(SIZES[2:], (None, "big5"), ("", "big5")):
        text = page(size, meta, TRADITIONAL)
        if header or meta or size >= 64:
            cases.append((f"big5-{size}-header:{header}-meta:{meta or None}", text.encode("big5"), header, text))
    for size, codec in itertools.product(SIZES, ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")):
        text = page(size)
        cases.append((f"{codec}-{size}", text.encode(codec), None, text))
    for size, declared in itertools.product(SIZES, ("gb2312", "gbk", "gb18030")):
        text = page(size, declared).replace("</p>", RARE + "</p>")
        cases.append((f"rare-{size}-{declared}", text.encode("gb18030"), None, text))
    return cases


CASES = matrix()


def test_the_matrix_is_large_enough() -> None:
    assert len(CASES) >= 200


@pytest.mark.parametrize(("name", "body", "header", "text"), CASES, ids=[case[0] for case in CASES])
def test_matrix(name: str, body: bytes, header: str | None, text: str) -> None:
    assert decode(body, header).text == text


@pytest.mark.parametrize("seed", range(200))
def test_four_undeclared_gbk_characters_are_never_korean(seed: int) -> None:
    text = f"<li><a>{words(4, seed=seed)}</a></li>"
    assert decode(text.encode("gbk")).text == text


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
@pytest.mark.parametrize("kept", [1, 2, 3])
def test_a_body_cut_within_a_character_loses_only_that_character(codec: str, kept: int) -> None:
    whole = ("<p>" + words(300)).encode(codec)
    last = len("园".encode(codec))
    body = whole + "园".encode(codec)[: min(kept, last - 1)]
    assert decode(body).text == whole.decode(codec)


def test_one_broken_character_spoils_neither_the_page_nor_its_line() -> None:
    body = (
        ("<p>" + words(80) + "</p>\n").encode() + b"<p>\xe5\x9b</p>\n" + ("<p>" + words(80, seed=2) + "</p>").encode()
    )
    decoded = decode(body, "gbk")
    assert decoded.reason == "replaced"
    assert words(80) in decoded.text
    assert words(80, seed=2) in decoded.text
    assert decoded.text.count("\ufffd") == 1


def test_a_gbk_page_with_a_utf8_include_reads_both() -> None:
    body = page(60, "gb2312").encode("gbk") + b"\n" + f"<div>{words(60, seed=3)}</div>".encode()
    decoded = decode(body, None)
    assert decoded.text == page(60, "gb2312") + "\n" + f"<div>{words(60, seed=3)}</div>"
    assert decoded.reason == "mixed"


@pytest.mark.parametrize("lie", ["big5", "euc-kr", "shift_jis"])
def test_a_declared_charset_that_reads_as_nonsense_loses(lie: str) -> None:
    text = page(200, lie)
    assert decode(text.encode("gbk")).text == text


def test_the_profile_has_the_word_before_the_page() -> None:
    text = page(60)
    assert decode(text.encode("big5hkscs", "ignore"), None, "big5").reason == "profile"
    assert decode(text.encode("gbk"), "utf-8", "gbk") == decode(text.encode("gbk"), None, "gbk")


def test_a_page_of_ascii_and_a_copyright_sign_stays_utf8() -> None:
    text = "<p>Copyright © 2023 Zone, résumé</p>"
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"\x00",
        b"\xff\xfe",
        b"\x80" * 9,
        b"<meta charset=rot13>",
        b"<meta charset=\xff>",
        b"<meta charset=undefined>",
    ],
)
def test_odd_bytes_never_raise(body: bytes) -> None:
    for header in (None, "", "hex", "utf-16", "\udc80", "x" * 500):
        decode(body, header)


@pytest.mark.parametrize("header", [None, "gbk"])
def test_bytes_that_are_no_text_cost_little(header: str | None) -> None:
    body = random.Random(7).randbytes(100_000)
    decode(body)
    assert cost(partial(decode, body, header), 0.03) <= 0.03
