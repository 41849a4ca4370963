"""How the command line shows things: tables and pages for people, drawn with Rich."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from archive.urls import url_key
from zonenews.screens.runs import state
from zonenews.screens.tables import Column, FittedTable

if TYPE_CHECKING:  # the extractor takes long to import, and most commands do not read pages
    from archive.forgetting import Erased
    from zonenews.extraction import Article


_FIELDS = ("title", "source", "published", "author", "editor", "document_number", "breadcrumb")
_CRAWLED = (
    Column("site", "site", least=20),
    Column("zone", "zone", least=18),
    Column("articles", "articles"),
    Column("newest", "newest"),
    Column("last_run", "last run", least=11),
    Column("probed", "probed", spare=True),
    Column("sections", "sections", spare=True),
)
_WAITING = (
    Column("site", "site"),
    Column("zone", "zone", least=18),
    Column("sections", "sections"),
    Column("probed", "probed"),
)
_PROBLEMS = (Column("kind", "damaged"), Column("where", "where", least=24), Column("detail", "what is wrong", least=24))
_CHANGES = (Column("field", "field"), Column("changed", "revisions"), Column("examples", "for example", least=24))
_ARTICLES = (
    Column("published", "发布时间"),
    Column("title", "标题", least=36),
    Column("source", "来源", least=22),
    Column("sections", "栏目", spare=True),
)


def articles_table(articles: Iterable[Mapping[str, Any]]) -> RenderableType:
    """The newest articles."""
    rows = [
        {**article, "published": _moment(article["published"]), "sections": "、".join(article["sections"])}
        for article in articles
    ]
    return FittedTable(rows, _ARTICLES)


def sites_view(sites: Sequence[Mapping[str, Any]]) -> RenderableType:
    """The sites that were crawled, then those that have a file and wait for their first crawl or probe."""
    rows = [
        {
            **site,
            "newest": _day(site["newest"]),
            "last_run": Text.assemble(f"{_day(site['last_run']) or '–'} ", state(site["last_state"])),
            "probed": _day(site["probed"]) or "never",
        }
        for site in sites
    ]
    crawled = [row for row, site in zip(rows, sites, strict=True) if site["last_run"]]
    waiting = [row for row, site in zip(rows, sites, strict=True) if not site["last_run"]]
    parts: list[RenderableType] = [FittedTable(crawled, _CRAWLED)] if crawled else []
    if waiting:
        parts += [
            *([""] if crawled else []),
            Text("Not crawled yet", style="bold cyan"),
            FittedTable(waiting, _WAITING),
        ]
    if any(row["probed"] == "never" for row in rows):
        parts += ["", Text("Commands for all sites leave out a site that was never probed.", style="dim")]
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
    for paragraph in article["paragraphs"]:
        parts += [Text("　　" + paragraph), ""]
    kept = {url_key(file["url"]): _where(file) for file in article.get("files", ())}
    for file in article["attachments"]:
        parts.append(_lines(f"附件 {file['name']}", file["url"], _kept(file["url"], kept)))
    for image in article["images"]:
        parts.append(_lines(f"图片 {image['url']}", image["caption"], _kept(image["url"], kept)))
    seen = f"revision {article['revision']}, {article['state']}, fetched {_moment(article['fetched'])} UTC"
    return Group(*parts, Text(f"{article['url']}\n{seen}, capture {article['capture'][:12]}", style="dim"))


def _lines(*lines: str | None) -> Text:
    """A file's lines, the later ones under the first."""
    return Text("\n     ".join(filter(None, lines)))


def _kept(url: str, kept: Mapping[str, str]) -> str | None:
    """What is known of the file at an address; another page may have spelled it otherwise."""
    try:
        return kept.get(url_key(url))
    except ValueError:
        return None


def _where(file: Mapping[str, Any]) -> str:
    """Where a file is kept, or why it is not."""
    return file["path"] or f"not kept: {file['reason'] or file['state']}"


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


def problems_view(found: Sequence[Mapping[str, Any]]) -> RenderableType:
    """What is not as it was written; a single line where all is well."""
    if not found:
        return Text("everything is as it was written", style="green")
    return FittedTable(found, _PROBLEMS)


def report_view(report: Mapping[str, Any]) -> RenderableType:
    """What reading again changed, by field, with some addresses."""
    head = Text(f"{report['revisions']} revisions read, {report['changed']} differ", style="bold")
    rows = [
        {"field": name, "changed": count, "examples": "\n".join(report["examples"][name])}
        for name, count in sorted(report["fields"].items(), key=lambda item: -item[1])
    ]
    return Group(head, FittedTable(rows, _CHANGES)) if rows else head


def erased_lines(erased: "Erased") -> Iterator[str]:
    """What was erased of an article, and what may still hold something of it."""
    told = ("addresses", "revisions", "readings", "captures", "fetches", "dictionaries")
    yield "erased: " + ", ".join(f"{getattr(erased, name)} {name}" for name in told)
    if erased.files:
        yield f"erased: {erased.files} files that no other article shows"
    if erased.repacked:
        yield f"{erased.repacked} captures of other pages were read by these dictionaries, and were packed anew"
    if erased.lists:
        yield f"not erased: {erased.lists} list pages of the time, and what was learned of them, which may name it"
    if not erased.swept:
        yield "not erased: pieces in unused parts of the database, while others use it; run this again"
        yield "(on PostgreSQL: VACUUM FULL)"
    yield "not erased: backups and exports"


@contextmanager
def progress(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere; gives a function that says how many are done."""
    columns = (
        *(TextColumn(unit), BarColumn(), MofNCompleteColumn()),
        *(TimeElapsedColumn(), TimeRemainingColumn()),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(unit, total=total)
        yield lambda done: bar.update(task, completed=done)


def _day(value: str | None) -> str | None:
    return value and value[:10]


def _moment(value: str | None) -> str | None:
    """`2023-10-25T16:27+08:00` and `2026-11-23T08:03:18.169Z` as people write them."""
    return value and value.replace("T", " ").removesuffix("+08:00").removesuffix("Z").split(".")[0]
