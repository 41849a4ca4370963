"""Sites that live on paper: news in the rhythm of offices, habits, holidays and slips, judged run by run as in a crawl.

`python tests/drift/simulated_sites.py 20000` prints how many false alarms so many site-days bring, two runs a day.
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from archive.measures import ARTICLE, ListSeen, PageSeen, RowsSeen
from zonenews.drift import endings, lists, pages, rhythm
from zonenews.drift.findings import Part, findings, is_well
from zonenews.exits import Exit
from zonenews.runs.verdict import Verdict

START = date(2026, 1, 1)
HOLIDAYS = frozenset(
    START + timedelta(days=365 * year + first + day)
    for year in range(-2, 3)
    for first, days in ((45, 9), (120, 5), (273, 8))  # the Spring Festival, May, October
    for day in range(days)
)
MISSED = 0.003  # how often an editor forgets a field that is always there
LOST = 0.002  # how often a known page loses its source by an edit
UNREAD = 0.01


@dataclass
class Section:
    """A section: how much it publishes on a working day, on how many pages it prints a source, and what was read of it.

    `notices` is the share of days on which only notices come out, which have their own habit: sources come and go in
    clusters, not page by page.
    """

    number: int
    daily: float
    source: float
    notices: float
    page_rows: int
    past: list[PageSeen] = field(default_factory=list)
    lists: list[ListSeen] = field(default_factory=list)
    printed: float | None = None  # since a redesign: the share of new pages that print a source


class Site:
    """A site with some sections and two years behind it."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.sections = [self._section(number) for number in range(chance.choice((1, 2, 4, 8)))]
        self.days: list[date] = []
        self.open: dict[str, int] = {}
        self.runs = 0
        for back in range(730, 0, -1):
            for section in self.sections:
                section.past[:0] = self._news(section, START - timedelta(days=back))
        for section in self.sections:
            section.lists = [self._list_seen(section)]

    def _section(self, number: int) -> Section:
        chance = self._chance
        source = chance.choice((0.0, 0.02, 0.4, 0.5, 0.7, 0.95, 1.0, 1.0))
        notices = chance.choice((0.0, 0.0, 0.2))
        return Section(number, chance.choice((0.05, 0.3, 1.0, 3.0)), source, notices, chance.choice((5, 15, 20)))

    def run(self, day: date, *, evening: bool) -> list[Part]:
        """One run; gives what it says of the site."""
        self.runs += 1
        found: list[Part] = []
        groups = []
        for section in self.sections:
            new = self._news(section, day) if evening or self._chance.random() < 0.3 else []
            known = list(self._revisited(section))
            known += self._witnesses(section, [*new, *known])
            if new or known:
                groups.append((section, [*new, *known], section.past[: pages.MOST_PAST]))
            found.append(lists.judged(self._list_now(section, len(new)), section.lists[:20]))
            section.lists.insert(0, self._list_seen(section))
            section.past[:0] = new
        found += self._judged(groups)
        found.append(rhythm.judged([news for news in sorted(set(self.days)) if news > day - rhythm.YEAR], day))
        found += endings.judged(Verdict(Exit.COMPLETE, ""), [0], saw_lists=True)
        return found

    def opened(self, found: Sequence[Part]) -> list[str]:
        """The incidents that a run opens; those that are over are closed."""
        new = [finding.kind for finding in findings(found) if finding.kind not in self.open]
        self.open |= dict.fromkeys(new, self.runs)
        for kind in list(self.open):
            if is_well(kind, found) or self.runs - self.open[kind] > 60:
                del self.open[kind]
        return new

    def _judged(self, groups: Sequence[tuple[Section, list[PageSeen], list[PageSeen]]]) -> Iterator[Part]:
        several = len(groups) > 1
        for section, seen, past in groups:
            evidence = pages.evidence(seen, past)
            alarm = pages.ALARM / len(evidence) / (len(groups) + several)
            yield from pages.judged(evidence, str(section.number), alarm)
        if several:
            seen = [page for _, some, _ in groups for page in some]
            past = sorted((page for *_, some in groups for page in some), key=lambda p: p.published or "", reverse=True)
            evidence = pages.evidence(seen, past[: pages.MOST_PAST])
            yield from pages.judged(evidence, None, pages.ALARM / len(evidence) / (len(groups) + 1))

    def _news(self, section: Section, day: date) -> list[PageSeen]:
        quiet = 0.02 if day in HOLIDAYS else 0.15 if day.weekday() > 4 else 1.0
        burst = 8.0 if self._chance.random() < 0.01 else 1.0
        count = _poisson(self._chance, section.daily * quiet * burst)
        if count:
            self.days.append(day)
        notices = self._chance.random() < section.notices
        return [self._page(section, day, notices=notices) for _ in range(count)]

    def _page(self, section: Section, day: date, *, notices: bool) -> PageSeen:
        chance, here = self._chance, frozenset([section.number])
        if chance.random() < UNREAD:
            return PageSeen(here, frozenset())
        habit = section.source if not notices else 0.3 * section.source
        habit = habit if section.printed is None else section.printed
        # in one order: a set of words has another in each process, and chance would fall otherwise
        usual = ["title", "published", "body", ARTICLE] + (["source"] if chance.random() < habit else [])
        has = frozenset(name for name in usual if name == ARTICLE or chance.random() >= MISSED)
        length = int(chance.lognormvariate(6.5, 0.8))
        return PageSeen(here, has, length, f"{chance.random()}", day.isoformat())

    def _revisited(self, section: Section) -> Iterator[PageSeen]:
        for page in self._chance.sample(section.past[:100], min(self._chance.choice((0, 1, 3)), len(section.past))):
            yield self._again(section, page)

    def _again(self, section: Section, page: PageSeen) -> PageSeen:
        lost = section.printed == 0.0 or self._chance.random() < LOST
        has = page.has - {"source"} if lost else page.has
        return replace(page, has=has, had=page.has, length_before=page.length)

    def _witnesses(self, section: Section, seen: Sequence[PageSeen]) -> list[PageSeen]:
        past = section.past[: pages.MOST_PAST]
        suspicious = [name for name, some in pages.evidence(seen, past).items() if some.is_suspicious] if seen else []
        field = {"whole": "body", "own": "body"}
        urls = [page for name in suspicious for page in [p for p in past if field.get(name, name) in p.has][:4]]
        return [self._again(section, page) for page in {id(page): page for page in urls}.values()]

    def _list_now(self, section: Section, new: int) -> lists.ListNow:
        rows = min(section.page_rows, len(section.past) + new)
        known = max(0, min(rows, len(section.past)) - (new if new < rows else 0))
        seen = RowsSeen(rows, known, len(section.past))
        return lists.ListNow(str(section.number), 1 if rows else 0, rows, rows, rows, "known", "", seen)

    def _list_seen(self, section: Section) -> ListSeen:
        rows = min(section.page_rows, len(section.past))
        return ListSeen(self.runs, 1 if rows else 0, rows, "known", {"first_rows": rows, "dated_rows": rows})


def live(seed: int, site_days: int, days_each: int = 100) -> Counter[str]:
    """The incidents, all of them false, that so many site-days bring, by kind."""
    opened: Counter[str] = Counter()
    for number in range(-(-site_days // days_each)):
        site = Site(random.Random(f"{seed} {number}"))
        for place in range(days_each):
            for evening in (False, True):
                opened.update(site.opened(site.run(START + timedelta(days=place), evening=evening)))
    return opened


def _poisson(chance: random.Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count


if __name__ == "__main__":
    asked = int(sys.argv[1])
    false = live(2026, asked)
    print(f"{asked} site-days, {asked * 2} runs: {false.total()} false alarms {dict(false)}, "
          f"{200 * false.total() / asked:.2f} in 200 site-days")  # fmt: skip
