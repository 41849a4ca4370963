"""An article to be read, with where each word of it comes from; its revisions compared; its bytes."""

from typing import Any

from datasette.utils.asgi import Response

from archive.differences import differences
from archive.errors import NotFound
from archive.queries import Archive
from archive.urls import url_key
from archive.web.asked import Unanswerable, number
from archive.web.desk import desk_of
from archive.web.guard import SANDBOX
from archive.web.pages import page

FIELDS = ("title", "source", "published", "author", "editor", "document_number", "breadcrumb", "paragraphs")
_CHARSETS = {"utf-8", "gb18030", "gbk", "gb2312", "big5", "utf-16", "iso-8859-1"}
_MOST_REVISIONS = 10_000
_LONGEST_COMPARED = 200_000  # characters: comparing takes ever longer, and others wait for the processor


async def article(datasette: Any, request: Any) -> Any:
    """The page of an article."""
    url = wanted_url(request)
    shown = await desk_of(datasette).ask(lambda archive: _article(archive, url))
    return await page(datasette, request, "article.html", **shown)


async def compared(datasette: Any, request: Any) -> Any:
    """Two revisions of an article beside each other."""
    url = wanted_url(request)
    asked = {name: number(request.args, name, 0, least=0, most=_MOST_REVISIONS) for name in ("from", "to")}
    shown = await desk_of(datasette).ask(lambda archive: comparison(archive, url, asked["from"], asked["to"]))
    return await page(datasette, request, "diff.html", **shown)


async def capture(datasette: Any, request: Any) -> Any:
    """The bytes of a page as they came, as text that no browser runs."""
    digest = request.url_vars["digest"]
    body = await desk_of(datasette).ask(lambda archive: archive.capture(digest))
    charset = request.args.get("charset") or "utf-8"
    kind = f"text/plain; charset={charset if charset in _CHARSETS else 'utf-8'}"
    disposition = "attachment" if request.args.get("download") else "inline"
    headers = {"Content-Disposition": f'{disposition}; filename="{digest[:12]}.html.txt"'}
    return Response(body, content_type=kind, headers={**headers, "Content-Security-Policy": SANDBOX})


async def kept_file(datasette: Any, request: Any) -> Any:
    """A picture or attachment that is kept, as a file to save."""
    url, digest = wanted_url(request), request.url_vars["digest"]
    body = await desk_of(datasette).ask(lambda archive: _kept(archive, url, digest))
    headers = {"Content-Disposition": f'attachment; filename="{digest[:12]}"', "Content-Security-Policy": SANDBOX}
    return Response(body, content_type="application/octet-stream", headers=headers)


def wanted_url(request: Any) -> str:
    """The address of an article, in the address of a page. Raises Unanswerable."""
    url = request.args.get("url")
    if not url:
        raise Unanswerable("name an article: ?url=http…")
    return str(url)


def comparison(archive: Archive, url: str, older: int, newer: int) -> dict[str, Any]:
    """Two revisions, of these numbers or the last two, and what differs. Raises NotFound."""
    revisions = archive.revisions(url)
    newer = newer or len(revisions)
    older = older or max(1, newer - 1)
    if not 1 <= older < newer <= len(revisions):
        raise NotFound(f"{revisions[0]['url']} has {len(revisions)} revisions; compare an older with a newer one")
    old, new = revisions[older - 1], revisions[newer - 1]
    if max(len(old["text"]), len(new["text"])) > _LONGEST_COMPARED:
        raise Unanswerable("these revisions are too long to compare here; use `zonenews diff`")
    numbers = [revision["revision"] for revision in revisions]
    return {"old": old, "new": new, "changes": differences(old, new), "numbers": numbers}


def _article(archive: Archive, url: str) -> dict[str, Any]:
    row = archive.article(url)
    files = {url_key(file["url"]): file for file in archive.files(url)}
    return {
        "article": row,
        "read_by": archive.read_by(url),
        "revisions": archive.revisions(url)[::-1],
        "events": archive.events(url)[::-1],
        "groups": archive.reprints(url),
        "fields": FIELDS,
        "kept": lambda address: files.get(_key(address) or ""),
    }


def _key(address: str) -> str | None:
    try:
        return url_key(address)
    except ValueError:
        return None


def _kept(archive: Archive, url: str, digest: str) -> bytes:
    for file in archive.files(url):
        if file["digest"] == digest and file["path"]:
            return bytes(file["path"].read_bytes())
    raise NotFound("no such file is kept for this article")


_DIGEST = "(?P<digest>[0-9a-f]{64})"
ROUTES = [
    (r"^/article$", article),
    (r"^/article/diff$", compared),
    (rf"^/article/file/{_DIGEST}$", kept_file),
    (rf"^/capture/{_DIGEST}$", capture),
]
