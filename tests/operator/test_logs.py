"""What stands in a log, and what does not: secrets, characters that steer, forged lines, a million errors."""

import logging
import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from scrapy.settings import BaseSettings

from zonenews.logs import secrecy
from zonenews.logs.files import SharedLogFile
from zonenews.logs.lines import MOST, JsonLines, PlainLines
from zonenews.logs.repeats import Repeats
from zonenews.logs.secrecy import keep_secret, masked, secrets_of

FORMAT = "%(asctime)s [%(name)s] %(levelname)s: %(message)s"
START = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(,\d+)? \[")
EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp\r\n2026-11-23 08:00:00 [zonenews.runs.record] INFO: all is well\x00"


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrecy, "_known", set())
    monkeypatch.setattr(secrecy, "_any_known", None)


def record(message: str, *args: object, level: int = logging.ERROR, line: int = 1) -> logging.LogRecord:
    return logging.LogRecord("zonenews.pipelines", level, "pipelines.py", line, message, args, None)


def written(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql+psycopg://zone:hunter22@db.example.cn/news", "postgresql+psycopg://zone:***@db.example.cn/news"),
        ("GET http://www.example.cn/l?a=1&access_token=abcdef&p=2", "GET http://www.example.cn/l?a=1&access_token=***&p=2"),
        ("http://www.example.cn/l?TOKEN=abcdef", "http://www.example.cn/l?TOKEN=***"),
        ("{b'Authorization': [b'Bearer abcdef'], b'Accept': [b'*/*']}",
         "{b'Authorization': [b'Bearer ***'], b'Accept': [b'*/*']}"),
        ("{'Cookie': 'sid=abcdef; b=1', 'X': '1'}", "{'Cookie': '***', 'X': '1'}"),
        ("Authorization: Basic em9uZTo=", "Authorization: Basic ***"),
        ("http://www.example.cn/art_1_2.html: status 404", "http://www.example.cn/art_1_2.html: status 404"),
        ("关于发布token标准的通知 http://www.example.cn/a?tokens=3", "关于发布token标准的通知 http://www.example.cn/a?tokens=3"),
    ],
)  # fmt: skip
def test_what_has_the_shape_of_a_secret_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_the_secrets_of_settings_are_known_by_their_words() -> None:
    settings = BaseSettings({
        "ARCHIVE_URL": "postgresql+psycopg://zone:p%40ss%2Fword@db.example.cn/news",
        "DEFAULT_REQUEST_HEADERS": {"Authorization": "Bearer header-canary", "Accept": "text/html"},
        "SITE_URLS": {"suzhou_sip": "http://www.example.cn/list?key=query-canary&page=1"},
        "ALERTS": ["wecombot://alert-canary", "mailto://zone:mail-canary@example.cn"],
        "SOME_API_KEY": "key-canary", "BOT_NAME": "zonenews",
    })  # fmt: skip
    assert {*secrets_of(settings)} == {
        "p%40ss%2Fword", "header-canary", "query-canary", "wecombot://alert-canary", "mail-canary",
        "mailto://zone:mail-canary@example.cn", "key-canary",
    }  # fmt: skip
    keep_secret(secrets_of(settings))
    said = PlainLines(FORMAT).format(record("p@ss/word, %r, Bearer header-canary of zonenews", dict(settings)))
    assert "canary" not in said
    assert "word" not in said
    assert "Bearer *** of zonenews" in said


