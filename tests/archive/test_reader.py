"""The reading handle: what it answers, and that it cannot write."""

import threading
from pathlib import Path

import pytest
from samples import HOST, LIST, SITE, START, Crawl, at, fetch, opened, page, reading, row, rows, url_of
from sqlalchemy import text

from archive import Archive, ArchiveError, NotFound, Unusable
from archive.records import RunSection
from archive.stories import COUNTS

WRITES = [
    "INSERT INTO site VALUES ('x', NULL, NULL, 'now')",
    "UPDATE article SET state = 'gone'",
    "DELETE FROM article",
    "CREATE TABLE t (x)",
    "CREATE TEMP TABLE t (x)",
    "DROP VIEW v_article",
    "ATTACH DATABASE '{folder}/new.db' AS other",
    "VACUUM INTO '{folder}/new.db'",
    "VACUUM",
    "REINDEX",
    "ANALYZE",
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA application_id = 1",
    "PRAGMA user_version = 1",
    "PRAGMA foreign_keys = OFF",
    "SELECT load_extension('{folder}/x')",
]


@pytest.mark.parametrize("attack", WRITES)
def test_a_reader_cannot_write(tmp_path: Path, attack: str) -> None:
    file = tmp_path / "zonenews.db"
    crawl = Crawl(str(file))
    crawl.article()
    crawl.writer.close()
    before = file.read_bytes()
    with opened(str(file)) as archive, pytest.raises(ArchiveError):
        list(archive.query(attack.format(folder=tmp_path)))
    assert file.read_bytes() == before
    assert not (tmp_path / "new.db").exists()


def test_questions_about_the_schema_are_allowed(tmp_path: Path) -> None:
    Crawl(str(tmp_path / "a.db")).writer.close()
    with opened(str(tmp_path / "a.db")) as archive:
        assert list(archive.query("PRAGMA integrity_check")) == [{"integrity_check": "ok"}]
        assert len(list(archive.query("PRAGMA table_info('site')"))) == 4
        three = "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n LIMIT 3) SELECT i FROM n"
        assert [row["i"] for row in archive.query(three)] == [1, 2, 3]


def test_an_article_is_found_by_any_spelling(crawl: Crawl) -> None:
    crawl.article()
    spellings = [url_of(1), "https://WWW.EXAMPLE.CN:443/xwzx/t1.html?spm=1#top", f"  {HOST}/xwzx/./t1.html\n"]
    with opened(crawl.url) as archive:
        assert [archive.article(url)["url"] for url in spellings] == [url_of(1)] * 3


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (url_of(1), r"t1.html is no article here; its state is pending$"),
        (url_of(2), r"t2.html is no article here; its state is skipped \(older than 2024\)$"),
        (url_of(3), r"t3.html was never met$"),
        ("mailto:xw@example.cn", r"'mailto:xw@example.cn' is no http\(s\) address$"),
        ("", "'' is no http"),
    ],
)
def test_what_is_no_article_is_told_with_its_state(crawl: Crawl, url: str, message: str) -> None:
    crawl.listed(row(1), row(2, state="skipped", reason="older than 2024"))
    with opened(crawl.url) as archive, pytest.raises(NotFound, match=message):
        archive.article(url)


def _some(crawl: Crawl) -> None:
    published = ["2023-10-25", "2024-01-02T08:00+08:00", None, "2023-10-25T16:27+08:00", "2024-01-02T08:00+08:00"]
    for number, when in enumerate(published, 1):
        paragraphs = (f"第{number}篇。",)
        said = reading(paragraphs, title=f"新闻{number}", published=when, published_precision=None)
        crawl.article(fetch(url_of(number), number, body=page(paragraphs)), said)


def _titles(archive: Archive, **how: object) -> list[str]:
    return [article["title"] for article in archive.articles(**how)]  # type: ignore[arg-type]


