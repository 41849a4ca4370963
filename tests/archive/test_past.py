"""What an article said before, and what changed."""

import time

import pytest
from samples import PARAGRAPHS, Crawl, at, fetch, opened, page, reading, url_of

from archive import NotFound
from archive.differences import Difference, Piece, differences

SECOND = ("园区召开项目推进会。", "会议要求全面提速。", "又及。")


@pytest.fixture
def edited(crawl: Crawl) -> Crawl:
    """An article with two revisions, an hour apart; the second one is missing later."""
    crawl.article()
    crawl.article(fetch(minutes=60, body=page(SECOND)), reading(SECOND, title="项目推进会（更新）"))
    crawl.miss(url_of(1), "missing", 120)
    return crawl


def test_every_revision_is_there_in_the_shape_of_a_row(edited: Crawl) -> None:
    with opened(edited.url) as archive:
        first, second = archive.revisions(url_of(1))
        current = archive.article(url_of(1))
    assert (first["revision"], first["title"], first["paragraphs"]) == (1, "项目推进会", list(PARAGRAPHS))
    assert {key: second[key] for key in current} == current
    assert (second["seen"], first["last_confirmed"]) == ("2026-11-23T09:00:00.000Z", "2026-11-23T08:00:00.000Z")


def test_an_article_as_it_was_known_at_a_moment(edited: Crawl) -> None:
    with opened(edited.url) as archive:
        assert archive.article(url_of(1), at=at(59))["revision"] == 1
        assert archive.article(url_of(1), at=at(60))["revision"] == 2
        with pytest.raises(NotFound, match=r"first archived at 2026-11-23T08:00:00\.000Z"):
            archive.article(url_of(1), at=at(-1))


def test_events_are_in_their_order(edited: Crawl) -> None:
    with opened(edited.url) as archive:
        found = archive.events(url_of(1))
    assert [(event["kind"], event["detail"]) for event in found] == [
        ("edited", {"revision": 2}), ("missing", {"status": 404}),
    ]  # fmt: skip


def test_differences_by_field_paragraph_and_character(edited: Crawl) -> None:
    with opened(edited.url) as archive:
        found = differences(*archive.revisions(url_of(1)))
    assert [(each.where, each.kind) for each in found] == [
        ("title", "edited"), ("paragraph", "same"), ("paragraph", "edited"), ("paragraph", "added"),
    ]  # fmt: skip
    assert found[2].pieces == (
        Piece("same", "会议要求"), Piece("removed", "加快建设"), Piece("added", "全面提速"), Piece("same", "。"),
    )  # fmt: skip


def row(*paragraphs: str, **values: object) -> dict[str, object]:
    """A revision of which only the paragraphs matter."""
    fields = dict.fromkeys(("title", "source", "published", "author", "editor", "document_number"))
    return {**fields, "paragraphs": list(paragraphs), "attachments": [], **values}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (("甲乙丙丁", "一二三四"), ("一二三四",), ["removed", "same"]),
        (("甲乙丙丁",), ("一二三四",), ["removed", "added"]),
        (("甲乙丙丁",), ("甲乙丙戊",), ["edited"]),
        ((), ("甲",), ["added"]),
        (("甲", "乙"), ("乙", "甲"), ["added", "same", "removed"]),
    ],
)
def test_a_paragraph_with_little_in_common_is_another_one(
    old: tuple[str, ...], new: tuple[str, ...], kinds: list[str]
) -> None:
    assert [each.kind for each in differences(row(*old), row(*new))] == kinds


def test_pieces_put_together_are_the_texts() -> None:
    (found,) = differences(row("招商引资签约项目12个，总投资30亿元。"), row("招商引资签约项目21个，总投资超30亿元。"))
    for kind, text in (("removed", found.old), ("added", found.new)):
        assert "".join(piece.text for piece in found.pieces if piece.kind in ("same", kind)) == text


def test_a_field_or_file_that_comes_or_goes() -> None:
    files = [{"url": "u", "name": "申报表.docx"}]
    assert differences(row(source="园区报"), row(attachments=files)) == [
        Difference("source", "removed", "园区报", None), Difference("attachment", "added", None, "申报表.docx"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("甲",) * 60_000, ("乙", *("甲",) * 59_999)),
        (("甲" * 4_990,) * 20, ("甲" * 4_980 + "乙",) * 20),
        (
            tuple("甲" * each + "乙" for each in range(2_000, 2_020)),
            tuple("乙甲" * each for each in range(1_000, 1_020)),
        ),
    ],
    ids=["paragraphs", "characters", "pairs"],
)
def test_revisions_made_to_take_hours_are_compared_in_seconds(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    start = time.monotonic()
    found = differences(row(*old), row(*new))
    assert time.monotonic() - start < 10
    assert tuple(each.old for each in found if each.old is not None) == old
    assert tuple(each.new for each in found if each.new is not None) == new
    assert all(each.old == each.new for each in found if each.kind == "same")
