"""The replica's texts: always the same for a seed, never twice the same."""

from datetime import date
from itertools import pairwise

import pytest

from zonenews.demo.grammar import Grammar, Pen
from zonenews.demo.writing import NEWS, NOTICES, Key, Text, Writer
from zonenews.demo.zone import invented_zone

DAY = date(2025, 10, 20)


def texts(genres: tuple[str, ...], count: int, seed: str = "s") -> list[Text]:
    writer = Writer(invented_zone(), genres)
    return [writer.write(Key(seed, number, DAY)) for number in range(count)]


@pytest.mark.parametrize("genres", [NEWS, NOTICES])
def test_the_same_key_gives_the_same_text(genres: tuple[str, ...]) -> None:
    assert texts(genres, 40) == texts(genres, 40)
    assert texts(genres, 40) != texts(genres, 40, "another seed")


def test_a_title_alone_is_the_title_of_the_whole_text() -> None:
    writer = Writer(invented_zone())
    for number in range(60):
        key = Key("s", number, DAY)
        assert writer.title(key) == writer.write(key).title


@pytest.mark.parametrize("genres", [NEWS, NOTICES])
def test_titles_are_of_a_usual_length(genres: tuple[str, ...]) -> None:
    assert {len(text.title) in range(12, 41) for text in texts(genres, 300)} == {True}


def test_news_have_four_to_twelve_paragraphs_of_a_usual_length() -> None:
    for text in texts(NEWS, 400):
        assert len(text.paragraphs) in range(4, 13)
        assert all(60 <= len(paragraph) <= 500 for paragraph in text.paragraphs)


def test_no_slot_is_left_unfilled() -> None:
    for text in texts(NEWS, 300) + texts(NOTICES, 300):
        assert not set("{}@|[]") & set(text.title + "".join(text.paragraphs))


@pytest.mark.parametrize(("genres", "alike"), [(NEWS, 0.4), (NOTICES, 0.6)])
def test_no_two_texts_are_alike(genres: tuple[str, ...], alike: float) -> None:
    shingled = [shingles(text) for text in texts(genres, 100)]
    likest = max(len(one & two) / len(one | two) for place, one in enumerate(shingled) for two in shingled[:place])
    assert likest < alike


def test_news_repeat_no_paragraph_within_a_text() -> None:
    assert all(len(set(text.paragraphs)) == len(text.paragraphs) for text in texts(NEWS, 300))


def test_each_edit_changes_a_sentence_and_adds_one() -> None:
    writer, key = Writer(invented_zone()), Key("s", 7, DAY)
    text = writer.write(key)
    stages = [writer.amend(text, key, edits) for edits in range(4)]
    assert stages[0] == text.paragraphs
    for before, after in pairwise(stages):
        assert len(before) == len(after)
        assert after[-1] != before[-1]
        assert len("".join(after)) != len("".join(before))


def test_the_grammar_fills_every_kind_of_slot() -> None:
    grammar = Grammar({"pair": ["{@name}·{@name}·{3-3}·{1.5-1.5}·{a|a}·{name}"], "name": ["甲"]})
    assert grammar.say("pair", Pen("s", {})) == "甲·甲·3·1.5·a·甲"


def test_a_slot_of_an_unknown_list_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        Grammar({"name": ["{nowhere}"]})


def shingles(text: Text) -> set[str]:
    whole = "".join(text.paragraphs)
    return {whole[place : place + 8] for place in range(len(whole) - 7)}
