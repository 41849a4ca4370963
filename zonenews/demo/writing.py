"""Writes the texts of the replica's articles: for the same key always the same one, for two keys never the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from zonenews.demo.grammar import Grammar, Pen, Phrase, read_texts
from zonenews.demo.zone import Zone

NEWS = ("signing", "works", "inspection", "meeting", "service", "safety", "party", "talent", "statistics", "livelihood")
NOTICES = ("recruit", "tender", "declare", "environment", "arrange")
_TITLE_LENGTH = range(12, 41)
_SHORTEST = 60
_HOLIDAYS = "元旦 春节 春节 清明节 劳动节 端午节 端午节 中秋节 中秋节 国庆节 国庆节 元旦"
_SALUTATION = "各乡镇（街道），各园区办，各有关企业："


@dataclass(frozen=True, slots=True)
class Key:
    """What a text is written from; `attempt` counts the tries that it took to find a title of its own."""

    seed: str
    number: int
    day: date
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A written text; `kept` holds the facts it speaks of (leader, company ...)."""

    genre: str
    title: str
    paragraphs: tuple[str, ...]
    kept: Mapping[str, str]


@cache
def _grammar() -> Grammar:
    return Grammar(read_texts(Path(__file__).parent / "material"))


class Writer:
    """Writes the news, or the notices, of one zone."""

    def __init__(self, zone: Zone, genres: Sequence[str] = NEWS) -> None:
        self._zone = zone
        self._genres = genres
        self._grammar = _grammar()

    def title(self, key: Key) -> str:
        """The title alone: cheap enough to be written for each article of a large site at once."""
        return self._begin(key)[2]

    def write(self, key: Key) -> Text:
        """The whole text."""
        pen, genre, title = self._begin(key)
        notice = genre in NOTICES
        paragraphs = self._notice(genre, pen, title, key.day) if notice else self._story(genre, pen)
        return Text(genre, title, tuple(paragraphs), pen.kept)

    def amend(self, text: Text, key: Key, edits: int) -> tuple[str, ...]:
        """The paragraphs after so many edits, each of which changes a sentence and adds one."""
        paragraphs = list(text.paragraphs)
        for edit in range(1, edits + 1):
            pen = Pen(f"{key.seed}/{key.number}/edit {edit}", text.kept)
            place = pen.below(len(paragraphs))
            sentences = paragraphs[place].split("。")
            sentences[0] = self._grammar.say("industry.body", pen).removesuffix("。")
            paragraphs[place] = "。".join(sentences)
            paragraphs[-1] += self._grammar.say("service.body", pen)
        return tuple(paragraphs)

    def say(self, name: str, pen: Pen) -> str:
        """A phrase of the named list: a department, a caption ..."""
        return self._grammar.say(name, pen)

    def _begin(self, key: Key) -> tuple[Pen, str, str]:
        for attempt in range(key.attempt * 100, key.attempt * 100 + 100):
            pen = Pen(f"{key.seed}/{key.number}/{attempt}", {})
            genre = pen.pick(self._genres)
            pen.kept = self._facts(key.day, pen)
            title = self._grammar.say(f"{genre}.title", pen)
            if len(title) in _TITLE_LENGTH:
                return pen, genre, title
        raise ValueError(f"no title of a usual length for {key}")

    def _facts(self, day: date, pen: Pen) -> dict[str, str]:
        """What every phrase may keep to: the zone, its people, the day the news speaks of."""
        zone, told = self._zone, day - timedelta(days=pen.below(3))
        leader, leader_post = pen.pick(zone.leaders)
        return {
            "zone": zone.short,
            "stem": zone.stem,
            "leader": leader,
            "leader_post": leader_post,
            "director_post": f"管委会主任{zone.director}",
            "deputy": pen.pick(zone.deputies),
            "day": f"{told.month}月{told.day}日",
            "year": str(told.year),
            "month": str(told.month),
            "season": "一二三四"[(told.month - 1) // 3] + "季度",
            "spell": "冬春夏秋"[told.month % 12 // 3] + "季",
            "holiday": _HOLIDAYS.split()[told.month - 1],
        }

    def _story(self, genre: str, pen: Pen) -> list[str]:
        """A story: the news, what belongs to it in paragraphs that keep to one theme each, and an outlook."""
        stocks = self._stocks(genre, pen)
        own = stocks[0]
        paragraphs = [self._fill_up(self._grammar.say(f"{genre}.lead", pen), own, pen, _SHORTEST + pen.below(160))]
        for _ in range(3 + pen.below(8)):
            stock = own if own and pen.chance(0.55) else max(stocks, key=len)
            opener = self._grammar.say("opener", pen) if stock is not own and pen.chance(0.4) else ""
            paragraphs.append(self._fill_up(opener, stock, pen, _SHORTEST + int(pen.random() ** 2 * 330)))
        close = self._grammar.say(f"{genre}.close", pen)
        paragraphs.append(self._fill_up(close, max(stocks, key=len), pen, _SHORTEST))
        return [paragraph for paragraph in paragraphs if len(paragraph) >= _SHORTEST]

    def _stocks(self, genre: str, pen: Pen) -> list[list[Phrase]]:
        """The sentences that the text may use, each once: a shuffled stock for its own matter and for each theme."""
        grammar = self._grammar
        names = [genre, *pen.some([name for name in grammar.plain(f"{genre}.themes") if name != genre], 3)]
        lists = [grammar.phrases(f"{name}.body") for name in names]
        return [pen.some(phrases, len(phrases)) for phrases in lists if phrases]

    def _fill_up(self, opening: str, stock: list[Phrase], pen: Pen, wanted: int) -> str:
        """The opening and as many further sentences as the paragraph wants characters."""
        paragraph = opening
        while len(paragraph) < wanted and stock:
            paragraph += self._grammar.fill(stock.pop(), pen)
        return paragraph

    def _notice(self, genre: str, pen: Pen, title: str, day: date) -> list[str]:
        """A notice: salutation, the matter in numbered points, the closing word, who signs and when."""
        own, common = self._stocks(genre, pen)
        points = [
            self._fill_up(f"{mark}、", pen.pick((own, own, common)) or common, pen, 30 + pen.below(150))
            for mark in "一二三四五六"[: 3 + pen.below(4)]
        ]
        word = "公示" if "公示" in title else "通知" if "通知" in title else "公告"
        office = f"{self._zone.short}{self._grammar.keep('dept_kept', pen)}"
        signed = f"{self._zone.name}管理委员会" if pen.chance(0.5) else office
        lead = self._grammar.say(f"{genre}.lead", pen)
        opening = [_SALUTATION, lead] if word == "通知" else [lead]
        return [*opening, *points, f"特此{word}。", signed, f"{day.year}年{day.month}月{day.day}日"]