def test_articles_come_as_they_were_met_or_newest_first(crawl: Crawl) -> None:
    _some(crawl)
    other = Crawl(crawl.url, "other_gxq")
    other.article(fetch("http://other.example.cn/1.html"), reading(title="别处"))
    other.writer.close()
    with opened(crawl.url) as archive:
        assert _titles(archive, site=SITE) == ["新闻1", "新闻2", "新闻3", "新闻4", "新闻5"]
        assert _titles(archive, site="other_gxq") == ["别处"]
        assert _titles(archive) == ["新闻1", "新闻2", "新闻3", "新闻4", "新闻5", "别处"]
        assert _titles(archive, limit=2) == ["新闻1", "新闻2"]
        assert _titles(archive, site=SITE, newest_first=True) == ["新闻5", "新闻2", "新闻4", "新闻1", "新闻3"]
        assert _titles(archive, site=SITE, newest_first=True, limit=3) == ["新闻5", "新闻2", "新闻4"]
        assert _titles(archive, site="nowhere") == _titles(archive, limit=0) == []


def test_an_edit_or_a_better_reading_does_not_move_an_article(crawl: Crawl) -> None:
    _some(crawl)
    crawl.article(fetch(url_of(1), 9, body=page(("改。",))), reading(("改。",), title="新闻1"))
    with opened(crawl.url) as archive:
        assert _titles(archive) == ["新闻1", "新闻2", "新闻3", "新闻4", "新闻5"]


def test_due_addresses_come_in_order_page_by_page(crawl: Crawl) -> None:
    file = row(9, kind="attachment", state="skipped")
    crawl.listed(*(row(number) for number in range(1, 8)), file)
    crawl.article(fetch(url_of(2)), due=at(100))
    crawl.miss(url_of(3), "failed", 0)
    with opened(crawl.url) as archive:
        pages, after = [], 0
        while found := archive.due(SITE, at(60), after=after, most=2):
            pages.append([due.url for due in found])
            after = found[-1].url_id
        assert pages == [[url_of(1), url_of(3)], [url_of(4), url_of(5)], [url_of(6), url_of(7)]]
        assert [due.url for due in archive.due(SITE, at(59))][:2] == [url_of(1), url_of(4)]
        assert archive.due("nowhere", at(60)) == []
        never = [due.url for due in archive.awaited(SITE, at(60), most=4)]
        assert never == [url_of(1), url_of(4), url_of(5), url_of(6)], "the third was asked for"
        assert len(archive.due(SITE, at(100))) == 6


def test_articles_to_look_at_again_come_the_longest_overdue_first(crawl: Crawl) -> None:
    for number, due in ((1, 30), (2, 10), (3, 20), (4, 90)):
        crawl.article(fetch(url_of(number)), due=at(due))
    with opened(crawl.url) as archive:
        assert [due.url for due in archive.revisits(SITE, at(60), most=9)] == [url_of(2), url_of(3), url_of(1)]
        assert [due.url for due in archive.revisits(SITE, at(60), most=2)] == [url_of(2), url_of(3)]
        assert archive.revisits(SITE, at(60), most=0) == archive.due(SITE, at(60)) == []


def test_states_are_counted_for_all_or_one_site(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2), row(3, state="external"))
    crawl.article()
    with opened(crawl.url) as archive:
        assert archive.states() == archive.states(SITE) == {"done": 1, "pending": 1, "external": 1}
        assert archive.states("nowhere") == {}


def test_an_unknown_capture_is_not_found(crawl: Crawl) -> None:
    with opened(crawl.url) as archive, pytest.raises(NotFound, match="there is no capture abc"):
        archive.capture("abc")


def test_a_damaged_capture_is_told(archive_url: str) -> None:
    crawl = Crawl(archive_url)
    crawl.article()
    with crawl.writer._transaction() as db:
        db.execute(text("UPDATE capture SET digest = digest, size = size, data = :data"), {"data": b"damaged"})
    digest = crawl.rows("SELECT digest FROM capture")[0][0]
    with opened(crawl.url) as archive, pytest.raises(Unusable, match=f"capture {digest} is damaged"):
        archive.capture(digest)
    crawl.writer.close()


