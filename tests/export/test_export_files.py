"""Files in each format: told by their names, compressed by their ends, the same articles in all."""

import gzip
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyarrow import dataset, parquet
from samples import Crawl, fetch, opened, page, reading, row, url_of

from archive import ArchiveError, DiskFull
from archive.export.formats import FORMATS, format_of
from archive.export.lines import ROW_KEYS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


@pytest.fixture
def four(crawl: Crawl) -> Crawl:
    """Articles of three months and of none, one of them with lists."""
    crawl.listed(row(1))
    files = ({"url": f"{url_of(1)}.pdf", "name": "附件.pdf"},)
    images = ({"url": f"{url_of(1)}.jpg", "caption": None, "after_paragraph": 1},)
    crawl.article(fetch(url_of(1)), reading(attachments=files, images=images))
    for number, published in ((2, "2023-11-02"), (3, "2024-01-05T09:00:01+08:00"), (4, None)):
        crawl.article(fetch(url_of(number), body=page((str(number),))), reading((str(number),), published=published))
    return crawl


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.jsonl", "jsonl"), ("a.CSV", "csv"), ("a.csv.gz", "csv"), ("a.parquet", "parquet"), ("a.atom", "atom"),
        ("a.xml", "atom"), ("a.jsonl.zst", "jsonl"), ("a", "jsonl"), ("a.gz", "jsonl"), ("a.txt", "jsonl"),
    ],
)  # fmt: skip
def test_the_name_tells_the_format(name: str, format: str) -> None:
    assert format_of(Path(name)) == format


def test_the_end_of_a_name_compresses(four: Crawl, tmp_path: Path) -> None:
    plain, zipped, packed = (tmp_path / f"a.jsonl{end}" for end in ("", ".gz", ".zst"))
    with opened(four.url) as archive:
        assert [archive.export(path) for path in (plain, zipped, packed)] == [4, 4, 4]
        before = zipped.read_bytes()
        archive.export(zipped)
    assert zipped.read_bytes() == before, "the same articles give the same bytes"
    assert gzip.decompress(before) == plain.read_bytes() == zstd.decompress(packed.read_bytes())
    assert plain.read_bytes().count(b"\n") == 4


def test_parquet_has_the_rows_with_their_types(four: Crawl, tmp_path: Path) -> None:
    with opened(four.url) as archive:
        assert archive.export(tmp_path / "a.parquet") == 4
        lines = list(archive.articles())
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    assert {file.metadata.row_group(0).column(place).compression for place in range(5)} == {"ZSTD"}
    table = file.read()
    assert table.column_names == list(ROW_KEYS)
    types = {name: str(table.schema.field(name).type) for name in ("published", "fetched", "sections", "revision")}
    assert types["published"] == "timestamp[ms, tz=Asia/Shanghai]"
    assert types["fetched"] == "timestamp[ms, tz=UTC]"
    assert types["revision"] == "int64"
    assert types["sections"].startswith("list<")
    found = table.to_pylist(maps_as_pydicts="strict")
    plain = [{key: value for key, value in each.items() if key not in _MOMENTS} for each in found]
    assert plain == [{key: value for key, value in line.items() if key not in _MOMENTS} for line in lines]
    times = [each["published"] and each["published"].isoformat() for each in found]
    assert times == [
        *("2023-10-25T16:27:00+08:00", "2023-11-02T00:00:00+08:00", "2024-01-05T09:00:01+08:00"),
        None,
    ]


_MOMENTS = ("published", "first_seen", "last_seen", "fetched")


