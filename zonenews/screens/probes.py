"""How a probe looks on a terminal."""

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from zonenews.extraction import Article, Link, Listing
from zonenews.probing.report import Doubt, PageTwo, Probe
from zonenews.screens.views import fields_table

_ROWS = 10
_LONG = 100  # characters of a paragraph
_KINDS = {
    "list": "list page",
    "article": "article page",
    "home": "home page",
    "soft404": "page that is not there",
    "challenge": "challenge page",
    "redirect": "redirect",
    "script": "page drawn by a script",
    "empty": "page without an article",
    "not_html": "file that is no web page",
}


def probe_view(probe: Probe) -> RenderableType:
    """What was recognised, the first rows, one article, and what is doubtful."""
    parts: list[RenderableType] = [_panel(_summary(probe), _heading(probe), "cyan")]
    if probe.listing is not None and probe.listing.links:
        parts.append(
            _panel(_rows(probe, probe.listing), f"the first {min(_ROWS, len(probe.listing.links))} rows", "cyan")
        )
    if probe.article is not None and probe.article.article is not None:
        parts.append(_panel(_article(probe.article.article), "one article, field by field", "cyan"))
    if probe.trouble:
        parts.append(_panel(Text(probe.trouble), "in the way", "red"))
    parts.append(_doubts(probe.doubts) if probe.doubts or not probe.trouble else Text())
    return Group(*parts)


def _heading(probe: Probe) -> str:
    name = probe.listing.name if probe.listing is not None else None
    return _KINDS[probe.kind] + (f" · {name}" if name else "")


def _panel(inside: RenderableType, title: str, colour: str) -> Panel:
    return Panel(inside, title=Text(title, style="bold"), title_align="left", border_style=colour, box=box.ROUNDED)


def _summary(probe: Probe) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, value in _facts(probe):
        grid.add_row(label, value)
    return grid


def _facts(probe: Probe) -> Iterator[tuple[str, RenderableType]]:
    yield "address", Text(probe.url)
    if probe.site:
        yield "site", Text(probe.site)
    if probe.listing is None:
        return
    listing = probe.listing
    if listing.breadcrumb:
        yield "breadcrumb", Text(" > ".join(listing.breadcrumb))
    yield "charset", Text(f"{listing.charset} ({listing.charset_reason})")
    if not listing.links:
        return
    yield "rows", _counts(probe, listing)
    yield "pager", _pager(listing)
    yield "next page", Text(listing.next) if listing.next else Text(f"none ({listing.end})", style="yellow")
    if probe.requests:
        yield "page 2", _page_two(probe.page_two)


def _counts(probe: Probe, listing: Listing) -> Text:
    dated = sum(link.date is not None for link in listing.links)
    pinned = sum(link.pinned for link in listing.links)
    text = Text.assemble((str(len(listing.links)), "bold"), f": {dated} with dates")
    for count, words in ((pinned, "pinned"), (len(probe.offsite), "to other sites"), (len(probe.files), "to files")):
        if count:
            text.append(f", {count} {words}")
    return text


def _pager(listing: Listing) -> Text:
    text = Text(listing.pager, style="bold")
    said = [f"{listing.total} articles" if listing.total else "", f"{listing.pages} pages" if listing.pages else ""]
    if any(said):
        text.append(", announces " + " on ".join(filter(None, said)), style="not bold")
    return text


def _page_two(two: PageTwo | None) -> Text:
    if two is None:
        return Text("there is none to compare", style="dim")
    if two.trouble:
        return Text(f"✘ {two.trouble}", style="red")
    if not two.good:
        return Text("✘ nothing on it that page 1 has not", style="red")
    return Text(f"✔ differs: {two.fresh} of its {two.rows} rows are not on page 1", style="green")


def _rows(probe: Probe, listing: Listing) -> Table:
    links = listing.links[:_ROWS]
    marks = [_marks(probe, link) for link in links]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("date", no_wrap=True, min_width=10)
    table.add_column("title", overflow="fold", ratio=1)
    table.add_column("", no_wrap=True, style="magenta", min_width=max(map(len, marks)))
    for link, mark in zip(links, marks, strict=True):
        table.add_row(Text(link.date) if link.date else Text("no date", style="yellow"), Text(link.title), mark)
    if (more := len(listing.links) - _ROWS) > 0:
        table.add_row("", Text(f"… and {more} more", style="dim"), "")
    return table


def _marks(probe: Probe, link: Link) -> str:
    marks = ((link.pinned, "pinned"), (link in probe.offsite, "other site"), (link in probe.files, "file"))
    return " ".join(word for holds, word in marks if holds)


def _article(article: Article) -> Group:
    counts = (
        f"{len(article.paragraphs)} paragraphs, {len(article.images)} pictures, {len(article.attachments)} attachments"
    )
    parts: list[RenderableType] = [Text(article.url, style="dim", overflow="fold"), "", fields_table(article)]
    parts += ["", Text.assemble((counts, "bold"), (f"  ({article.rules.get('paragraphs', 'no text')})", "dim"))]
    return Group(*parts, *(Padding(Text(line), (0, 0, 0, 2)) for line in _ends(article.paragraphs)))


def _ends(paragraphs: tuple[str, ...]) -> list[str]:
    """The first and the last paragraph, to see that nothing is cut and nothing stuck on."""
    shown = paragraphs if len(paragraphs) < 3 else (paragraphs[0], "⋯", paragraphs[-1])
    return [line if len(line) <= _LONG else f"{line[: _LONG // 2]} … {line[-_LONG // 2 :]}" for line in shown]


def _doubts(doubts: tuple[Doubt, ...]) -> RenderableType:
    if not doubts:
        return _panel(Text("nothing", style="green"), "doubtful", "green")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="yellow", no_wrap=True)
    grid.add_column()
    for doubt in doubts:
        grid.add_row("?", Text(doubt.text))
    return _panel(grid, "doubtful", "yellow")
