"""How the command line shows what changed between two revisions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from archive.differences import Difference

_STYLES = {"removed": "red strike", "added": "green", "same": ""}
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}  # without colour, as wdiff has it
_SIGNS = {"same": " ", "added": "+", "removed": "-", "edited": "~"}


def diff_view(old: Mapping[str, Any], new: Mapping[str, Any], found: Sequence[Difference]) -> RenderableType:
    """The changes in reading order; paragraphs that stayed are counted, not printed."""
    head = Text(f"{new['title']}\n", style="bold")
    head.append(f"revision {old['revision']} of {old['seen']}  →  {new['revision']} of {new['seen']}\n", style="cyan")
    return Group(head, *_lines(found), Text(new["url"], style="dim"))


def _lines(found: Iterable[Difference]) -> Iterator[Text]:
    same = 0
    for each in found:
        if each.kind == "same":
            same += 1
            continue
        yield from _unchanged(same)
        same = 0
        yield _line(each)
    yield from _unchanged(same)


def _unchanged(count: int) -> Iterator[Text]:
    if count:
        yield Text(f"   … {count} unchanged paragraph{'s' if count > 1 else ''}", style="dim")


def _line(each: Difference) -> Text:
    line = Text(f"{_SIGNS[each.kind]} ", style="bold")
    if each.where != "paragraph":
        line.append(f"{each.where}: ", style="cyan")
    if each.kind == "edited":
        for piece in each.pieces:
            _append(line, piece.kind, piece.text)
    else:
        _append(line, each.kind, (each.new if each.old is None else each.old) or "")
    return line


def _append(line: Text, kind: str, text: str) -> None:
    opening, closing = _MARKS[kind]
    line.append(f"{opening}{text}{closing}", style=_STYLES[kind] or None)