def test_runs_and_sites_tell_what_happened(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2))
    crawl.article(fetch(wire_bytes=1_200))
    crawl.miss(url_of(2), "failed", 1, outcome="network", status=None, error="timeout")
    crawl.writer.end_section(
        crawl.run, crawl.section, pages=1, rows=2, new=2, stop_reason="last_page", detail="", walked=at(2)
    )
    crawl.writer.end_run(
        crawl.run, at(3), state="partial", exit_code=3, reason="1 failed", stats={"n": 1, "zonenews/new": 1}
    )
    second = crawl.writer.start_run(SITE, "zone", at(60), "0.2")
    run = {
        "id": 1, "site": SITE, "spider": SITE, "started": "2026-11-23T08:00:00.000Z",
        "ended": "2026-11-23T08:03:00.000Z", "state": "partial", "exit_code": 3, "reason": "1 failed",
        "list_pages": 1, "new_rows": 2, "fetches": 3, "wire_bytes": 1_200, "stats": {"n": 1, "zonenews/new": 1},
        "code_version": "0.1", "heartbeat": "2026-11-23T08:03:00.000Z", "job": None, "seconds": 180.0,
        "counts": dict.fromkeys(COUNTS, 0) | {"new": 1},
    }  # fmt: skip
    with opened(crawl.url) as archive:
        assert [found["id"] for found in archive.runs()] == [second, 1]
        assert archive.runs(site=SITE, limit=5)[1] == run
        assert archive.runs(site="nowhere") == []
        assert archive.runs(failed=True) == [run], "the other one still runs"
        assert [found["id"] for found in archive.runs(limit=1)] == [second]
        assert archive.run(1) == run | {
            "sections": [
                {
                    "name": "新闻中心", "url": f"{HOST}/xwzx/", "pages": 1, "rows": 2, "new": 2,
                    "stop_reason": "last_page", "detail": "",
                }
            ],
            "outcomes": {"network": 1, "ok": 2}, "incidents": [],
            "misses": [
                {"url": url_of(2), "outcome": "network", "status": None, "error": "timeout", "kind": "article"}
            ],
        }  # fmt: skip
        with pytest.raises(NotFound, match="there is no run 99"):
            archive.run(99)
        assert archive.sites() == [
            {
                "site": SITE, "zone": None, "sections": 1, "articles": 1, "newest": "2023-10-25T16:27+08:00",
                "last_run": "2026-11-23T09:00:00.000Z", "last_state": "running",
            }
        ]  # fmt: skip


def test_a_run_that_goes_on_or_was_killed_tells_how_far_it_came(crawl: Crawl) -> None:
    crawl.writer.beat(crawl.run, at(1), {"zonenews/new": 3}, [RunSection(crawl.section, 2, 40, 3, None, "")])
    crawl.writer.beat(crawl.run, at(2), {"zonenews/new": 5}, [RunSection(crawl.section, 3, 60, 5, None, "")])
    crawl.writer.beat(crawl.run, at(3))
    with opened(crawl.url) as archive:
        run = archive.run(crawl.run)
    assert (run["ended"], run["seconds"], run["counts"]["new"]) == (None, 180.0, 5)
    assert [(found["pages"], found["rows"], found["stop_reason"]) for found in run["sections"]] == [(3, 60, None)]


def test_a_clock_that_was_set_back_makes_no_run_shorter_than_nothing(crawl: Crawl) -> None:
    crawl.writer.end_run(crawl.run, at(-60), state="complete", exit_code=0, reason="", stats={})
    with opened(crawl.url) as archive:
        assert archive.run(crawl.run)["seconds"] == 0


def test_a_run_tells_what_is_gone_and_what_came_back(crawl: Crawl) -> None:
    crawl.listed(row(1), row(2))
    crawl.article()
    crawl.article(fetch(url_of(2), body=page(("另一篇。",))), reading(("另一篇。",)))
    for days in (1, 2, 4.1):
        crawl.next_run(days * 1440)
        crawl.article(fetch(url_of(2), days * 1440, body=page(("另一篇。",))), reading(("另一篇。",)))
        crawl.miss(url_of(1), "missing", days * 1440 + 1)
    crawl.next_run(5 * 1440)
    crawl.article(fetch(minutes=5 * 1440))
    with opened(crawl.url) as archive:
        counts = [(run["counts"]["gone"], run["counts"]["back"]) for run in archive.runs()]
    assert counts == [(0, 1), (1, 0), (0, 0), (0, 0), (0, 0)]