@pytest.mark.parametrize("formatter", [PlainLines(FORMAT), JsonLines()], ids=["plain", "json"])
def test_nothing_in_a_line_steers_a_terminal_or_forges_another_line(formatter: logging.Formatter) -> None:
    said = formatter.format(record("%s: not an article", f"http://www.example.cn/{EVIL}"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)
    assert sum(bool(START.match(line) or line.startswith("{")) for line in said.split("\n")) == 1
    assert "owned" in said, "it is shown, not swallowed"


def test_a_json_line_has_what_a_program_asks_for() -> None:
    try:
        raise ValueError("园区\x1b")
    except ValueError as error:
        broken = record("cannot read %s", "\ud800")
        broken.exc_info = (type(error), error, error.__traceback__)
    said = orjson.loads(JsonLines().format(broken))
    assert said.keys() == {"time", "level", "logger", "message", "exception"}
    assert (said["level"], said["logger"], said["message"]) == ("ERROR", "zonenews.pipelines", "cannot read \\ud800")
    assert said["exception"].endswith("ValueError: 园区\x1b")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", said["time"])


@pytest.mark.parametrize("formatter", [PlainLines(FORMAT), JsonLines()], ids=["plain", "json"])
def test_a_record_is_bounded_and_keeps_both_ends(formatter: logging.Formatter) -> None:
    said = formatter.format(record("begins %s ends", "x" * 1_000_000))
    assert len(said) < MOST + 300
    assert "begins" in said
    assert "ends" in said


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_lines_of_one_kind_are_left_out_and_counted() -> None:
    clock = Clock()
    repeats = Repeats(10, clock)
    assert sum(repeats.filter(record("%s: status 500", number)) for number in range(1000)) == 10
    assert repeats.filter(record("another line", line=2))
    assert repeats.filter(record("%s: status 500", 0, level=logging.DEBUG)), "who asks for all gets all"
    assert repeats.left_out() == {"%s: status 500": 990}
    clock.now = 60
    last = record("%s: status 500", "http://www.example.cn/1.html")
    assert repeats.filter(last)
    assert last.getMessage() == "http://www.example.cn/1.html: status 500 (990 lines like this were left out)"
    assert not repeats.left_out()
    assert not repeats.filter(record("%s: status 500", 0)), "a tenth of it each minute"


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[SharedLogFile]:
    """A log file that keeps three older ones of 100 kB."""
    file = SharedLogFile(tmp_path / "zonenews.log", 100_000, 3)
    file.setFormatter(PlainLines(FORMAT))
    yield file
    file.close()


def test_a_file_is_bounded_whatever_is_written(shared: SharedLogFile, tmp_path: Path) -> None:
    for number in range(10_000):
        shared.handle(record("http://www.example.cn/%d.html: status 500", number))
    names = sorted(file.name for file in tmp_path.iterdir() if not file.name.endswith(".lock"))
    assert names == ["zonenews.log", "zonenews.log.1", "zonenews.log.2", "zonenews.log.3"]
    assert written(tmp_path) < 4 * 101_000
    assert "/9999.html" in (tmp_path / "zonenews.log").read_text()


@pytest.mark.slow
def test_a_million_errors_cost_a_bounded_number_of_megabytes(tmp_path: Path) -> None:
    clock, file = Clock(), SharedLogFile(tmp_path / "zonenews.log", 1_000_000, 2)
    file.setFormatter(PlainLines(FORMAT))
    file.addFilter(Repeats(100, clock))
    for number in range(1_000_000):
        clock.now = number / 50  # five and a half hours
        file.handle(record("http://www.example.cn/%d.html: status 500", number))
    file.close()
    lines = (tmp_path / "zonenews.log").read_text().splitlines()
    assert written(tmp_path) < 500_000
    assert 3_000 < len(lines) < 4_000
    assert sum(int(found) for line in lines for found in re.findall(r"\((\d+) lines like", line)) > 990_000


def write_many(path: Path, name: str, count: int) -> None:
    """What one of several crawls does to a file that they share."""
    file = SharedLogFile(path, 20_000, 200)
    file.setFormatter(PlainLines(FORMAT))
    for number in range(count):
        file.handle(record("%s-%d %s", name, number, "园区" * 20))
    file.close()


def test_crawls_share_a_file_without_losing_lines(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    path = tmp_path / "zonenews.log"
    writers = [context.Process(target=write_many, args=(path, name, 500)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    files = [file for file in tmp_path.iterdir() if not file.name.endswith(".lock")]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(files) > 10
    assert all(line.endswith("园区" * 20) and START.match(line) for line in lines)
    assert sorted(re.findall(r"([abcd]-\d+) ", "\n".join(lines))) == sorted(
        f"{name}-{number}" for name in "abcd" for number in range(500)
    )


def test_a_log_that_was_moved_away_is_begun_anew(shared: SharedLogFile, tmp_path: Path) -> None:
    shared.handle(record("before"))
    (tmp_path / "zonenews.log").rename(tmp_path / "moved")
    shared.handle(record("after"))
    assert (tmp_path / "moved").read_text().endswith("before\n")
    assert (tmp_path / "zonenews.log").read_text().endswith("after\n")


def test_a_log_that_cannot_be_written_says_so_once(capsys: pytest.CaptureFixture[str]) -> None:
    full = SharedLogFile("/dev/full", 1000, 1)
    for _ in range(3):
        full.handle(record("x"))
    full.close()
    assert capsys.readouterr().err == "zonenews: the log cannot be written: [Errno 28] No space left on device\n"
