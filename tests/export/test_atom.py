"""Atom feeds as RFC 4287 wants them, whatever stands in the articles."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from archive.atom import Entry, date_time, feed

NAMES = {"a": "http://www.w3.org/2005/Atom"}
ROW = {
    "url": "http://www.example.cn/xwzx/t1.html", "title": "光伏<b>项目</b>&签约", "source": "示例日报",
    "published": "2023-10-25", "fetched": "2026-11-23T08:00:00.000Z", "text": "第一段。\n" + "第二段。" * 100,
    "sections": ["新闻中心", "通知公告"],
}  # fmt: skip


def _read(entries: list[Entry], self_url: str | None = "http://localhost/feed.atom") -> ElementTree.Element:
    return ElementTree.fromstring(feed("光伏", self_url, entries, id=None if self_url else "urn:x-test:1"))


def _texts(element: ElementTree.Element, *paths: str) -> list[str | None]:
    return [found.text for path in paths for found in element.findall(path, NAMES)]


def test_an_entry_is_an_article() -> None:
    root = _read([Entry.of(ROW)])
    (entry,) = root.findall("a:entry", NAMES)
    assert _texts(root, "a:id", "a:title", "a:updated", "a:author/a:name") == [
        *("http://localhost/feed.atom", "光伏", "2026-11-23T08:00:00.000Z", "zonenews"),
    ]
    assert _texts(entry, "a:id", "a:title", "a:updated", "a:published", "a:author/a:name") == [
        *(ROW["url"], "光伏<b>项目</b>&签约", ROW["fetched"], "2023-10-25T00:00:00+08:00", "示例日报"),
    ]
    assert [found.get("term") for found in entry.findall("a:category", NAMES)] == ["新闻中心", "通知公告"]
    (summary,) = _texts(entry, "a:summary")
    assert summary == str(ROW["text"])[:200] + "…"


def test_what_an_article_does_not_say_is_left_out_and_a_title_stands_in() -> None:
    nothing = ROW | {"title": None, "source": None, "published": None, "text": "", "sections": []}
    (entry,) = _read([Entry.of(nothing)]).findall("a:entry", NAMES)
    assert [child.tag.partition("}")[2] for child in entry] == ["id", "title", "link", "updated"]
    assert _texts(entry, "a:title") == [ROW["url"]]


def test_an_edit_updates_an_entry_and_keeps_its_id() -> None:
    before, after = Entry.of(ROW), Entry.of(ROW | {"title": "改", "fetched": "2026-11-24T08:00:00.000Z"})
    assert before.id == after.id
    assert _texts(_read([before, after]), "a:updated") == ["2026-11-24T08:00:00.000Z"]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert _texts(_read([], None), "a:id", "a:updated") == ["urn:x-test:1", "1970-01-01T00:00:00Z"]
    with pytest.raises(ValueError, match="an address or an id"):
        feed("x", None, [])


def test_what_xml_cannot_hold_is_replaced() -> None:
    (entry,) = _read([Entry.of(ROW | {"title": "a\x00b\x1bc\ud800\uffff]]><script>"})]).findall("a:entry", NAMES)
    assert _texts(entry, "a:title") == ["a\ufffdb\ufffdc\ufffd\ufffd]]><script>"]


@pytest.mark.parametrize(
    ("published", "full"),
    [
        ("2023-10-25", "2023-10-25T00:00:00+08:00"),
        ("2023-10-25T16:27+08:00", "2023-10-25T16:27:00+08:00"),
        ("2023-10-25T16:27:03+08:00", "2023-10-25T16:27:03+08:00"),
    ],
)
def test_times_have_seconds_and_a_zone(published: str, full: str) -> None:
    assert date_time(published) == full
    assert datetime.fromisoformat(full).tzinfo
