"""The published JSON Schema is what rows are, and what the documents and the code say they are."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from samples import Crawl, fetch, opened, page, reading, row, url_of

from archive.export.lines import ROW_KEYS, SCHEMA
from archive.export.schema import SCHEMA_FILE

SAID = json.loads(SCHEMA_FILE.read_text("utf-8"))
VALIDATOR = Draft202012Validator(SAID)


def test_it_is_a_schema_with_the_keys_in_their_order() -> None:
    Draft202012Validator.check_schema(SAID)
    assert list(SAID["properties"]) == SAID["required"] == list(ROW_KEYS)
    assert SAID["properties"]["schema"] == {"const": SCHEMA, "description": "the number of this shape"}
    assert SCHEMA_FILE.name == f"row-{SCHEMA}.schema.json"


def test_a_full_row_and_an_empty_one_are_valid(crawl: Crawl) -> None:
    crawl.listed(row(1))
    files = ({"url": f"{url_of(1)}.pdf", "name": "附件.pdf"},)
    images = ({"url": f"{url_of(1)}.jpg", "caption": None, "after_paragraph": 1},)
    crawl.article(said=reading(attachments=files, images=images, source="日报", document_number="云发〔2024〕1号"))
    nothing = reading((), title=None, published=None, published_precision=None, editor=None, breadcrumb=(), rules={})
    crawl.article(fetch(url_of(2), body=page(())), nothing)
    crawl.miss(url_of(2), "missing", 5)
    with opened(crawl.url) as archive:
        assert [_wrong(article) for article in archive.articles()] == [[], []]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", 2), ("url", "ftp://a"), ("published", "2023-10-25 16:27"), ("published", "2023-10-25T16:27Z"),
        ("title", ""), ("state", "deleted"), ("revision", 0), ("sections", None), ("images", [{"url": "a"}]),
        ("first_seen", "2026-11-23T08:00:00Z"), ("digest", "ab"), ("extra", 1),
    ],
)  # fmt: skip
def test_what_is_no_row_is_not_valid(tmp_path: Path, key: str, value: Any) -> None:
    assert _wrong(EXAMPLE) == []
    assert _wrong(EXAMPLE | {key: value}) != []
    assert _wrong({name: kept for name, kept in EXAMPLE.items() if name != "text"}) != []


@pytest.mark.slow
def test_every_row_of_an_export_of_the_replica_is_valid(replica_archive: Path) -> None:
    with opened(str(replica_archive)) as archive:
        wrong = {article["url"]: found for article in archive.articles() if (found := _wrong(article))}
        assert wrong == {}
        assert sum(1 for _ in archive.articles()) > 100


def _wrong(article: dict[str, Any]) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(article)]


EXAMPLE: dict[str, Any] = {
    "schema": 1, "url": "http://www.example.cn/1", "site": "a", "sections": [], "title": None, "source": None,
    "author": None, "editor": None, "published": "2023-10-25", "published_precision": "day", "document_number": None,
    "breadcrumb": [], "paragraphs": [], "text": "", "images": [], "attachments": [], "state": "live", "revision": 1,
    "first_seen": "2026-11-23T08:00:00.000Z", "last_seen": "2026-11-23T08:00:00.000Z",
    "fetched": "2026-11-23T08:00:00.000Z", "capture": "0" * 64, "digest": "f" * 64, "rules": {}, "reasons": {},
}  # fmt: skip
