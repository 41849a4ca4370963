"""When a page is a new article, a new revision, or nothing new."""

from collections.abc import Sequence
from dataclasses import asdict, replace

import pytest
from samples import HOST, PARAGRAPHS, START, Crawl, at, fetch, opened, page, reading, row, url_of

from archive.captures import packed
from archive.records import Reading, Stored, sha256

REVISIONS = "SELECT number, capture, seen, last_confirmed FROM revision ORDER BY article, number"
READINGS = """
SELECT v.number, r.extractor, r.text, r.id = v.current_reading
FROM reading r JOIN revision v ON v.id = r.revision ORDER BY r.id
"""
EVENTS = """
SELECT u.url, e.kind, e.detail
FROM article_event e JOIN article a ON a.id = e.article JOIN url u ON u.id = a.url_id ORDER BY e.id
"""
EDITED = ("园区召开项目推进会。", "会议要求全面提速。")
FIRST, SECOND, THIRD = ("2026-11-23T08:00:00.000Z", "2026-11-23T08:10:00.000Z", "2026-11-23T08:20:00.000Z")


def test_an_article_comes_out_as_it_went_in(crawl: Crawl) -> None:
    said = reading(
        source="园区报",
        images=({"url": f"{HOST}/1.jpg", "caption": None, "after_paragraph": 1},),
        attachments=({"url": f"{HOST}/b.pdf", "name": "附件2.pdf"}, {"url": f"{HOST}/a.pdf", "name": "附件1.pdf"}),
    )
    assert crawl.article(said=said) == "new"
    with opened(crawl.url) as archive:
        assert archive.article(url_of(1)) == {
            "schema": 1, "url": url_of(1), "site": "example_jkq", "sections": [], "title": "项目推进会",
            "source": "园区报", "author": None, "editor": "王小明", "published": "2023-10-25T16:27+08:00",
            "published_precision": "minute", "document_number": None, "breadcrumb": ["首页", "新闻中心"],
            "paragraphs": list(PARAGRAPHS), "text": "\n".join(PARAGRAPHS),
            "images": [{"url": f"{HOST}/1.jpg", "caption": None, "after_paragraph": 1}],
            "attachments": [
                {"url": f"{HOST}/b.pdf", "name": "附件2.pdf"}, {"url": f"{HOST}/a.pdf", "name": "附件1.pdf"}
            ],
            "state": "live", "revision": 1, "first_seen": FIRST, "last_seen": FIRST, "fetched": FIRST,
            "capture": sha256(page()), "digest": said.content_digest, "rules": {"title": "heading"},
            "reasons": {"source": "empty"},
        }  # fmt: skip
        assert archive.capture(sha256(page())) == page()


def test_the_same_bytes_are_no_edit_and_not_read_again(crawl: Crawl) -> None:
    crawl.article()
    assert crawl.article(fetch(minutes=10), reading(EDITED, extractor="2")) == "unchanged"
    assert crawl.rows(REVISIONS) == [(1, sha256(page()), FIRST, SECOND)]
    assert crawl.rows("SELECT last_seen FROM article") == [(SECOND,)]


def test_a_counter_or_an_advertisement_is_no_edit(crawl: Crawl) -> None:
    crawl.article()
    for visits in range(3):
        assert crawl.article(fetch(minutes=10, body=page(noise=visits))) == "unchanged"
    assert crawl.rows(REVISIONS) == [(1, sha256(page()), FIRST, SECOND)]
    assert crawl.rows("SELECT digest FROM capture") == [(sha256(page()),)], "their bytes are not kept"
    assert crawl.rows('SELECT count(*) FROM "fetch"') == [(4,)]


def test_spaces_and_full_width_forms_are_no_edit(crawl: Crawl) -> None:
    crawl.article(said=reading(("投资 5 亿元(含)。",)))
    assert crawl.article(fetch(body=page(noise=1)), reading(("　投资５亿元（含）。",))) == "unchanged"


