"""What changed between two revisions: field by field, paragraph by paragraph, character by character."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

Kind = Literal["same", "added", "removed", "edited"]
_FIELDS = ("title", "source", "published", "author", "editor", "document_number")
_ALIKE = 0.5  # paragraphs that share less are another paragraph, not an edit
_LONGEST = 5_000  # characters: the matcher takes quadratic time at worst
_MOST_WORK = 5_000_000  # pairs of equal members that a comparison may look at: seconds; a real page has thousands


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of an edited text."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field or paragraph in both revisions; `pieces` are the characters where it was edited."""

    where: str
    kind: Kind
    old: str | None
    new: str | None
    pieces: tuple[Piece, ...] = ()


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """All fields that changed, then all paragraphs, then attachments that came or went."""
    effort = _Effort()
    found = [_compared(name, old[name], new[name], effort) for name in _FIELDS if old[name] != new[name]]
    found += _aligned("paragraph", old["paragraphs"], new["paragraphs"], effort)
    before, after = ([file["name"] for file in revision["attachments"]] for revision in (old, new))
    return found + [each for each in _aligned("attachment", before, after, effort) if each.kind != "same"]


class _Effort:
    """What is left of the work that two revisions may take; a page can be made to take hours."""

    def __init__(self) -> None:
        self._left = _MOST_WORK

    def matcher(self, old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str] | None:
        """What compares two sequences, None where it would look at more pairs of equal members than are left."""
        others = Counter(new)
        work = sum(count * others[member] for member, count in Counter(old).items())
        if work > self._left:
            return None
        self._left -= work
        return SequenceMatcher(a=old, b=new, autojunk=False)


def _aligned(where: str, old: Sequence[str], new: Sequence[str], effort: _Effort) -> Iterator[Difference]:
    matcher = effort.matcher(old, new)
    whole = [("replace", 0, len(old), 0, len(new))]
    for kind, i, j, k, m in matcher.get_opcodes() if matcher else whole:
        if kind == "equal":
            yield from (Difference(where, "same", text, text) for text in old[i:j])
        else:
            yield from _replaced(where, old[i:j], new[k:m], effort)


def _replaced(where: str, old: Sequence[str], new: Sequence[str], effort: _Effort) -> Iterator[Difference]:
    """Paragraphs in the place of others, in their order: those alike are edits, the rest went and came."""
    for before, after in zip_longest(old, new):
        if before is not None and before == after:
            yield Difference(where, "same", before, after)
        elif before is None or after is None or _likeness(before, after, effort) >= _ALIKE:
            yield _compared(where, before, after, effort)
        else:
            yield _compared(where, before, None, effort)
            yield _compared(where, None, after, effort)


def _compared(where: str, old: str | None, new: str | None, effort: _Effort) -> Difference:
    if old is None or new is None:
        return Difference(where, "added" if old is None else "removed", old, new)
    return Difference(where, "edited", old, new, tuple(_pieces(old, new, effort)))


def _likeness(old: str, new: str, effort: _Effort) -> float:
    matcher = effort.matcher(old[:_LONGEST], new[:_LONGEST])
    return matcher.ratio() if matcher else 0.0


def _pieces(old: str, new: str, effort: _Effort) -> Iterator[Piece]:
    matcher = effort.matcher(old, new) if max(len(old), len(new)) <= _LONGEST else None
    if matcher is None:
        yield from (Piece("removed", old), Piece("added", new))
        return
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", old[i:j])
            continue
        if j > i:
            yield Piece("removed", old[i:j])
        if m > k:
            yield Piece("added", new[k:m])
