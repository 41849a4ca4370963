"""Commands of who asks the archive: search, reprints, one article and its past, a saved page."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from archive import NotFound
from archive.search import Narrowed, Order
from zonenews import clock, environment
from zonenews.cli.options import (
    ArchiveOption,
    DayOption,
    JsonOption,
    LimitOption,
    SiteOption,
    archive_url,
    moment,
    opened,
    print_result,
)
from zonenews.exits import Exit, Refused
from zonenews.names import refuse_unknown
from zonenews.screens.views import article_view, reading_view

app = typer.Typer()


@app.command()
def search(
    words: Annotated[
        list[str], typer.Argument(help="What to look for: 光伏 招商, '\"绿色 低碳\"', '光伏 OR 风电', '光伏 -招聘'.")
    ],
    site: SiteOption = None,
    section: Annotated[str | None, typer.Option(help="Only this section: its name or its list page.")] = None,
    since: DayOption = None,
    until: DayOption = None,
    source: Annotated[str | None, typer.Option(help="Only this 来源, or a part of it.")] = None,
    title: Annotated[bool, typer.Option("--title", help="Look at headlines only.")] = False,
    order: Annotated[Order, typer.Option(help="The newest first, or the most relevant.")] = "newest",
    limit: LimitOption = 20,
    only_count: Annotated[bool, typer.Option("--count", help="Print only how many there are.")] = False,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """The articles that hold some words; docs/search.md has the language."""
    from zonenews.screens.found import found_view

    narrowed: Narrowed = {"site": site, "section": section, "source": source, "title": title}
    narrowed |= {"since": since and since.date(), "until": until and until.date()}
    with opened(archive) as found:
        refuse_unknown(found, narrowed)
        if only_count:
            print(found.search_count(" ".join(words), **narrowed))
        else:
            hits = found.search(" ".join(words), order=order, limit=limit, **narrowed)
            print_result(hits, found_view, json, asdict(hits) if json else None)


@app.command()
def reprints(
    url: Annotated[str | None, typer.Argument(help="Only the group of this article.")] = None,
    site: SiteOption = None,
    since: DayOption = None,
    limit: LimitOption = 20,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """Articles that say the same, on several sites or in several sections: who had it first, and whom each credits."""
    from zonenews.screens.reprints import groups_view

    with opened(archive) as found:
        groups = found.reprints(url, site=site, since=since and since.date(), limit=limit)
        waiting = found.reprints_waiting()
    print_result(groups, groups_view, json, [asdict(group) for group in groups])
    if waiting:
        print(f"{waiting} articles wait to be compared: the next crawl does it, or `zonenews upgrade`", file=sys.stderr)


@app.command()
def show(
    url: str,
    at: Annotated[
        str | None, typer.Option(help="As it was known then: YYYY-MM-DD (end of the day in Beijing) or a time.")
    ] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """An archived article, by its address."""
    with opened(archive) as found:
        article = found.article(url, at=moment(at) if at else None)
        if files := found.files(url):
            article["files"] = [{**file, "path": file["path"] and str(file["path"])} for file in files]
        print_result(article, article_view, json)


@app.command()
def diff(
    url: str,
    older: Annotated[
        int | None, typer.Option("--from", help="Number of the older revision; else the one before.")
    ] = None,
    newer: Annotated[int | None, typer.Option("--to", help="Number of the newer revision; else the last.")] = None,
    archive: ArchiveOption = None,
    json: JsonOption = False,
) -> None:
    """What changed in an article between two of its revisions, by paragraph and by character."""
    from archive.differences import differences
    from zonenews.screens.diffs import diff_view

    with opened(archive) as found:
        revisions = found.revisions(url)
    old, new = _pair(revisions, older, newer)
    changes = differences(old, new)
    print_result([asdict(change) for change in changes], lambda _: diff_view(old, new, changes), json)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A saved article page.")],
    url: Annotated[str, typer.Option(help="Where the page was saved from; links resolve against it.")] = "",
    json: JsonOption = False,
) -> None:
    """Reads a saved article page and shows each field with the rule that found it."""
    from zonenews.extraction import NotAnArticle, extract_article

    try:
        article = extract_article(file.read_bytes(), url or file.absolute().as_uri())
    except NotAnArticle as error:
        print(f"zonenews: {file} is no article: {error}", file=sys.stderr)
        raise typer.Exit(Exit.NOTHING) from None
    print_result(article, reading_view, json, asdict(article) if json else None)
    if not url:
        print("zonenews: without --url, pictures and files at relative addresses are left out", file=sys.stderr)


@app.command()
def serve(
    archive: ArchiveOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to answer at; 0 takes a free one.")] = 8001,
    host: Annotated[
        str, typer.Option(help="The address to listen at; whoever reaches it reads the archive.")
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A host name by which browsers may call it, besides localhost.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option(help="Where a proxy offers it, https://desk.example.cn: what feeds link to.")
    ] = None,
) -> None:
    """The desk: the archive in a browser, read-only, while crawls write; needs the extra `web`."""
    try:
        from archive.web import serving
    except ImportError as error:
        raise Refused(Exit.CONFIGURATION, f"the desk needs the extra `web` ({error})") from None
    try:
        socket = serving.listen(host, port)
    except OSError as error:
        raise Refused(Exit.CONFIGURATION, f"{host}:{port}: {error.strerror}; --port takes another") from None
    names = (host, *(allow_host or ()))
    try:
        served = serving.desk(
            archive_url(archive), now=clock.now, hosts=names, files=environment.files(), public=public_url
        )
    except ValueError as error:
        raise Refused(Exit.USAGE, f"--public-url {error}") from None
    at = f"{f'[{host}]' if ':' in host else host}:{socket.getsockname()[1]}"
    print(f"zonenews: the desk is at http://{at}/", file=sys.stderr)
    serving.serve(served, socket)


def _pair(revisions: Sequence[dict[str, Any]], older: int | None, newer: int | None) -> Sequence[dict[str, Any]]:
    """The two revisions of these numbers. Raises NotFound."""
    last = len(revisions)
    newer = newer or last
    older = older or newer - 1
    for number in (older, newer):
        if not 1 <= number <= last:
            known = "one revision; it never changed" if last == 1 else f"revisions 1 to {last}"
            raise NotFound(f"{revisions[0]['url']} has {known}")
    return revisions[older - 1], revisions[newer - 1]
