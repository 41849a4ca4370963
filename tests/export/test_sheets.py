"""CSV as a spreadsheet opens it: UTF-8 with a BOM, CRLF, one cell a value, and nothing that it would run."""

import csv
import io
from pathlib import Path

import pytest
from samples import Crawl, fetch, opened, page, reading, row, url_of

from archive.export.lines import ROW_KEYS
from archive.export.sheets import SHEET_COLUMNS

DANGEROUS = [
    *('=HYPERLINK("http://a","b")', "+86 10 1234", "-30℃的坚守", "@SUM(1)", "\t=1", "＝1+1", "＋1", "－1", "＠1"),
]
HARMLESS = ["正常标题", "1=1", "a,b;c", '他说"好"', "'=1", "2023-10-25", "（试行）"]


@pytest.fixture
def titled(crawl: Crawl) -> Crawl:
    """An article for each title, and one with everything in it."""
    crawl.listed(row(0))
    whole = reading(
        ("=1+1", "第二段。"), source="-", author="\r=1", attachments=({"url": f"{url_of(0)}.pdf", "name": "=附件"},),
        images=({"url": f"{url_of(0)}.jpg", "caption": None, "after_paragraph": 1},) * 2,
        published="2023-10-25T16:27:03+08:00", published_precision="second",
    )  # fmt: skip
    crawl.article(fetch(url_of(0), body=b"0"), whole)
    for number, title in enumerate((*DANGEROUS, *HARMLESS), 1):
        crawl.article(fetch(url_of(number), body=page((title,))), reading((title,), title=title))
    return crawl


def _sheet(crawl: Crawl) -> tuple[bytes, list[dict[str, str]]]:
    out = io.BytesIO()
    with opened(crawl.url) as archive:
        count = archive.export(out, format="csv")
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert len(rows) == count
    return out.getvalue(), rows


def test_the_bytes_are_what_excel_takes_for_utf_8(titled: Crawl) -> None:
    data, _ = _sheet(titled)
    assert data.startswith(b"\xef\xbb\xbfschema,url,site,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\xef\xbb\xbf") == 1


def test_a_cell_that_would_be_a_formula_has_an_apostrophe_before_it(titled: Crawl) -> None:
    _, rows = _sheet(titled)
    assert [found["title"] for found in rows[1:]] == [*(f"'{title}" for title in DANGEROUS), *HARMLESS]
    first = rows[0]
    assert (first["source"], first["author"], first["text"]) == ("'-", "'\r=1", "'=1+1\n第二段。")
    assert first["attachments"] == f"'=附件 <{url_of(0)}.pdf>"
    assert not any(cell[:1] in "=+-@\t\r\n＝＋－＠" for found in rows for cell in found.values() if cell)


def test_a_row_has_the_keys_of_a_line_but_for_the_paragraphs(titled: Crawl) -> None:
    _, rows = _sheet(titled)
    assert list(rows[0]) == list(SHEET_COLUMNS) == [key for key in ROW_KEYS if key != "paragraphs"]
    with opened(titled.url) as archive:
        lines = list(archive.articles())
    same = ("url", "site", "state", "first_seen", "capture", "digest")
    assert [[found[key] for key in same] for found in rows] == [[line[key] for key in same] for line in lines]
    first = rows[0]
    assert (first["sections"], first["breadcrumb"]) == ("新闻中心", "首页 | 新闻中心")
    assert first["images"] == f"{url_of(0)}.jpg | {url_of(0)}.jpg"
    assert (first["published"], first["published_precision"]) == ("2023-10-25 16:27:03", "second")
    assert rows[1]["published"] == "2023-10-25 16:27"
    assert (rows[1]["source"], rows[1]["attachments"], rows[1]["reasons"]) == ("", "", '{"source":"empty"}')


def test_pandas_and_a_file_say_the_same(titled: Crawl, tmp_path: Path) -> None:
    import pandas

    with opened(titled.url) as archive:
        archive.export(tmp_path / "all.csv")
    frame = pandas.read_csv(tmp_path / "all.csv", parse_dates=["published"], date_format="ISO8601")
    assert len(frame) == 1 + len(DANGEROUS) + len(HARMLESS)
    assert frame["published"].dt.year.tolist() == [2023] * len(frame)
