"""How the command line shows things: tables and pages for people, drawn with Rich."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from zonenews.extraction import Article

_STATE_STYLES = {"complete": "green", "partial": "yellow", "failed": "red", "crashed": "red", "interrupted": "yellow"}
_FIELDS = ("title", "source", "published", "author", "editor", "document_number", "breadcrumb")


def table_of(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> Table:
    """A table of some keys of rows; `columns` gives the heading of each key."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for key, heading in columns.items():
        numeric = key in {"articles", "sections", "list_pages", "new_rows", "fetches", "id", "exit_code"}
        table.add_column(heading, justify="right" if numeric else "left", no_wrap=key != "reason", overflow="ellipsis")
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
    """The sites of an archive."""
    columns = {"site": "site", "zone": "zone", "sections": "sections", "articles": "articles"}
    rows = [{**site, "newest": _moment(site["newest"]), "last_run": _moment(site["last_run"])} for site in sites]
    return table_of(rows, columns | {"newest": "newest", "last_run": "last run", "last_state": "state"})


def runs_table(runs: Sequence[Mapping[str, Any]]) -> Table:
    """Runs, newest first."""
    rows = [{**run, "started": _moment(run["started"])} for run in runs]
    columns = {"id": "run", "site": "site", "started": "started (UTC)", "state": "state", "exit_code": "exit"}
    columns |= {"list_pages": "list pages", "new_rows": "new rows", "fetches": "fetches", "reason": "reason"}
    return table_of(rows, columns)


def run_view(run: Mapping[str, Any]) -> RenderableType:
    """The story of one run."""
    sections = table_of(
        run["sections"],
        {
            "name": "section",
            "pages": "pages",
            "rows": "rows",
            "new": "new",
            "stop_reason": "stopped",
            "detail": "because",
        },
    )
    parts: list[RenderableType] = [runs_table([run]), "", Text("Sections", style="bold"), sections]
    if run["misses"]:
        misses = table_of(run["misses"], {"outcome": "outcome", "status": "status", "url": "address", "error": "why"})
        parts += ["", Text("Requests that gave no article", style="bold"), misses]
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


def reading_view(article: Article) -> RenderableType:
    """What was read from a page, field by field, with the rule behind each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("field", "value", "rule", "confidence"):
        table.add_column(heading, overflow="fold")
    for name in _FIELDS:
        value = getattr(article, name)
        shown = " > ".join(value) if isinstance(value, tuple) else value
        missing = Text(article.reasons.get(name, "not on the page"), style="yellow")
        sure = article.confidence.get(name)
        table.add_row(
            name, Text(shown) if shown else missing, article.rules.get(name, ""), "" if sure is None else f"{sure:.2f}"
        )
    table.add_row("charset", article.charset, article.charset_reason, "")
    counts = (
        f"{len(article.paragraphs)} paragraphs, {len(article.images)} pictures, {len(article.attachments)} attachments"
    )
    return Group(table, "", Text(counts, style="bold"), *(Text("　　" + text) for text in article.paragraphs))


def _cell(key: str, value: Any) -> Text:
    if value is None:
        return Text("–", style="dim")
    return Text(str(value), style=_STATE_STYLES.get(str(value), "") if key.endswith("state") else "")


def _moment(value: str | None) -> str | None:
    """`2023-10-25T16:27+08:00` and `2026-11-23T08:03:18.169Z` as people write them."""
    return value and value.replace("T", " ").removesuffix("+08:00").removesuffix("Z").split(".")[0]
