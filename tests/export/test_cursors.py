"""`--since-cursor` delivers each reading and each change of a state exactly once, wherever an export breaks off."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from samples import START, Crawl, at, fetch, opened, page, reading, row, rows, url_of

from archive import ArchiveError
from archive.export.delivery import deliver
from archive.export.selecting import Selection
from archive.search import Narrowing

HERE = Path(__file__).parent


class Taker:
    """Somebody who takes what an export under a name delivers."""

    def __init__(self, url: str, folder: Path, name: str = "loader", selection: Selection | None = None) -> None:
        self.url, self.folder, self.name = url, folder, name
        self.selection = selection or Selection()
        folder.mkdir(exist_ok=True)

    def take(self, file: str = "new.jsonl") -> list[dict[str, Any]]:
        """The rows of the next delivery; its file is taken away."""
        count = deliver(self.url, self.name, self.folder / file, self.selection, START)
        found = taken(self.folder)
        assert len(found) == count
        return found

    def shown(self) -> list[tuple[str, int, str]]:
        """The next delivery in short: which article, its revision, its state."""
        return [(found["url"][-7:-5], found["revision"], found["state"]) for found in self.take()]


def taken(folder: Path) -> list[dict[str, Any]]:
    """What the files of a folder hold; they are deleted."""
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        found += [json.loads(line) for line in file.read_bytes().splitlines()]
        file.unlink()
    return found


@pytest.fixture
def taker(crawl: Crawl, tmp_path: Path) -> Taker:
    """A taker, of an archive with two articles."""
    crawl.listed(row(1))
    crawl.article()
    crawl.article(fetch(url_of(2), body=page(("二。",))), reading(("二。",)))
    return Taker(crawl.url, tmp_path / "out")


def _edit(crawl: Crawl, said: str, number: int = 1, minutes: float = 60) -> None:
    crawl.article(fetch(url_of(number), minutes, body=page((said,))), reading((said,)))


def test_the_first_delivery_is_everything_and_the_next_nothing(crawl: Crawl, taker: Taker) -> None:
    with opened(crawl.url) as archive:
        assert taker.take() == list(archive.articles())
    assert taker.take() == []
    assert list(taker.folder.iterdir()) == [], "no file where nothing is new"


def test_every_edit_is_delivered_in_its_order(crawl: Crawl, taker: Taker) -> None:
    taker.take()
    _edit(crawl, "改。", minutes=60)
    _edit(crawl, "三。", number=3, minutes=70)
    _edit(crawl, "又改。", minutes=80)
    crawl.article(fetch(url_of(2), 90, body=page(("二。",), "noise")), reading(("二。",)))
    found = taker.take()
    assert [(one["url"], one["revision"], one["text"]) for one in found] == [
        (url_of(1), 2, "改。"), (url_of(3), 1, "三。"), (url_of(1), 3, "又改。"),
    ]  # fmt: skip
    assert taker.take() == []


def test_a_change_of_state_is_delivered_as_the_article_with_its_state(crawl: Crawl, taker: Taker) -> None:
    taker.take()
    crawl.miss(url_of(1), "missing", 60)
    assert taker.shown() == [("t1", 1, "missing")]
    assert taker.shown() == []
    crawl.article(fetch(minutes=120))
    _edit(crawl, "新。", number=2, minutes=130)
    assert taker.shown() == [("t2", 2, "live"), ("t1", 1, "live")]
    _edit(crawl, "更新。", number=2, minutes=140)
    crawl.miss(url_of(2), "missing", 150)
    assert taker.shown() == [("t2", 3, "missing")], "the new reading tells the state already"


def test_a_later_reading_of_the_same_page_is_delivered_where_it_says_otherwise(crawl: Crawl, taker: Taker) -> None:
    _edit(crawl, "改。")
    taker.take()
    first, second = (number for (number,) in rows(crawl.url, "SELECT current_revision FROM article ORDER BY id"))
    same = reading(("改。",), extractor="2")
    other = reading(("二。",), extractor="2", author="李")
    crawl.writer.add_readings([(first, same), (second, other), (1, replace(same, title="旧页新读"))])
    assert [(one["url"], one["author"]) for one in taker.take()] == [(url_of(2), "李")], "the first revision is past"
    crawl.writer.add_readings([(first, replace(same, extractor="3", editor="赵"))])
    crawl.writer.add_readings([(first, replace(same, extractor="4", editor="赵"))])
    assert [(one["url"], one["editor"]) for one in taker.take()] == [(url_of(1), "赵")]
    assert taker.take() == []


def test_a_cursor_is_for_the_articles_it_began_with(crawl: Crawl, tmp_path: Path) -> None:
    crawl.article(fetch(url_of(1), body=page(("光伏。",))), reading(("光伏。",)))
    crawl.article(fetch(url_of(2), body=page(("二。",))), reading(("二。",)))
    pv = Taker(crawl.url, tmp_path / "out", selection=Selection("光伏", Narrowing(site=(crawl.site,))))
    assert pv.shown() == [("t1", 1, "live")]
    _edit(crawl, "光伏与招商。", number=2)
    _edit(crawl, "别的。", number=1)
    assert pv.shown() == [("t2", 2, "live")]
    with pytest.raises(
        ArchiveError, match=r"loader is for query 光伏, site \['example_jkq'\]; name another one for all"
    ):
        Taker(crawl.url, tmp_path / "out").take()
    everything = Taker(crawl.url, tmp_path / "out", "everything")
    assert len(everything.take()) == 4, "each name has its own"


def test_what_the_filter_leaves_out_is_not_looked_at_again(crawl: Crawl, taker: Taker) -> None:
    nothing = Taker(crawl.url, taker.folder, "nothing", Selection("没有这个词"))
    assert nothing.take() == []
    assert rows(crawl.url, "SELECT last_reading, pending FROM cursor") == [(2, None)]


def test_a_file_that_is_there_is_not_replaced(crawl: Crawl, taker: Taker) -> None:
    (taker.folder / "new.jsonl").write_text("{}\n")
    with pytest.raises(ArchiveError, match="is there already, and would be lost"):
        taker.take()
    assert [file.name for file in taker.folder.iterdir()] == ["new.jsonl"]
    (taker.folder / "new.jsonl").unlink()
    assert len(taker.take()) == 2


def test_forgetting_an_article_loses_no_later_one(crawl: Crawl, taker: Taker) -> None:
    """SQLite gives the number of an erased row again."""
    taker.take()
    crawl.miss(url_of(2), "missing", 10)
    taker.take()
    crawl.writer.forget(url_of(2), at(20), reason="request", by="test")
    _edit(crawl, "三。", number=3, minutes=70)
    crawl.miss(url_of(1), "missing", 80)
    assert taker.shown() == [("t3", 1, "live"), ("t1", 1, "missing")]


def _once(monkeypatch: pytest.MonkeyPatch, name: str, action: Callable[..., Any]) -> None:
    """Does something in place of the next call of a function of `os`, which is then as it was."""
    function = getattr(os, name)

    def instead(*given: Any) -> Any:
        monkeypatch.setattr(os, name, function)
        return action(function, *given)

    monkeypatch.setattr(os, name, instead)


def test_two_exports_at_once_deliver_once(crawl: Crawl, taker: Taker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one begins and ends when the first has written its file and not yet said so."""

    def second(fsync: Callable[..., Any], handle: int) -> None:
        assert deliver(crawl.url, "loader", taker.folder / "second.jsonl", Selection(), START) == 2
        fsync(handle)

    _once(monkeypatch, "fsync", second)
    with pytest.raises(ArchiveError, match="another export with the cursor loader goes on"):
        taker.take("first.jsonl")
    assert len(taken(taker.folder)) == 2
    assert taker.take() == []


