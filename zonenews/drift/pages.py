"""Article pages of a run beside those of the past: is a field gone, are texts cut short, can pages be read at all?

Two kinds of evidence count. New pages: so few of them have the field that chance hardly ever does it, fewer than in
any stretch of as many neighbours in the past. Known pages: several that had the field have lost it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.measures import ARTICLE, PageSeen
from zonenews.drift.chance import chance_of_so_few, fewest
from zonenews.drift.findings import Part, State

LEAST_PAST = 8  # articles; with fewer a section has no past to speak of
MOST_PAST = 200
ALARM = 0.001  # the chance of a false alarm that all comparisons of a run share
_SUSPECT = 0.3  # below this chance, known pages are asked for again
_WELL = 0.05
_KEEPS = (100.0, 0.0)  # how surely a known page keeps a field: as if 100 had been looked at, and none had lost it
_LOST_LEAST = 2
_RECENT = 10
_SHORT, _LONG = 4, 200  # a text is cut short where less than a quarter is left of so many characters or more
_FIELDS = ("title", "source", "published", "body")
THINGS = {  # what is watched, the kind of incident it makes, and its name
    "title": ("title", "a title"),
    "source": ("source", "a source 来源"),
    "published": ("published", "a publish time 发布时间"),
    "body": ("body", "a text"),
    "whole": ("body", "a text as long as usual"),
    "own": ("body", "a text of their own"),
    ARTICLE: ("unread", "an article to read"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing of a section's pages: who has it among new ones, known ones, known ones that had it, and the past's."""

    new: Sequence[bool]
    known: Sequence[bool]
    kept: Sequence[bool]
    past: Sequence[bool]

    @property
    def chance(self) -> float:
        """The chance of so few among the new pages and the unbroken row of older ones without it, newest first."""
        new, past = self._with_row()
        return chance_of_so_few(sum(new), len(new), (sum(past), len(past) - sum(past)))

    @property
    def lost(self) -> int:
        """How many known pages lost it."""
        return len(self.kept) - sum(self.kept)

    @property
    def is_suspicious(self) -> bool:
        """Whether it is worth asking known pages."""
        if len(self.past) < LEAST_PAST or not any(self.past):
            return False
        return (bool(self.new) and not all(self.new) and self.chance < _SUSPECT) or self.lost > 0

    def state(self, alarm: float) -> State:
        """Well, wrong, or unknown; `alarm` is the chance of a false alarm that this comparison may take."""
        if len(self.past) < LEAST_PAST:
            return "unknown"
        if self._new_are_wrong(alarm) or self._known_are_wrong(alarm):
            return "wrong"
        return "well" if self._is_well() else "unknown"

    def told(self, thing: str, name: str) -> str:
        """The evidence in words."""
        words = [f"{sum(self.new)} of {len(self.new)} new pages have {thing}"] if self.new else []
        if self.lost:
            words.append(f"{self.lost} of {len(self.kept)} known pages lost {'it' if words else thing}")
        return f"{name}: {', '.join(words)}, where {sum(self.past)} of {len(self.past)} had it before"

    def _with_row(self) -> tuple[Sequence[bool], Sequence[bool]]:
        """The new pages with those just before that lack it too, and the past before them.

        A longer row of such pages is the site's way by now.
        """
        row = next((place for place, has in enumerate(self.past) if has), len(self.past))
        if any(self.new) or row >= _RECENT:
            return self.new, self.past
        return [*self.new, *self.past[:row]], self.past[row:]

    def _new_are_wrong(self, alarm: float) -> bool:
        new, past = self._with_row()
        return bool(self.new) and sum(new) < fewest(past, len(new)) and self.chance < alarm

    def _known_are_wrong(self, alarm: float) -> bool:
        """Several at once, more than edits ever take; but not where new pages have long come without it."""
        if self.lost < _LOST_LEAST or not any([*self.new, *self.past][:_RECENT]):
            return False
        return chance_of_so_few(sum(self.kept), len(self.kept), _KEEPS) < alarm

    def _is_well(self) -> bool:
        seen = [*self.new, *self.known]
        few = chance_of_so_few(sum(seen), len(seen), (sum(self.past), len(self.past) - sum(self.past)))
        return any(seen) and few >= _WELL


class Pages:
    """Pages of one section, with what can only be said of them together."""

    def __init__(self, pages: Sequence[PageSeen], usual: float | None = None) -> None:
        self.pages = pages
        self._heads = Counter(page.head for page in pages if page.head)
        self.usual = _usual(pages) if usual is None else usual

    def has(self, thing: str) -> list[bool]:
        """Which of the new pages have a thing; a page that cannot be read has no say in fields."""
        return [self._has(page, thing) for page in self._able(thing) if page.had is None]

    def known(self, thing: str) -> list[bool]:
        """Which of the known pages have it."""
        return [self._has(page, thing) for page in self._able(thing) if page.had is not None]

    def kept(self, thing: str) -> list[bool]:
        """Which of the known pages that had a thing have it still."""
        known = (page for page in self._able(thing) if page.had is not None)
        return [self._kept(page, thing) for page in known if self._had(page, thing)]

    def _able(self, thing: str) -> Iterator[PageSeen]:
        return (page for page in self.pages if thing == ARTICLE or ARTICLE in page.has)

    def _has(self, page: PageSeen, thing: str) -> bool:
        if thing == "whole":
            return page.length >= self.usual
        return self._heads[page.head] <= 1 if thing == "own" else thing in page.has

    def _had(self, page: PageSeen, thing: str) -> bool:
        assert page.had is not None
        if thing == "whole":
            return page.length_before >= _LONG
        return thing not in _FIELDS or thing in page.had

    def _kept(self, page: PageSeen, thing: str) -> bool:
        return page.length * _SHORT >= page.length_before if thing == "whole" else self._has(page, thing)


def evidence(pages: Sequence[PageSeen], past: Sequence[PageSeen]) -> dict[str, Evidence]:
    """The evidence of a section's pages for each thing that is watched; `past` has the newest first.

    New pages with news older than that of the past, as a backfill reads them, say nothing of what the site is like now.
    """
    before = Pages(past)
    oldest = min((page.published for page in past if page.published), default="")
    now = Pages([page for page in pages if page.had is not None or (page.published or "9") >= oldest], before.usual)
    return {thing: Evidence(now.has(thing), now.known(thing), now.kept(thing), before.has(thing)) for thing in THINGS}


def judged(found: Mapping[str, Evidence], name: str | None, alarm: float) -> Iterator[Part]:
    """What the evidence of a section says of each thing."""
    for thing, seen in found.items():
        (kind, words), state = THINGS[thing], seen.state(alarm)
        yield Part(kind, name, state, seen.told(words, name or "the site") if state == "wrong" else "")


def _usual(pages: Sequence[PageSeen]) -> float:
    """Half the length that all but a twentieth of the texts have."""
    lengths = sorted(page.length for page in pages if ARTICLE in page.has)
    return lengths[len(lengths) // 20] / 2 if lengths else 0.0
