"""What changed between two revisions: field by field, paragraph by paragraph, character by character."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, Literal

Kind = Literal["same", "added", "removed", "edited"]
_FIELDS = ("title", "source", "published", "author", "editor", "document_number")
_ALIKE = 0.5  # paragraphs that share less are another paragraph, not an edit
_LONGEST = 5_000  # characters: the matcher takes quadratic time at worst


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
    found = [_compared(name, old[name], new[name]) for name in _FIELDS if old[name] != new[name]]
    found += _aligned("paragraph", old["paragraphs"], new["paragraphs"])
    names = ([file["name"] for file in revision["attachments"]] for revision in (old, new))
    return found + [each for each in _aligned("attachment", *names) if each.kind != "same"]


def _aligned(where: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Difference(where, "same", text, text) for text in old[i:j])
        else:
            yield from _replaced(where, old[i:j], new[k:m])


def _replaced(where: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """Paragraphs in the place of others, in their order: those alike are edits, the rest went and came."""
    for before, after in zip_longest(old, new):
        if before is None or after is None or _likeness(before, after) >= _ALIKE:
            yield _compared(where, before, after)
        else:
            yield _compared(where, before, None)
            yield _compared(where, None, after)


def _compared(where: str, old: str | None, new: str | None) -> Difference:
    if old is None or new is None:
        return Difference(where, "added" if old is None else "removed", old, new)
    return Difference(where, "edited", old, new, tuple(_pieces(old, new)))


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(a=old[:_LONGEST], b=new[:_LONGEST], autojunk=False).ratio()


def _pieces(old: str, new: str) -> Iterator[Piece]:
    if max(len(old), len(new)) > _LONGEST:
        yield from (Piece("removed", old), Piece("added", new))
        return
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", old[i:j])
            continue
        if j > i:
            yield Piece("removed", old[i:j])
        if m > k:
            yield Piece("added", new[k:m])