def test_who_was_overtaken_at_the_last_moment_names_nothing(
    crawl: Crawl, taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one begins and ends when the first is about to give its file its name."""

    def second(replace: Callable[..., Any], *given: Any) -> None:
        assert deliver(crawl.url, "loader", taker.folder / "second.jsonl", Selection(), START) == 2
        replace(*given)

    _once(monkeypatch, "replace", second)
    with pytest.raises(ArchiveError, match="came in between"):
        taker.take("first.jsonl")
    assert len(taken(taker.folder)) == 2
    assert taker.take() == []


def test_what_became_of_a_file_elsewhere_is_not_guessed(
    crawl: Crawl, taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(replace: Callable[..., Any], *given: Any) -> None:
        replace(*given)
        raise KeyboardInterrupt

    _once(monkeypatch, "replace", break_off)
    with pytest.raises(KeyboardInterrupt):
        taker.take()
    assert len(taken(taker.folder)) == 2
    monkeypatch.setattr("archive.export.cursors.gethostname", lambda: "another.example.cn")
    with pytest.raises(ArchiveError, match="broke off; export once more from there"):
        taker.take()
    monkeypatch.undo()
    assert taker.take() == [], "it had its name"


@pytest.mark.slow
@pytest.mark.timeout(300)  # a hundred exports, of which most are killed
def test_an_export_killed_at_any_moment_delivers_each_reading_once(archive_url: str, tmp_path: Path) -> None:
    """The helper kills an export before each of its steps in turn, and takes what is there in between."""
    helper = [sys.executable, str(HERE / "kill_at_each_step.py"), archive_url, str(tmp_path / "out")]
    env = {**os.environ, "PYTHONPATH": f"{HERE.parent / 'archive'}:{HERE.parents[1]}"}
    done = subprocess.run(helper, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["kills"] >= 30, "there are many steps to be killed at"
    assert result["delivered"] == result["archived"], "each once, in order"
    stray = [name for name in result["left"] if not name.endswith((".part", ".void"))]
    assert stray == [], "what was never claimed, or taken away already, may stay"
