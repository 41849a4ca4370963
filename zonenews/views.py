"""How the command line shows things: tables and pages for people, drawn with Rich."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:  # the extractor takes long to import, and most commands do not read pages
    from zonenews.extraction import Article


_STATE_STYLES = {"complete": "green", "partial": "yellow", "failed": "red", "crashed": "red", "interrupted": "yellow"}
_GIVE_WAY = frozenset(("title", "source", "sections", "reason", "detail", "url", "error", "zone", "name"))
_FIELDS = ("title", "source", "published", "author", "editor", "document_number", "breadcrumb")


def table_of(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Table:
    """A table of some keys of rows; `columns` gives the heading of each key. Long words give way, figures never."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for key, heading in columns.items():
        cells = [_cell(key, row[key]) for row in rows]
        right = bool(rows) and all(isinstance(row[key], int) for row in rows)
        least = None if key in _GIVE_WAY else max(cell_len(heading), *(cell.cell_len for cell in cells), 1)
        # Rich narrows only columns that may wrap; the cells themselves keep to one line
        table.add_column(heading, justify="right" if right else "left", no_wrap=least is not None, min_width=least)
    for row in rows:
        table.add_row(*(_cell(key, row[key]) for key in columns))
    return table


def articles_table(articles: Iterable[Mapping[str, Any]]) -> Table:
    """The newest articles, a line each."""
    rows = [
        {**article, "published": _moment(article["published"]), "sections": "、".join(article["sections"])}
        for article in articles
    ]
    return table_of(rows, {"published": "发布时间", "title": "标题", "source": "来源", "sections": "栏目"})


def sites_table(sites: Sequence[Mapping[str, Any]]) -> Table:
    """The sites of an archive and the site files; one that was never probed is left out by commands for all sites."""
    columns = {"site": "site", "zone": "zone", "sections": "sections", "articles": "articles"}
    rows = [
        {
            **site,
            "newest": _day(site["newest"]),
            "last_run": _day(site["last_run"]),
            "probed": _day(site["probed"]) or "never",
        }
        for site in sites
    ]
    columns |= {"newest": "newest", "last_run": "last run", "last_state": "state", "probed": "probed"}
    return table_of(rows, columns)


def runs_table(runs: Sequence[Mapping[str, Any]]) -> Table:
    """Runs, newest first."""
    rows = [{**run, "started": _moment(run["started"])} for run in runs]
    columns = {"id": "run", "site": "site", "started": "started (UTC)", "state": "state", "exit_code": "exit"}
    return table_of(rows, columns | {"new_rows": "new", "fetches": "fetches", "reason": "reason"})


def run_view(run: Mapping[str, Any]) -> RenderableType:
    """The story of one run."""
    state = Text(run["state"], style=_STATE_STYLES.get(run["state"], ""))
    head = Text.assemble(f"run {run['id']} of {run['site']}: ", state, f", exit code {_known(run['exit_code'])}")
    times = f"{_moment(run['started'])} to {_known(_moment(run['ended']))} UTC"
    times += f", {run['fetches']} fetches, {_size(run['wire_bytes'])}"
    columns = {
        "name": "section",
        "pages": "pages",
        "rows": "rows",
        "new": "new",
        "stop_reason": "stopped",
        "detail": "why",
    }
    parts: list[RenderableType] = [head, Text(_known(run["reason"])), Text(times, style="dim"), ""]
    parts.append(table_of([{**row, "name": row["name"] or row["url"]} for row in run["sections"]], columns))
    if run["misses"]:
        misses = table_of(
            run["misses"], {"outcome": "no article", "status": "status", "url": "address", "error": "why"}
        )
        parts += ["", misses]
    return Group(*parts)


def article_view(article: Mapping[str, Any]) -> RenderableType:
    """An article to be read: its head, its paragraphs, its files."""
    head = [_moment(article["published"]) or "no publish time", article["source"] or "no source"]
    head += [f"责任编辑 {article['editor']}"] if article["editor"] else []
    parts: list[RenderableType] = [
        Text(" > ".join(article["breadcrumb"]), style="dim"),
        Text(article["title"] or "(no title)", style="bold"),
        Text("   ".join(head), style="cyan"),
        "",
    ]
    parts += [Padding(Text("　　" + paragraph), (0, 0, 1, 0)) for paragraph in article["paragraphs"]]
    parts += [Text(f"附件 {file['name']}  {file['url']}") for file in article["attachments"]]
    parts += [
        Text(f"图片 {image['url']}" + (f"  {image['caption']}" if image["caption"] else ""))
        for image in article["images"]
    ]
    seen = f"revision {article['revision']}, {article['state']}, fetched {_moment(article['fetched'])} UTC"
    return Group(*parts, Text(f"{article['url']}\n{seen}, capture {article['capture'][:12]}", style="dim"))


def reading_view(article: "Article") -> RenderableType:
    """What was read from a page, field by field, with the rule behind each."""
    counts = (
        f"{len(article.paragraphs)} paragraphs, {len(article.images)} pictures, {len(article.attachments)} attachments"
    )
    paragraphs = (Text("　　" + text) for text in article.paragraphs)
    return Group(fields_table(article), "", Text(counts, style="bold"), *paragraphs)


def fields_table(article: "Article") -> Table:
    """An article's fields, each with the rule that found it and how sure that is, or why it is missing."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("field", "value", "rule", "confidence"):
        table.add_column(heading, overflow="fold")
    for name in _FIELDS:
        value = getattr(article, name)
        shown = " > ".join(value) if isinstance(value, tuple) else value
        missing = Text(article.reasons.get(name, "not on the page"), style="yellow")
        table.add_row(name, Text(shown) if shown else missing, article.rules.get(name, ""), _sureness(article, name))
    table.add_row("charset", article.charset, article.charset_reason, "")
    return table


def _sureness(article: "Article", name: str) -> Text:
    sure = article.confidence.get(name)
    if sure is None:
        return Text()
    return Text(f"{sure:.2f}", style="green" if sure >= 0.8 else "yellow" if sure >= 0.6 else "red")


def _cell(key: str, value: Any) -> Text:
    if value is None:
        return Text("–", style="dim")
    style = _STATE_STYLES.get(str(value), "") if key.endswith("state") else ""
    return Text(str(value), style=style, no_wrap=True, overflow="ellipsis")


def _known(value: Any) -> str:
    return "–" if value is None else str(value)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"


def _day(value: str | None) -> str | None:
    return value and value[:10]


def _moment(value: str | None) -> str | None:
    """`2023-10-25T16:27+08:00` and `2026-11-23T08:03:18.169Z` as people write them."""
    return value and value.replace("T", " ").removesuffix("+08:00").removesuffix("Z").split(".")[0]
