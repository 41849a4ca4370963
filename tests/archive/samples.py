"""Pages, readings and list rows to archive, all made up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from archive import Archive, Writer
from archive.history import Change
from archive.records import Fetch, Reading, Row, Stored

SITE = "example_jkq"
HOST = "http://www.example.cn"
LIST = f"{HOST}/xwzx/"
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PARAGRAPHS = ("园区召开项目推进会。", "会议要求加快建设。")


def at(minutes: float = 0) -> datetime:
    """A moment some minutes after the first one."""
    return START + timedelta(minutes=minutes)


def url_of(number: int) -> str:
    """The address of an article."""
    return f"{HOST}/xwzx/t{number}.html"


def page(paragraphs: tuple[str, ...] = PARAGRAPHS, noise: object = "") -> bytes:
    """The bytes of an article page; `noise` is what changes without meaning anything."""
    return f"<html><!-- {noise} --><p>{'</p><p>'.join(paragraphs)}</p></html>".encode()


def fetch(url: str = url_of(1), minutes: float = 0, **values: Any) -> Fetch:
    """A fetch of a page that came as it should."""
    usual: dict[str, Any] = {"outcome": "ok", "final_url": url, "status": 200, "body": page()}
    return Fetch(url, at(minutes), **(usual | values))


def reading(paragraphs: tuple[str, ...] = PARAGRAPHS, **values: Any) -> Reading:
    """What an extractor made of a page."""
    usual: dict[str, Any] = {
        "extractor": "1", "read_at": START, "title": "项目推进会", "source": None,
        "published": "2023-10-25T16:27+08:00", "published_precision": "minute",
        "author": None, "editor": "王小明", "document_number": None,
        "breadcrumb": ("首页", "新闻中心"), "paragraphs": paragraphs, "rules": {"title": "heading"},
        "confidence": {"title": 0.9}, "reasons": {"source": "empty"}, "charset_reason": "strict utf-8",
    }  # fmt: skip
    return Reading(**(usual | values))


def row(number: int, **values: Any) -> Row:
    """A row of a list page."""
    usual: dict[str, Any] = {"url": url_of(number), "title": f"新闻{number}", "date": "2023-10-25", "pinned": False}
    return Row(**(usual | values))


def never(pages: Sequence[Stored]) -> Reading | None:
    """Stands where no capture may be read again."""
    raise AssertionError(f"{pages[0].url} was read again")


class Crawl:
    """One run of a site, with the writer's arguments that rarely matter filled in."""

    def __init__(self, url: str, site: str = SITE) -> None:
        self.url = url
        self.site = site
        self.writer = Writer(url, wait=2)
        self.writer.add_site(site, ["www.example.cn"], START)
        self.run = self.writer.start_run(site, site, START, "0.1")
        self.section = self.writer.open_section(site, LIST, "新闻中心", 7).id

    def next_run(self, minutes: float = 60) -> None:
        """Ends this run and starts another."""
        self.writer.end_run(self.run, at(minutes), state="complete", exit_code=0, reason="", stats={})
        self.run = self.writer.start_run(self.site, self.site, at(minutes), "0.1")

    def article(
        self, of: Fetch | None = None, said: Reading | None = None, due: datetime | None = None, reread: Any = never
    ) -> Change:
        """Archives an article page."""
        return self.writer.record_article(self.run, self.site, of or fetch(), said or reading(), due=due, reread=reread)

    def listed(self, *rows: Row, minutes: float = 0) -> tuple[int, int, bool]:
        """Archives a list page: new rows, known rows, whether the last row is known."""
        found = self.writer.record_list(
            self.run, self.site, self.section, fetch(LIST, minutes, body=b"<ul>%d" % len(rows)), rows
        )
        return found.new, found.known, found.last_known

    def miss(self, url: str, state: Any, minutes: float = 0, **values: Any) -> None:
        """Archives that an address gave no article."""
        of = fetch(url, minutes, **({"status": 404, "body": None, "outcome": "gone"} | values))
        self.writer.record_miss(self.run, self.site, of, state, "404", due=at(minutes + 60))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query of our own finds."""
        return rows(self.url, query)

    def frontier(self) -> dict[str, tuple[Any, ...]]:
        """State, reason and due of every address, by the last part of its path."""
        found = self.rows("SELECT u.url, f.state, f.reason, f.due FROM frontier f JOIN url u ON u.id = f.url_id")
        return {url.rpartition("/")[2]: (state, reason, due) for url, state, reason, due in found}


@contextmanager
def opened(url: str) -> Iterator[Archive]:
    """A reader."""
    with Archive(url) as archive:
        yield archive


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """What a query finds, by a reader."""
    with Archive(url) as archive:
        return [tuple(row.values()) for row in archive.query(query)]
