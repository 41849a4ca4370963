"""How the command line shows who reprinted what."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from archive.reprints.finding import Member, ReprintGroup
from zonenews.screens.tables import harmless

_SHOWN = 12
_HOW = {"published": "by what is printed", "first_seen": "by what was archived first"}
_STATES = {"missing": "  missing", "gone": "  gone from the site"}


def groups_view(groups: Sequence[ReprintGroup]) -> RenderableType:
    """The groups, each with its articles: the first one, then the others, and whom each credits."""
    if not groups:
        return Text("no reprints found", style="dim")
    return Group(*(line for group in groups for line in _group(group)))


def _group(group: ReprintGroup) -> Iterator[Text]:
    first, others = group.first, group.others
    told = f"  {1 + len(others)} articles; the first {_HOW[group.decided_by]}"
    yield Text.assemble((harmless(first.title or "(no title)"), "bold"), (told, "dim"))
    for member in (first, *others[: _SHOWN - 1]):
        yield from _member(member, first)
    if len(others) >= _SHOWN:
        yield Text(f"  and {len(others) - _SHOWN + 1} more; --json has them all", style="dim")
    yield Text("")


def _member(member: Member, first: Member) -> Iterator[Text]:
    day = (member.published or "no date").replace("T", " ").removesuffix("+08:00")
    title = "" if member.title in {None, first.title} else f"  {harmless(str(member.title))}"
    credit = f"来源：{harmless(member.source)}" if member.source else "no 来源"
    style = "cyan" if member is first else "dim cyan"
    yield Text.assemble(
        f"  {member.site}  ", (day, style), f"  {credit}", (_STATES.get(member.state, ""), "red"), title
    )
    yield Text(f"  {harmless(member.url)}", style="dim")
