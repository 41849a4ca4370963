"""The crawl that writes while the desk is measured: an article every tenth of a second, each a commit."""

from datetime import UTC, datetime
from multiprocessing.connection import Connection

from archive import Writer
from archive.records import Fetch, Reading

NOW = datetime(2026, 1, 2, tzinfo=UTC)
_SITE, _PAUSE = "site00", 0.1


def crawl_on(path: str, told: Connection) -> None:
    """Archives articles until it is told to stop, then says how many."""
    writer = Writer(path)
    run = writer.start_run(_SITE, _SITE, NOW, "0.1")
    told.send("begun")
    count = 0
    while not told.poll(_PAUSE):
        url = f"http://new.example.cn/{NOW:%Y}/{run}/{count}.html"
        body = f"<p>{url}</p>".encode() * 50
        fetch = Fetch(url, NOW, outcome="ok", final_url=url, status=200, body=body)
        writer.record_article(run, _SITE, fetch, _reading(count), due=None, reread=lambda pages: None)
        count += 1
    told.send(count)
    writer.end_run(run, NOW, state="complete", exit_code=0, reason="", stats={})
    writer.close()


def _reading(number: int) -> Reading:
    paragraphs = tuple(
        f"园区第{number}个项目的第{part}项建设内容，企业总数达{number * part}家。" for part in range(1, 20)
    )
    said = {
        "title": f"园区新增项目{number}",
        "source": "云麓日报",
        "published": "2026-01-02",
        "author": None,
        "editor": None,
    }
    return Reading(
        "1", NOW, **said, published_precision="day", document_number=None, breadcrumb=(), paragraphs=paragraphs
    )
