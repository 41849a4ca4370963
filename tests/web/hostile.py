"""An archive of hostile pages, and the addresses that show it."""

from collections.abc import Iterator
from urllib.parse import quote

from samples import Crawl, at, fetch, page, reading, row, url_of

RUN = "window.ran=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><script>{RUN}</script>',
    f"'><svg onload={RUN}>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f'<iframe srcdoc="<script>parent.{RUN.removeprefix("window.")}</script>"></iframe>',
    f'" autofocus onfocus="{RUN}" x="',
    f"' autofocus onfocus='{RUN}' x='",
    f"javascript:{RUN}",
    f"JaVaScRiPt\t:{RUN}//http://a",
    f"data:text/html,<script>{RUN}</script>",
    f"<details open ontoggle={RUN}>",
    "{{ ''.__class__.__mro__ }}{% raw %}{{ 7*7 }}",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"＜script＞{RUN}＜/script＞",
    f'<meta http-equiv="refresh" content="0;url=javascript:{RUN}">',
    f"]]><script>{RUN}</script><!--",
    f"<form action=javascript:{RUN}><button autofocus>x</button></form><base href='javascript:{RUN}//'>",
)


def views() -> Iterator[str]:
    """Every page, and every page of a payload."""
    yield from ("/", "/search", "/changes", "/runs", "/runs/1", "/runs/2", "/runs/failing", "/archive", "/charts")
    yield from (
        "/archive/v_article?_nocount=1",
        "/archive/edited",
        "/archive/frontier",
        "/archive/section",
        "/archive/run/2",
    )
    for number, text in enumerate(PAYLOADS):
        url, words = quote(url_of(number), safe=""), quote(text, safe="")
        yield from (f"/article?url={url}", f"/article/diff?url={url}", f"/search?q={words}", f"/search?source={words}")
        yield from (f"/article?url={words}", f"/archive?sql={words}", f"/runs?site={words}", f"/{quote(words)}")
        yield from (f"/changes?site={words}", f"/search?q=恶意&section={words}&order=relevance")
        yield f"/archive?sql={quote(f'select title from v_article where source = :x -- {text}')}&x={words}"


def fill_with_malice(path: str) -> None:
    """Every field of every article, section, run and failure is a payload."""
    crawl = Crawl(path)
    crawl.writer.add_site(crawl.site, [], at(), zone=PAYLOADS[0])
    for number, text in enumerate(PAYLOADS):
        crawl.section = crawl.writer.open_section(crawl.site, f"http://www.example.cn/{number}/", text, 7).id
        crawl.listed(row(number, title=text), row(100 + number, title=text))
        said = reading(**_hostile(number, text))
        crawl.article(fetch(url_of(number), body=page((text,), number)), said)
    crawl.next_run()
    for number, text in enumerate(PAYLOADS):
        before, said = reading(**_hostile(number, text)), reading(**_hostile(number, text, edited=True))
        body = page((text, "改"), number)
        crawl.article(fetch(url_of(number), 70, body=body), said, reread=lambda pages, said=before: said)
        crawl.miss(url_of(100 + number), "failed", 71, status=500, outcome="network", error=text)
        crawl.writer.end_section(
            crawl.run, crawl.section, pages=1, rows=1, new=1, stop_reason="error", detail=text, walked=None
        )
    opened = {"source": {"parts": [{"section": None, "said": text} for text in PAYLOADS[:3]]}}
    crawl.writer.record_incidents(crawl.run, crawl.site, opened=opened, closed={}, measures={})
    crawl.writer.end_run(crawl.run, at(90), state="failed", exit_code=1, reason="".join(PAYLOADS), stats={})
    crawl.writer.close()


def _hostile(number: int, text: str, *, edited: bool = False) -> dict[str, object]:
    """Everything a page can say, said with malice."""
    return {
        "title": f"{text}题{number}", "source": text, "author": text, "editor": text, "document_number": text,
        "breadcrumb": (text, text), "images": ({"url": text, "caption": text, "after_paragraph": 0},),
        "attachments": ({"url": text, "name": text},), "rules": {"title": text}, "reasons": {"source": text},
        "charset_reason": text, "extractor": text[:40], "paragraphs": (f"恶意{text}", "改后" if edited else "改前"),
    }  # fmt: skip
