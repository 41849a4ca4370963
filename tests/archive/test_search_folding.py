"""Text folded for search: what a reader takes for the same is the same, and places lead back to the original."""

import random

import pytest

from archive.search.folding import fold, fold_line, fold_with_places

POOL = (
    "ＧＤＰ abcé\u0301\u0300가ᄀ\u1161\u11a8ｶﾞ\u3099か　 產業園區"
    "①㎡ﬁİΣς\u200b\ufe0f\U000e0100葛\u0345Ǆß︰…–“”（）、。1２𠮷\x07"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("產業園區", "产业园区"),
        ("瞭解後續發展", "了解后续发展"),
        ("ＧＤＰ　５Ｇ", "gdp 5g"),
        ("办法（试行）", "办法(试行)"),
        ("㎡", "m2"),
        ("ﬁne", "FINE"),
        ("Straße", "STRASSE"),
        ("ΣΑΣ", "σας"),
        ("招\u200b商\ufeff引\u00ad资", "招商引资"),
        ("葛\U000e0100", "葛"),
        ("a \t\x07\u3000 b", "a b"),
        ("e\u0301", "é"),
        ("ｶﾞ", "ガ"),
        ("\x00\ud800", "\ufffd\ufffd"),
        ("␠␤", " "),
    ],
)
def test_what_a_reader_takes_for_the_same_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_lines_stay_lines_unless_one_is_wanted() -> None:
    assert fold("一\n二　\u2028三") == "一\n二 三"
    assert fold_line("一\n二") == "一 二"


def test_folding_twice_changes_nothing() -> None:
    draw = random.Random(1)
    for _ in range(3_000):
        text = "".join(draw.choices(POOL, k=draw.randrange(1, 12)))
        assert fold(fold(text)) == fold(text)


def test_places_lead_back_to_what_was_folded() -> None:
    draw = random.Random(2)
    for _ in range(3_000):
        line = "".join(draw.choices(POOL, k=draw.randrange(1, 12)))
        folded, places = fold_with_places(line)
        assert folded == fold(line)
        assert len(places) == len(folded)
        assert sorted(places) == places
        assert all(0 <= place < len(line) for place in places)


def test_a_place_is_that_of_the_very_character() -> None:
    folded, places = fold_with_places("约 120　㎡的產業園，ﬁ")
    assert folded == "约 120 m2的产业园,fi"
    assert [places[folded.index(what)] for what in ("120", "m2", "产业", "fi")] == [2, 6, 8, 12]