def test_a_new_row_counts_once_for_its_section_however_often_it_stood_in_the_lists(crawl: Crawl) -> None:
    crawl.listed(row(1))
    crawl.next_run()
    crawl.listed(row(9, pinned=True), row(1), row(2), minutes=60)
    crawl.listed(row(9, pinned=True), row(2), row(3), minutes=61)
    crawl.writer.end_section(
        crawl.run, crawl.section, pages=2, rows=6, new=5, stop_reason="last_page", detail="", walked=None
    )
    with opened(crawl.url) as archive:
        assert [(found["rows"], found["new"]) for found in archive.run(crawl.run)["sections"]] == [(6, 3)]


def test_a_list_page_that_could_not_be_had_is_told_from_an_article(crawl: Crawl) -> None:
    missing = fetch(f"{LIST}index_2.html", 2, outcome="gone", status=404, error="status 404", body=None)
    crawl.writer.record_list(crawl.run, SITE, crawl.section, missing, ())
    crawl.listed(row(2))
    crawl.miss(url_of(2), "missing", 3)
    with opened(crawl.url) as archive:
        assert [miss["kind"] for miss in archive.run(crawl.run)["misses"]] == ["list", "article"]


def test_a_run_that_never_ended_is_marked_as_crashed_by_the_next_one(crawl: Crawl) -> None:
    crawl.writer.beat(crawl.run, at(5))
    other = Crawl(crawl.url, "other_gxq")
    crawl.writer.start_run(SITE, SITE, at(60), "0.1")
    other.writer.close()
    assert crawl.rows("SELECT site, state, ended, reason FROM run ORDER BY id") == [
        (SITE, "crashed", "2026-11-23T08:05:00.000Z", "ended without a word"),
        ("other_gxq", "running", None, None),
        (SITE, "running", None, None),
    ]


def test_a_section_is_walked_when_it_was_walked_to_its_end(crawl: Crawl) -> None:
    ends = {"pages": 1, "rows": 2, "new": 2, "stop_reason": "known", "detail": ""}
    crawl.writer.end_section(crawl.run, crawl.section, **ends, walked=at(2))  # type: ignore[arg-type]
    crawl.writer.end_section(crawl.run, crawl.section, **ends | {"pages": 3}, walked=None)  # type: ignore[arg-type]
    assert crawl.writer.open_section(SITE, f"{HOST}/xwzx/", None, 7).walked == at(2)
    assert crawl.rows("SELECT pages, stop_reason FROM run_section") == [(3, "known")]


def test_known_sites_and_hosts_stay_as_they_are(crawl: Crawl) -> None:
    crawl.writer.add_site("other_gxq", ["www.example.cn", "gxq.example.cn"], START, zone="示例高新区")
    crawl.writer.add_site(SITE, [], at(5))
    assert crawl.rows("SELECT host, site FROM site_host ORDER BY host") == [
        ("gxq.example.cn", "other_gxq"), ("www.example.cn", SITE),
    ]  # fmt: skip
    assert crawl.rows("SELECT key, zone, created FROM site ORDER BY key") == [
        (SITE, None, "2026-11-23T08:00:00.000Z"), ("other_gxq", "示例高新区", "2026-11-23T08:00:00.000Z"),
    ]  # fmt: skip


def test_many_readers_read_whole_articles_while_a_writer_writes(archive_url: str) -> None:
    crawl = Crawl(archive_url)
    crawl.article()
    stop, wrong = threading.Event(), []

    def read() -> None:
        seen = 0
        while not stop.is_set():
            try:
                with Archive(archive_url) as archive:
                    found = list(archive.articles())
                    torn = [row["url"] for row in found if row["paragraphs"][0] != f"第{row['url'][-6]}篇。"]
                    wrong.extend(torn[1:])
                    wrong.extend(["fewer than before"] * (len(found) < seen))
                    seen = len(found)
            except ArchiveError as error:
                wrong.append(repr(error))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(2, 10):
        paragraphs = (f"第{number}篇。", "正文。" * 500)
        crawl.listed(row(number))
        crawl.article(fetch(url_of(number), body=page(paragraphs)), reading(paragraphs))
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert rows(archive_url, "SELECT count(*) FROM v_article") == [(9,)]
    crawl.writer.close()
