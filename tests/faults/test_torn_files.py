"""What power cuts and time leave of a file: a log that is cut, bits that are others (F54, F55)."""

import random
import re
import shutil
from pathlib import Path

import pytest
from invariants import assert_whole
from samples import Crawl, fetch, opened, page, reading, row, url_of

from archive import ArchiveError, Writer

ARTICLES = 40


@pytest.fixture
def cut_off(tmp_path: Path) -> tuple[bytes, bytes]:
    """The file and the log of an archive whose writer is still at work, and has folded nothing into the file."""
    crawl = Crawl(str(tmp_path / "live.db"))
    crawl.writer._driver().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    crawl.writer._driver().execute("PRAGMA wal_autocheckpoint = 0")
    for number in range(ARTICLES):
        said = (f"第{number}个项目开工建设，园区做好各项服务保障工作。",)
        crawl.listed(row(number))
        crawl.article(fetch(url_of(number), body=page(said)), reading(said))
    found = [(tmp_path / name).read_bytes() for name in ("live.db", "live.db-wal")]
    crawl.writer.close()
    return found[0], found[1]


@pytest.mark.parametrize("trials", [20, pytest.param(300, marks=[pytest.mark.slow, pytest.mark.timeout(300)])])
def test_a_torn_log_keeps_whole_articles_up_to_the_tear(
    cut_off: tuple[bytes, bytes], tmp_path: Path, trials: int
) -> None:
    dice, kept = random.Random(trials), set()
    for trial in range(trials):
        folder = tmp_path / str(trial)
        folder.mkdir()
        (folder / "a.db").write_bytes(cut_off[0])
        (folder / "a.db-wal").write_bytes(_torn(cut_off[1], dice, cut=trial % 2 == 0))
        Writer(str(folder / "a.db")).close()
        urls = assert_whole(str(folder / "a.db"))
        assert urls == [url_of(number) for number in range(len(urls))], "what is lost is the end, and nothing else"
        kept.add(len(urls))
        shutil.rmtree(folder)
    assert len(kept) > 5


def _torn(log: bytes, dice: random.Random, *, cut: bool) -> bytes:
    place = dice.randrange(len(log))
    if cut:
        return log[:place]
    return log[:place] + bytes([log[place] ^ 1 << dice.randrange(8)]) + log[place + 1 :]


@pytest.mark.slow
def test_the_tail_that_a_torn_log_lost_is_fetched_again(cut_off: tuple[bytes, bytes], tmp_path: Path) -> None:
    url = str(tmp_path / "a.db")
    Path(url).write_bytes(cut_off[0])
    Path(f"{url}-wal").write_bytes(cut_off[1][: len(cut_off[1]) // 2])
    again = Crawl(url)
    for number in range(ARTICLES):
        said = (f"第{number}个项目开工建设，园区做好各项服务保障工作。",)
        again.listed(row(number))
        again.article(fetch(url_of(number), 60, body=page(said)), reading(said))
    again.writer.close()
    assert_whole(url, truth=[url_of(number) for number in range(ARTICLES)])


@pytest.mark.slow
def test_a_hundred_flipped_bits_in_the_file_are_found_and_named(tmp_path: Path) -> None:
    file = tmp_path / "zonenews.db"
    crawl = Crawl(str(file))
    for number in range(100):
        said = (f"第{number}个项目开工建设，园区做好各项服务保障工作。",)
        crawl.article(fetch(url_of(number), body=page(said, number)), reading(said))
    stored = crawl.rows("SELECT r.id, c.data FROM capture c JOIN revision r ON r.capture = c.digest")
    crawl.writer.close()
    content, dice = bytearray(file.read_bytes()), random.Random(55)
    for _, data in stored:
        place, bit = dice.randrange(len(data)), 1 << dice.randrange(8)
        # where a page was split, its old half is still in the file
        for copy in re.finditer(re.escape(data), bytes(content)):
            content[copy.start() + place] ^= bit
    file.write_bytes(content)
    with opened(str(file)) as archive:
        found = {problem.where for problem in archive.problems() if problem.kind == "capture"}
    assert found == {url_of(number) for number in range(100)}


@pytest.mark.slow
def test_flipped_bits_anywhere_are_told_as_damage_or_harm_nobody(tmp_path: Path) -> None:
    file = tmp_path / "zonenews.db"
    crawl = Crawl(str(file))
    for number in range(20):
        crawl.article(fetch(url_of(number)), reading())
    crawl.writer.close()
    whole, dice = file.read_bytes(), random.Random(56)
    told = 0
    for _ in range(200):
        content = bytearray(whole)
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        file.write_bytes(content)
        told += _is_told(str(file))
    assert told > 5


def _is_told(url: str) -> bool:
    """Whether anything is said to be wrong, by an error of the archive's own or by `verify`."""
    try:
        with opened(url) as archive:
            return bool(list(archive.problems())) or len(list(archive.articles())) < 20
    except ArchiveError:
        return True
