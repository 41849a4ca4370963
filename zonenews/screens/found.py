"""How the command line shows what a search found."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from archive.search import Found, Hit

_MARK = "bold yellow"
_STATES = {"missing": "missing", "gone": "gone from the site"}


def found_view(found: Found) -> RenderableType:
    """The hits, each with its words marked in title and text, and how many there are."""
    lines = [line for hit in found for line in _hit(hit)]
    return Group(*lines, Text(_summary(found), style="dim"))


def _hit(hit: Hit) -> Iterator[Text]:
    day = (hit.published or "no date").replace("T", " ").removesuffix("+08:00")
    yield Text.assemble((f"{day}  ", "cyan"), _marked(hit.title or "(no title)", hit.title_marks, "bold"))
    if hit.snippet:
        yield _marked(hit.snippet, hit.snippet_marks, "")
    told = (hit.url, hit.source, _STATES.get(hit.state))
    yield Text("  ".join(word for word in told if word) + "\n", style="dim")


def _marked(line: str, marks: tuple[tuple[int, int], ...], style: str) -> Text:
    text = Text(line, style=style)
    for start, end in marks:
        text.stylize(_MARK, start, end)
    return text


def _summary(found: Found) -> str:
    if not found:
        return "nothing found"
    told = f"{len(found)} found"
    if found.more:
        told = f"{len(found)} shown, there are more: --limit, or --count for their number"
    if not found.all_scored:
        told += f"; ranked among {found.scored:,} hits: those in titles and the newest"
    return told
