"""Articles that look alike and are no reprints: meetings told twice, filled-in forms, serials, shared passages."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from benchmarks.reprints.altering import FOOTERS
from zonenews.demo.grammar import Pen
from zonenews.demo.writing import NEWS, NOTICES, Key, Writer
from zonenews.demo.zone import invented_zone

Texts = list[tuple[str, ...]]
_DATED = re.compile(r"(\d+)([年月日])")
_SERIAL = (
    "为展示开发区企业家创新创业风采，营造尊商亲商的浓厚氛围，本网推出“对话企业家”系列访谈，邀请扎根园区的企业负责人讲述发展故事。今天推出第{}期。",
    "开栏的话：项目是发展的生命线。连日来，融媒体中心记者深入一线，走访重点项目建设者，推出“一线见闻”专栏，记录拼搏的身影。本期是第{}篇。",
)
_QUESTIONS = (
    "记者：请您介绍一下企业的基本情况和主要产品。",
    "记者：当初为什么选择落户开发区？",
    "记者：企业在发展过程中遇到过哪些困难，开发区是怎样帮助解决的？",
    "记者：下一步有什么打算，对园区的营商环境有什么建议？",
)


def same_meeting(draw: Random, count: int = 2) -> Texts:
    """One meeting, told by several writers: the same people, day and matter, the same list of names, some quotes."""
    writer, zone = Writer(invented_zone(draw.randrange(60)), ("meeting", "inspection", "works")), draw.random()
    told = writer.write(Key(f"meeting {zone}", 1, _day(draw)))
    present = writer.say("meeting.close", Pen(f"present {zone}", told.kept))
    quotes = [writer.say("meeting.body", Pen(f"quote {zone} {n}", told.kept)) for n in range(draw.randrange(1, 3))]
    texts = [_story(writer, told.kept, f"{zone} {number}") for number in range(count)]
    return [tuple(_mixed(text, [present, *quotes], draw)) for text in texts]


def same_speech(draw: Random, count: int = 2) -> Texts:
    """Two reports of two occasions that quote the same long passage of a speech, up to two fifths of the text."""
    texts = [_any_story(draw) for _ in range(count)]
    shortest = min(sum(map(len, text)) for text in texts)
    passage = "".join(_any_story(draw))[: int(shortest * draw.uniform(0.3, 0.66))]
    return [tuple(_mixed(text, [passage], draw)) for text in texts]


def same_background(draw: Random, count: int = 2) -> Texts:
    """News of two days with the same background behind them, up to eleven twentieths of the shorter one."""
    background = _any_story(draw)
    length = sum(map(len, background))
    heads = ["".join(_any_story(draw)) for _ in range(count)]
    return [(head[: int(length * draw.uniform(0.82, 1.6))], *background) for head in heads]


def yearly(draw: Random, count: int = 2) -> Texts:
    """A notice, and that of the year after it: the same but for years, days and some figures."""
    writer = Writer(invented_zone(draw.randrange(60)), NOTICES)
    notice = writer.write(Key(f"yearly {draw.random()}", 1, _day(draw))).paragraphs
    return [tuple(_DATED.sub(_later(year, draw), paragraph) for paragraph in notice) for year in range(count)]


def _later(years: int, draw: Random) -> Callable[[re.Match[str]], str]:
    def moved(found: re.Match[str]) -> str:
        number = int(found[1])
        if not years:
            return found[0]
        return f"{number + years if number > 1900 else 1 + (number + draw.randrange(1, 11)) % 12}{found[2]}"

    return moved


def same_footer(draw: Random, count: int = 2) -> Texts:
    """Different news with the same paragraph of the site at the end."""
    footer = draw.choice(FOOTERS).format(draw.randrange(3, 90), f"0{draw.randrange(10**9, 10**10)}")
    texts = [_any_story(draw) for _ in range(count)]
    return [(*text[: draw.randrange(2, len(text) + 1)], footer) for text in texts]


def serial(draw: Random, count: int = 3) -> Texts:
    """An interview serial: the same introduction and questions, other answers."""
    intro, questions = draw.choice(_SERIAL), draw.sample(_QUESTIONS, 3)
    found = []
    for number in range(count):
        answers = _any_story(draw)
        talk = [part for pair in zip(questions, answers, strict=False) for part in pair]
        found.append((intro.format(number + 1), *talk, *answers[3:]))
    return found


def digest(draw: Random, count: int = 4) -> Texts:
    """Several articles, and a round-up of the beginnings of all of them."""
    texts = [_any_story(draw) for _ in range(count)]
    return [*texts, tuple(text[0] for text in texts)]


def refilled(draw: Random, count: int = 3) -> Texts:
    """A story told again about another case: the same sentences throughout, other names and numbers."""
    writer = Writer(invented_zone(draw.randrange(60)), NEWS)
    names = [draw.choice([f"{genre}.body" for genre in ("meeting", "signing", "works", "inspection", "statistics")])]
    names += draw.sample(["industry.body", "service.body", "innovation.body", "talent.body", "safety.body"], 2)
    grammar = writer._grammar
    phrases = [phrase for name in names for phrase in grammar.phrases(name) if sum(map(callable, phrase)) >= 2]
    phrases = draw.sample(phrases, min(len(phrases), draw.randrange(5, 12)))
    found = []
    for _ in range(count):
        seed = f"refilled {draw.random()}"
        pen = Pen(seed, writer.write(Key(seed, 1, _day(draw))).kept)
        sentences = [grammar.fill(phrase, pen) for phrase in phrases]
        found.append(tuple("".join(sentences[place : place + 3]) for place in range(0, len(sentences), 3)))
    return found


def _any_story(draw: Random) -> tuple[str, ...]:
    writer = Writer(invented_zone(draw.randrange(60)), NEWS)
    return writer.write(Key(f"any {draw.random()}", 1, _day(draw))).paragraphs


def _story(writer: Writer, kept: Mapping[str, str], seed: str) -> list[str]:
    return writer._story("meeting", Pen(f"writer {seed}", kept))


def _mixed(text: Sequence[str], shared: Sequence[str], draw: Random) -> list[str]:
    """The text with the shared passages at some place behind its first paragraph."""
    found = list(text)
    for passage in shared:
        found.insert(draw.randrange(1, len(found) + 1), passage)
    return found


def _day(draw: Random) -> date:
    return date(2020, 1, 1) + timedelta(days=draw.randrange(2000))


LOOKALIKES: dict[str, Callable[[Random], Texts]] = {
    "same meeting": same_meeting,
    "same speech": same_speech,
    "same footer": same_footer,
    "same background": same_background,
    "yearly notice": yearly,
    "serial": serial,
    "digest": digest,
    "refilled story": refilled,
}
