"""Examines a run when it ends: everything that can be compared with the past, and what comes of it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from archive import Archive
from archive.measures import FIELDS, ListSeen, PageSeen, Past
from zonenews.drift import endings, lists, pages, rhythm
from zonenews.drift.findings import KINDS, READING, Finding, Part, findings, is_well
from zonenews.drift.measuring import measured
from zonenews.exits import Exit
from zonenews.runs.verdict import Verdict
from zonenews.walks.walk import Walk

SETTLED = timedelta(days=30)  # what has been so for that long is the site's way from now on
_WELL = "well again"
_BEIJING = timedelta(hours=8)
_JUDGED = {Exit.COMPLETE, Exit.PARTIAL, Exit.NOTHING, Exit.BUG}  # other runs broke off, or saw nothing of the site
_PAGE_KINDS = frozenset(kind for kind, _ in pages.THINGS.values())


@dataclass(frozen=True, slots=True)
class Examined:
    """What a run found wrong and well again, what it measured by section, and the kinds it knows nothing new of."""

    wrong: Sequence[Finding] = ()
    well: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    still: Sequence[str] = ()

    @property
    def opened(self) -> dict[str, Mapping[str, Any]]:
        """The detail of every incident to open, by kind."""
        return {finding.kind: finding.detail for finding in self.wrong}


class Examination:
    """One run of a site beside its past, on the connection of `past`."""

    def __init__(self, past: Past, site: str, run: int, now: datetime) -> None:
        self._past = past
        self._site = site
        self._run = run
        self._now = now
        self.names = past.names(site)
        self._incidents = past.incidents(site)
        self.open = {incident["kind"]: incident for incident in self._incidents if incident["closed_run"] is None}
        self.pages = past.pages_of_run(run)

    def examined(self, verdict: Verdict, walks: Iterable[Walk]) -> Examined:
        """Judges the run."""
        walks, measures = list(walks), dict[int, Mapping[str, Any]]()
        before, saw_lists = self._past.exit_codes(self._site, self._run, 1), any(map(_is_seen, walks))
        found = list(endings.judged(verdict, before, saw_lists=saw_lists))
        if verdict.code in _JUDGED:
            seen = {walk.number: self._list_now(walk) for walk in walks}
            found += [lists.judged(now, self._lists(number)) for number, now in seen.items()]
            found += self._judged_pages()
            found.append(rhythm.judged(self._days(), self._today))
            measures = {number: now.measures | measured(self._of(number)) for number, now in seen.items()}
        wrong = [finding for finding in findings(found) if not self._is_told_otherwise(finding, found)]
        well = dict(self._ended(found))
        still = sorted(self.open.keys() - well.keys() - {finding.kind for finding in wrong})
        return Examined(wrong, well, measures, still)

    def witnesses(self, most: int) -> Iterator[str]:
        """Known pages to ask: where something looks wrong those that have it, where it is wrong already that had it."""
        for section in self._sections():
            for thing, seen in pages.evidence(self._of(section), self._pages_before(section)).items():
                if seen.is_suspicious:
                    yield from self._past.witnesses(section, _field(thing), self._run, most)
        numbers = {name: number for number, name in self.names.items()}
        for kind in sorted(self.open.keys() & _PAGE_KINDS):
            for part in self.open[kind]["detail"]["parts"]:
                if part["section"] in numbers:
                    yield from self._past.first_witnesses(numbers[part["section"]], _field(kind), self._run, most)

    def _judged_pages(self) -> Iterator[Part]:
        sections = self._sections()
        pasts = {section: self._pages_before(section) for section in sections}
        groups: list[tuple[str | None, Sequence[PageSeen], Sequence[PageSeen]]] = [
            (self.names[section], self._of(section), past) for section, past in pasts.items()
        ]
        if len(sections) > 1:
            groups.append((None, self.pages, _newest(pasts.values())))
        for name, seen, past in groups:
            found = pages.evidence(seen, past)
            yield from pages.judged(found, name, pages.ALARM / len(found) / len(groups))

    def _sections(self) -> list[int]:
        """The sections of which the run read pages."""
        return sorted({section for page in self.pages for section in page.sections} & self.names.keys())

    def _of(self, section: int) -> list[PageSeen]:
        return [page for page in self.pages if section in page.sections]

    def _pages_before(self, section: int) -> list[PageSeen]:
        found = self._past.pages(section, self._before(_PAGE_KINDS), pages.MOST_PAST)
        return [page for page in found if page.run is None or self._is_sound(page.run, _PAGE_KINDS)]

    def _lists(self, section: int) -> list[ListSeen]:
        found = self._past.lists(section, self._before({"list"}), lists.MOST_PAST)
        return [seen for seen in found if self._is_sound(seen.run, {"list"})]

    def _is_sound(self, run: int, kinds: Container[str]) -> bool:
        """Whether a run saw the site as it should be: not while an incident lasted that came to an end."""
        over = (one for one in self._incidents if one["kind"] in kinds and one["detail"].get("end") == _WELL)
        return not any(one["opened_run"] <= run < one["closed_run"] for one in over)

    def _list_now(self, walk: Walk) -> lists.ListNow:
        seen = self._past.rows_of(walk.number, self._run, self._before({"list"}))
        name, reason = self.names.get(walk.number, walk.section.url), walk.stop_reason or "error"
        return lists.ListNow(name, walk.pages, walk.rows, walk.first_rows, walk.dated, reason, walk.detail, seen)

    def _before(self, kinds: Iterable[str]) -> int:
        """The run up to which the past is sound: this one, or the one that opened an incident of these kinds."""
        return min([self._run, *(int(self.open[kind]["opened_run"]) for kind in kinds if kind in self.open)])

    def _days(self) -> list[date]:
        return self._past.days_of_news(self._site, self._today - rhythm.YEAR)

    @property
    def _today(self) -> date:
        return (self._now.astimezone(UTC) + _BEIJING).date()

    def _is_told_otherwise(self, finding: Finding, found: Sequence[Part]) -> bool:
        """Whether another finding says the same of a run without anything, and says more."""
        more = any(part.state == "wrong" and part.kind in READING for part in found)
        return finding.kind == "nothing" and more

    def _ended(self, found: Sequence[Part]) -> Iterator[tuple[str, str]]:
        for kind, incident in self.open.items():
            if is_well(kind, found):
                yield kind, _WELL
            elif kind in READING and self._now - datetime.fromisoformat(incident["opened"]) > SETTLED:
                yield kind, f"it has been so for {SETTLED.days} days, and counts as the site's way from now on"


def judged_anew(verdict: Verdict, examined: Examined) -> Verdict:
    """The verdict of a run that reads amiss, or has not found well what was amiss: it is not complete, and says so."""
    said = [finding.said for finding in examined.wrong if finding.kind in READING]
    said += [f"{KINDS[kind]}, as before" for kind in examined.still if kind in READING]
    if not said or verdict.code not in {Exit.COMPLETE, Exit.PARTIAL}:
        return verdict
    return Verdict(Exit.PARTIAL, "; ".join([*said, verdict.reason]))


def _is_seen(walk: Walk) -> bool:
    """Whether a run saw a section's list, or that it is as it was."""
    return walk.pages > 0 or walk.stop_reason == "known"


def _field(thing: str) -> str:
    """The field by which witnesses are chosen: any page is one for texts, and for whether it can be read."""
    return thing if thing in FIELDS else "body"


def _newest(pasts: Iterable[Sequence[PageSeen]]) -> list[PageSeen]:
    """The newest pages of several sections."""
    everything = [page for past in pasts for page in past]
    return sorted(everything, key=lambda page: page.published or "", reverse=True)[: pages.MOST_PAST]


def examine(archive: Archive, site: str, run: int, now: datetime, verdict: Verdict, walks: Iterable[Walk]) -> Examined:
    """Examines a run beside those before it."""
    with archive.past() as past:
        return Examination(past, site, run, now).examined(verdict, walks)