def test_a_feed_has_the_newest_and_stays_itself(four: Crawl, tmp_path: Path) -> None:
    with opened(four.url) as archive:
        archive.export(tmp_path / "a.atom", limit=2)
        archive.export(tmp_path / "b.atom", "项目 OR 3", site=four.site)
        archive.export(tmp_path / "c.atom", "项目 OR 3", site=[four.site], limit=1)
    names = {"a": "http://www.w3.org/2005/Atom"}
    feeds = [ElementTree.parse(tmp_path / f"{name}.atom").getroot() for name in "abc"]
    ids = [[found.text for found in feed.findall("a:entry/a:id", names)] for feed in feeds]
    assert ids[0] == [url_of(3), url_of(2)]
    own = [feed.findtext("a:id", namespaces=names) for feed in feeds]
    assert own[1] == own[2] != own[0], "a feed is known by what it is of, not by how much of it"
    assert str(own[0]).startswith("urn:uuid:")


def test_a_parted_folder_is_read_as_one_table(four: Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    with opened(four.url) as archive:
        assert archive.export_partitions(folder, ("site", "month")) == 4
        lines = list(archive.articles())
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    months = ("2023-10", "2023-11", "2024-01", "__HIVE_DEFAULT_PARTITION__")
    assert files == [f"site=example_jkq/month={month}/part-0.parquet" for month in months]
    table = dataset.dataset(folder, partitioning="hive").to_table()
    assert sorted(table["url"].to_pylist()) == [line["url"] for line in lines]
    assert set(table["site"].to_pylist()) == {four.site}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_parted_folder_has_what_a_filter_leaves_and_harmless_names(crawl: Crawl, tmp_path: Path) -> None:
    for site in ("../..", "127.0.0.1:8000"):
        crawl.writer.add_site(site, [], fetch().at)
        run = crawl.writer.start_run(site, site, fetch().at, "0.1")
        of = fetch(f"http://{len(site)}.example.cn/1", body=site.encode())
        crawl.writer.record_article(run, site, of, reading((site,)), due=None, reread=None)  # type: ignore[arg-type]
    crawl.article()
    with opened(crawl.url) as archive:
        assert archive.export_partitions(tmp_path / "out", ["site"], site=["../..", "127.0.0.1:8000"]) == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["site=..%2F..", "site=127.0.0.1%3A8000"]
    table = dataset.dataset(tmp_path / "out", partitioning="hive").to_table()
    assert sorted(table["site"].to_pylist()) == ["../..", "127.0.0.1:8000"]


def test_a_folder_with_something_in_it_is_left_alone(four: Crawl, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with opened(four.url) as archive:
        archive.export_partitions(tmp_path / "out", ["site"])
        before = sorted((tmp_path / "out").rglob("*"))
        with pytest.raises(ArchiveError, match="is there already; name a new folder"):
            archive.export_partitions(tmp_path / "out", ["month"])
    assert sorted((tmp_path / "out").rglob("*")) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_parted_export_that_fails_leaves_nothing(four: Crawl, tmp_path: Path) -> None:
    with opened(four.url) as archive, pytest.raises(ArchiveError, match="cannot be written"):
        archive.export_partitions(tmp_path / "no" / "folder", ["site"])
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".db" and "zonenews.db" not in path.name] == []


def test_of_nothing_every_format_is_an_empty_file_of_its_kind(crawl: Crawl, tmp_path: Path) -> None:
    for name in ("a.atom", "a.csv", "a.jsonl", "a.parquet"):
        with opened(crawl.url) as archive:
            assert archive.export(tmp_path / name) == 0
    assert (tmp_path / "a.jsonl").read_bytes() == b""
    assert parquet.read_table(tmp_path / "a.parquet").column_names == list(ROW_KEYS)
    assert ElementTree.parse(tmp_path / "a.atom").getroot()[0].tag == "{http://www.w3.org/2005/Atom}id"


def test_a_full_disk_is_told_by_every_format(four: Crawl) -> None:
    with opened(four.url) as archive, Path("/dev/full").open("wb", buffering=0) as stream:
        for format in FORMATS:
            with pytest.raises(DiskFull, match="nothing was written there"):
                archive.export("/dev/full", format=format)
            with pytest.raises(DiskFull, match="not all was written"):
                archive.export(stream, format=format)
