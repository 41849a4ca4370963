"""Batches: shared out once, never written by two, and without the addresses of what was erased."""

from dataclasses import replace

import pytest
from samples import Crawl, at, fetch, opened, page, reading, url_of

from archive.batches import Part, Work
from archive.errors import NotFound, Overtaken

PARTS = [Part("revisions", 1, 2), Part("revisions", 3, 4)]


def works(crawl: Crawl) -> list[Work]:
    """The batches that are not done."""
    with opened(crawl.url) as archive:
        return [archive.batch(number) for number in archive.batches_undone("reextract")]


def counts(crawl: Crawl) -> dict[str, tuple[int, int, int]]:
    """Waiting, done and failed batches of each kind."""
    with opened(crawl.url) as archive:
        return {row["kind"]: (row["waiting"], row["done"], row["failed"]) for row in archive.batch_counts()}


def test_a_work_is_asked_for_once_and_again_when_it_has_ended(crawl: Crawl) -> None:
    batches = crawl.writer.batches
    assert batches.ask("reextract", PARTS, at()) == 2
    assert batches.ask("reextract", PARTS, at(1)) == 0, "it goes on"
    assert batches.ask("verify", [Part("rest", 0, 0)], at(2)) == 1
    one, two = works(crawl)
    batches.end(one.id, "done", {"changed": 3}, at(3))
    batches.end(two.id, "failed", {"error": "no"}, at(4))
    assert counts(crawl) == {"reextract": (0, 1, 1), "verify": (1, 0, 0)}
    with opened(crawl.url) as archive:
        assert archive.batch_results("reextract") == [{"changed": 3}, {"error": "no"}]
        assert [row["ended"] for row in archive.batch_counts()] == [at(4), None]
    assert batches.ask("reextract", PARTS, at(5)) == 2
    assert counts(crawl) == {"reextract": (2, 0, 0), "verify": (1, 0, 0)}
    with pytest.raises(NotFound), opened(crawl.url) as archive:
        archive.batch(one.id)


def test_readings_are_written_with_how_far_a_batch_has_come(crawl: Crawl) -> None:
    for number in (1, 2):
        crawl.article(fetch(url_of(number), body=page((f"第{number}篇。",))), reading((f"第{number}篇。",)))
    batches = crawl.writer.batches
    batches.ask("reextract", PARTS, at())
    work = works(crawl)[0]
    better = reading(("第1篇。",), extractor="2", title="更好的标题")
    batches.advance(work, 1, {"revisions": 1}, [(1, better)])
    batches.advance(work, 1, {"revisions": 1}, [(1, better)])  # nobody knew whether it was written
    assert works(crawl)[0] == replace(work, reached=1, result={"revisions": 1})
    with pytest.raises(Overtaken):
        batches.advance(work, 2, {"revisions": 2}, [(2, reading(extractor="2"))])
    assert crawl.rows("SELECT revision, extractor FROM reading WHERE extractor = '2'") == [(1, "2")]
    batches.advance(works(crawl)[0], 2, {"revisions": 2})
    batches.end(work.id, "done", {"revisions": 2}, at(9))
    batches.end(work.id, "failed", {"error": "too late"}, at(10))
    with opened(crawl.url) as archive:
        done = archive.batch(work.id)
    assert (done.state, done.reached, done.result) == ("done", 2, {"revisions": 2})
    with pytest.raises(Overtaken):
        batches.advance(done, 3, {})


def test_what_was_erased_is_not_named_by_a_result_either(crawl: Crawl) -> None:
    crawl.article()
    batches = crawl.writer.batches
    batches.ask("reextract", PARTS, at())
    batches.ask("verify", [Part("rest", 0, 0)], at())
    examples = {"examples": {"title": [url_of(1), url_of(11)]}, "changed": 2}
    batches.end(works(crawl)[0].id, "done", examples, at(1))
    with opened(crawl.url) as archive:
        (number,) = archive.batches_undone("verify")
    problem = {"kind": "search", "where": url_of(1), "detail": "x", "digest": None}
    batches.end(number, "done", {"told": [problem, problem | {"where": url_of(11)}]}, at(2))
    crawl.writer.forget(url_of(1), at(3), reason="x", by="y")
    with opened(crawl.url) as archive:
        assert archive.batch_results("reextract") == [{"examples": {"title": [url_of(11)]}, "changed": 2}]
        assert archive.batch_results("verify") == [{"told": [problem | {"where": url_of(11)}]}]