def test_changed_text_adds_a_revision_and_keeps_the_old_one(crawl: Crawl) -> None:
    crawl.article()
    assert crawl.article(fetch(minutes=10, body=page(EDITED)), reading(EDITED)) == "changed"
    assert crawl.rows(REVISIONS) == [
        (1, sha256(page()), FIRST, FIRST),
        (2, sha256(page(EDITED)), SECOND, SECOND),
    ]
    assert crawl.rows(EVENTS) == [(url_of(1), "edited", '{"revision":2}')]
    with opened(crawl.url) as archive:
        assert archive.article(url_of(1))["paragraphs"] == list(EDITED)
        assert [archive.capture(sha256(body)) for body in (page(), page(EDITED))] == [page(), page(EDITED)]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "另一标题"},
        {"source": "园区报"},
        {"published": "2023-10-26"},
        {"paragraphs": (*PARAGRAPHS, "又及。")},
        {"paragraphs": ("".join(PARAGRAPHS),)},
        {"attachments": ({"url": HOST, "name": "附件.pdf"},)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_reader_would_notice_is_an_edit(crawl: Crawl, change: dict[str, object]) -> None:
    crawl.article()
    assert crawl.article(fetch(body=page(noise=1)), replace(reading(), **change)) == "changed"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [{"editor": "李四"}, {"rules": {}}, {"images": ({"url": HOST},)}, {"confidence": {"title": 0.1}}],
    ids=lambda change: next(iter(change)),
)
def test_what_only_the_extractor_notices_is_no_edit(crawl: Crawl, change: dict[str, object]) -> None:
    crawl.article()
    assert crawl.article(fetch(body=page(noise=1)), replace(reading(), **change)) == "unchanged"  # type: ignore[arg-type]


def test_an_edit_that_is_taken_back_is_a_third_revision_on_the_first_capture(crawl: Crawl) -> None:
    crawl.article()
    crawl.article(fetch(minutes=10, body=page(EDITED)), reading(EDITED))
    assert crawl.article(fetch(minutes=20)) == "changed"
    assert [(number, capture) for number, capture, *_ in crawl.rows(REVISIONS)] == [
        (1, sha256(page())), (2, sha256(page(EDITED))), (3, sha256(page())),
    ]  # fmt: skip
    assert crawl.rows("SELECT count(*) FROM capture") == [(2,)]


BETTER = ("园区召开项目推进会。", "会议要求加快建设。", "（图片来自资料）")


def _better(pages: Sequence[Stored]) -> Reading:
    assert [(page.body, page.url, page.fetched) for page in pages] == [(page(), url_of(1), START)], "read as it came"
    return reading(BETTER, extractor="2", read_at=at(10))


def test_a_better_rule_is_a_reading_and_no_edit(crawl: Crawl) -> None:
    crawl.article()
    change = crawl.article(fetch(minutes=10, body=page(noise=1)), reading(BETTER, extractor="2"), reread=_better)
    assert change == "unchanged"
    assert crawl.rows(READINGS) == [(1, "1", "\n".join(PARAGRAPHS), 0), (1, "2", "\n".join(BETTER), 1)]
    assert crawl.rows(EVENTS) == []
    with opened(crawl.url) as archive:
        assert archive.article(url_of(1))["paragraphs"] == list(BETTER)


def test_a_better_rule_reads_an_old_capture_once(crawl: Crawl) -> None:
    crawl.article()
    crawl.article(fetch(body=page(noise=1)), reading(BETTER, extractor="2"), reread=_better)
    assert crawl.article(fetch(body=page(noise=2)), reading(BETTER, extractor="2")) == "unchanged"
    assert crawl.article(fetch(body=page(noise=3)), reading(extractor="1")) == "unchanged", "an older crawler"


def test_an_edit_is_seen_through_a_better_rule(crawl: Crawl) -> None:
    crawl.article()
    edited = (*BETTER, "又及。")
    change = crawl.article(fetch(minutes=10, body=page(edited)), reading(edited, extractor="2"), reread=_better)
    assert change == "changed"
    assert crawl.rows(READINGS) == [
        (1, "1", "\n".join(PARAGRAPHS), 0), (1, "2", "\n".join(BETTER), 1), (2, "2", "\n".join(edited), 1),
    ]  # fmt: skip


