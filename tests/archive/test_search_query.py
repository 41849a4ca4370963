"""The language of searches, and that whatever is no sentence of it is plain words."""

import random
import time

import pytest

from archive.search.folding import fold_line
from archive.search.query import All, Either, Node, Not, Term, parse_query, quoted, wanted_terms
from archive.search.snippets import marked

A, B, C = Term("甲"), Term("乙"), Term("丙")


@pytest.mark.parametrize(
    ("query", "node"),
    [
        ("甲", A),
        ("甲 乙", All((A, B))),
        ("甲　乙\n丙", All((A, B, C))),
        ("甲 AND 乙", All((A, B))),
        ("甲 OR 乙", Either((A, B))),
        ("甲 乙 OR 丙", Either((All((A, B)), C))),
        ("甲 (乙 OR 丙)", All((A, Either((B, C))))),
        ("甲 （乙 OR 丙）", All((A, Either((B, C))))),
        ("甲 -乙", All((A, Not(B)))),
        ("甲 NOT 乙", All((A, Not(B)))),
        ("-(甲 OR 乙)", Not(Either((A, B)))),
        ("NOT NOT 甲", Not(Not(A))),
        ('"甲 乙"', Term("甲 乙")),
        ("“甲 乙” 丙", All((Term("甲 乙"), C))),
        ('"他说""好"""', Term('他说"好"')),
        ("ＧＤＰ 產業", All((Term("gdp"), Term("产业")))),
        ("办法（试行）", Term("办法(试行)")),
        ("(办法（试行） OR 规定)", Either((Term("办法(试行)"), Term("规定")))),
        ("A-1", Term("a-1")),
        ("or and not", All((Term("or"), Term("and"), Term("not")))),
        ('甲 "" 乙', All((A, B))),
        ('"" OR 甲', A),
        ('甲 -""', A),
        ("", All(())),
        (" \t　", All(())),
        ("\u200b", All(())),
    ],
)
def test_queries_of_the_language(query: str, node: Node) -> None:
    assert parse_query(query) == node


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("甲 OR", ["甲", "or"]),
        ("OR 甲", ["or", "甲"]),
        ("(甲", ["(甲"]),
        ("甲)", ["甲)"]),
        ('"甲 乙', ["甲", "乙"]),
        ('甲 "', ["甲", '"']),
        ("()", ["()"]),
        ("NOT", ["not"]),
        ("-", ["-"]),
        ('"甲"乙', ['"甲"乙']),
        ("“双碳”目标", ["“双碳”目标"]),
        ("甲 AND OR 乙", ["甲", "and", "or", "乙"]),
        ("(" * 30 + "甲" + ")" * 30, ["(" * 30 + "甲" + ")" * 30]),
    ],
)
def test_what_is_malformed_is_plain_words(query: str, words: list[str]) -> None:
    found = parse_query(query)
    assert (list(found.parts) if isinstance(found, All) else [found]) == [Term(word) for word in words]


def test_a_pasted_passage_is_looked_for_as_it_stands() -> None:
    passage = " ".join(f"第{number}条" for number in range(80))
    assert parse_query(f" {passage}\n") == Term(passage)


def test_any_text_can_be_quoted() -> None:
    draw = random.Random(4)
    for _ in range(2_000):
        text = "".join(draw.choices('光伏 "＂“”()（）-ORNOT\\*^', k=draw.randrange(1, 12)))
        assert parse_query(quoted(text)) == Term(fold_line(text))


def test_a_paragraph_of_nothing_but_hits_is_marked_in_no_time() -> None:
    line, start = "长" * 100_000, time.monotonic()
    found = marked(line, ["长"])
    assert time.monotonic() - start < 2
    assert (found.marks[0], found.marks[-1], len(found.marks)) == ((0, 1), (99_999, 100_000), 100_000)


def test_what_a_hit_may_hold_is_marked() -> None:
    assert wanted_terms(parse_query("甲 (乙 OR 丙) 甲 -丁")) == ["甲", "乙", "丙"]
