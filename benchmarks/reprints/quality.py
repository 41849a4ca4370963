"""How many of the labelled pairs are found, and how many others with them."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from benchmarks.reprints.article import Labelled
from benchmarks.reprints.filling import ReprintArchive, Spent
from benchmarks.reprints.labelled import Half, labelled

_STORIES = 1_000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of articles: labelled as reprints of each other, grouped by the archive, both."""

    true: int
    grouped: int
    both: int

    @property
    def precision(self) -> float:
        """How many of the grouped pairs are reprints."""
        return self.both / max(1, self.grouped)

    @property
    def recall(self) -> float:
        """How many of the reprints are grouped."""
        return self.both / max(1, self.true)


def pairs(stories: Sequence[str], groups: Sequence[int | None]) -> Pairs:
    """Counts pairs by how often each story, each group and each of both together occur."""
    grouped = [(story, group) for story, group in zip(stories, groups, strict=True) if group is not None]
    return Pairs(_pairs(stories), _pairs(group for _, group in grouped), _pairs(grouped))


def _pairs(values: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(values).values())


def grouped(articles: Sequence[Labelled]) -> list[int | None]:
    """The group that an archive puts each article in."""
    with tempfile.TemporaryDirectory() as folder:
        archive = ReprintArchive(Path(folder) / "zonenews.db")
        for start in range(0, len(articles), _AT_ONCE):
            archive.add(articles[start : start + _AT_ONCE], Spent())
        found = archive.groups()
        archive.close()
    return found


def quality_figures() -> str:
    """Tables of both halves, in Markdown."""
    halves: tuple[Half, ...] = ("chosen", "unseen")
    lines = ["| half | articles | reprints (pairs) | grouped | of them reprints | precision | recall |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    details = ""
    for half in halves:
        articles = labelled(half, _STORIES)
        groups = grouped(articles)
        found = pairs([each.story for each in articles], groups)
        lines.append(
            f"| {half} | {len(articles):,} | {found.true:,} | {found.grouped:,} | {found.both:,} "
            f"| **{found.precision:.4f}** | **{found.recall:.4f}** |"
        )
        details = _details(articles, groups)
    return "\n".join(
        [*lines, "", "Of the unseen half, by what was done to the original, and by what only looks alike:", "", details]
    )


def _details(articles: Sequence[Labelled], groups: Sequence[int | None]) -> str:
    """How each single alteration fares beside its original, and how many wrong pairs each kind of look-alike has."""
    done, found, wrong = Counter[str](), Counter[str](), Counter[str]()
    alike = Counter(each.kind for each in articles if each.story.startswith("alike"))
    originals = {each.story: group for each, group in zip(articles, groups, strict=True) if each.kind == "original"}
    for each, group in zip(articles, groups, strict=True):
        for kind in each.kind.split(" + ") if each.story in originals and each.kind != "original" else ():
            done[kind] += 1
            found[kind] += group is not None and group == originals[each.story]
    members = defaultdict[int | None, list[Labelled]](list)
    for each, group in zip(articles, groups, strict=True):
        members[group].append(each)
    members.pop(None, None)
    for one, other in (pair for group in members.values() for pair in combinations(group, 2)):
        wrong.update({one.kind, other.kind} & set(alike) if one.story != other.story else ())
    altered = [f"{kind.replace('_', ' ')} {found[kind]} of {done[kind]}" for kind in sorted(done)]
    looks = [f"{kind} {wrong[kind]} among {alike[kind]}" for kind in sorted(alike)]
    return "\n".join(
        (
            f"- grouped with their original: {', '.join(altered)}",
            f"- pairs grouped though they only look alike: {', '.join(looks)}",
        )
    )