def test_where_the_old_capture_cannot_be_read_again_its_old_reading_counts(crawl: Crawl) -> None:
    crawl.article()

    def again(pages: Sequence[Stored]) -> None:
        return None

    assert crawl.article(fetch(body=page(noise=1)), reading(extractor="2"), reread=again) == "unchanged"
    assert crawl.article(fetch(body=page(EDITED)), reading(EDITED, extractor="2"), reread=again) == "changed"


def test_a_damaged_old_capture_does_not_stop_the_crawl(archive_url: str) -> None:
    from archive.models import Capture

    crawl = Crawl(archive_url)
    crawl.article()
    with crawl.writer._transaction() as db:
        db.execute(Capture.__table__.update().values(data=packed(b"something else")))  # type: ignore[attr-defined]
    assert crawl.article(fetch(body=page(noise=1)), reading(extractor="2")) == "unchanged"
    assert crawl.article(fetch(body=page(EDITED)), reading(EDITED, extractor="2")) == "changed"
    crawl.writer.close()


def test_text_that_no_database_takes_is_marked_and_kept(crawl: Crawl) -> None:
    said = reading(
        ("坏\ud800字", "空\x00字", "两\n行\r\n字", ""),
        title="题\udfff",
        attachments=({"url": f"{HOST}/\x00", "name": "\ud800"},),
        images=({"url": "\ud800", "caption": "\x00", "after_paragraph": 0},),
    )
    crawl.listed(row(1, title="\ud800\x00"))
    assert crawl.article(said=said) == "new"
    with opened(crawl.url) as archive:
        kept = archive.article(url_of(1))
    assert (kept["title"], kept["paragraphs"]) == ("题\ufffd", ["坏\ufffd字", "空\ufffd字", "两 行 字"])
    assert kept["attachments"] == [{"url": f"{HOST}/\ufffd", "name": "\ufffd"}]
    assert kept["images"] == [{"url": "\ufffd", "caption": "\ufffd", "after_paragraph": 0}]
    assert crawl.rows("SELECT listed_title FROM frontier") == [("\ufffd\ufffd",)]


def test_a_time_without_a_zone_is_refused_and_nothing_is_written(crawl: Crawl) -> None:
    naive = replace(fetch(), at=at().replace(tzinfo=None))
    with pytest.raises(Exception, match="time without a zone"):
        crawl.article(naive)
    assert crawl.rows("SELECT count(*) FROM url") == [(0,)]


def test_an_article_that_no_list_names_is_settled_with_its_validators(crawl: Crawl) -> None:
    crawl.article(fetch(etag='"1"', last_modified="Wed, 25 Oct 2023 08:27:00 GMT"), due=at(60))
    with opened(crawl.url) as archive:
        assert [asdict(due) for due in archive.revisits(crawl.site, at(60), most=9)] == [
            {
                "url_id": 1, "url": url_of(1), "listed_title": None, "listed_date": None, "etag": '"1"',
                "last_modified": "Wed, 25 Oct 2023 08:27:00 GMT", "known": True, "missing": False,
            }
        ]  # fmt: skip
        assert archive.revisits(crawl.site, at(59), most=9) == archive.due(crawl.site, at(60)) == []


def test_not_modified_confirms_the_revision_and_keeps_the_validators(crawl: Crawl) -> None:
    crawl.article(fetch(etag='"1"'))
    same = fetch(minutes=10, status=304, outcome="not_modified", body=None)
    crawl.writer.record_not_modified(crawl.run, crawl.site, same, due=at(20))
    assert crawl.rows(REVISIONS) == [(1, sha256(page()), FIRST, SECOND)]
    assert crawl.rows("SELECT state, etag, due FROM frontier") == [("done", '"1"', THIRD)]


def test_not_modified_without_an_article_is_a_failure_to_be_asked_again(crawl: Crawl) -> None:
    same = fetch(minutes=10, status=304, outcome="not_modified", body=None)
    crawl.writer.record_not_modified(crawl.run, crawl.site, same, due=None)
    assert crawl.frontier() == {"t1.html": ("failed", "not modified, but nothing is archived", SECOND)}
