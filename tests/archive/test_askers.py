"""Strangers' SQL runs in processes that say nothing but answers, and that are ended where they do not come back."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import children_of

from archive.apart import Apart, framed, unframed, unpacked
from archive.asker import Answer, Question
from archive.askers import Askers, Stopped
from archive.errors import QueryFailed
from archive.sqlite import library


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "a.db"
    db = library().connect(str(found))
    db.execute("CREATE TABLE t AS SELECT 1 AS number, '桐埠' AS text, x'00ff' AS bytes, NULL AS none, 0.5 AS half")
    db.commit()
    db.close()
    return found


@pytest.fixture
def askers(path: Path) -> Iterator[Askers]:
    found = Askers(path, 1)
    yield found
    found.close()


def children() -> list[Any]:
    """The processes that this one asks."""
    return children_of(os.getpid(), "archive.asker")


def test_every_kind_of_value_comes_back(askers: Askers) -> None:
    answer = askers.ask("SELECT *, :n + 1 AS next FROM t", {"n": 1}, 5, 10)
    assert answer.columns == ["number", "text", "bytes", "none", "half", "next"]
    assert answer.rows == [(1, "桐埠", b"\x00\xff", None, 0.5, 2)]
    assert not answer.more


def test_a_large_answer_comes_back_whole(askers: Askers) -> None:
    (row,) = askers.ask("SELECT zeroblob(15000000)", [], 10, 10).rows
    assert row == (bytes(15_000_000),)


@pytest.mark.parametrize("value", [1 << 70, "\ud800", object()], ids=["too large", "no text", "no value"])
def test_a_value_that_cannot_be_asked_for_is_refused_and_the_next_is_answered(askers: Askers, value: object) -> None:
    askers.ask("SELECT 1", [], 5, 10)
    before = children()
    with pytest.raises(QueryFailed, match="cannot be asked for"):
        askers.ask("SELECT ?", [value], 5, 10)
    assert askers.ask("SELECT ?", ["桐"], 5, 10).rows == [("桐",)]
    assert children() == before, "the process knows nothing of it and goes on"


def test_a_process_that_says_nothing_any_more_is_replaced(askers: Askers) -> None:
    askers.ask("SELECT 1", [], 5, 10)
    (child,) = children()
    child.suspend()
    began = time.monotonic()
    with pytest.raises(Stopped):
        askers.ask("SELECT 1", [], 0.5, 10)
    assert time.monotonic() - began < 5
    assert not child.is_running()
    assert askers.ask("SELECT 2", [], 5, 10).rows == [(2,)]


def test_one_that_is_killed_says_so(path: Path) -> None:
    asker = Apart("archive.asker", str(path))
    assert asker.ask(framed(Question("SELECT 1", [], 5, 10)), Answer).rows == [(1,)]
    (child,) = children()
    child.kill()
    with pytest.raises(ConnectionError):
        asker.ask(framed(Question("SELECT 1", [], 5, 10)), Answer, 5)
    asker.kill()


def test_what_is_no_answer_is_refused(path: Path) -> None:
    """A pickle in its place would be carried out."""
    asker = Apart("archive.asker", str(path))
    with pytest.raises(ConnectionError, match="nonsense"):
        asker.ask(framed(Question("SELECT 1", [], 5, 10)), int, 10)
    asker.kill()


def test_messages_come_out_whole_however_they_come_in() -> None:
    sent = framed("桐埠") + framed(b"\x00" * 300) + framed([1, None])
    received, found = bytearray(), list[bytes]()
    for byte in sent:
        received.append(byte)
        found += unframed(received)
    assert b"".join(len(message).to_bytes(4, "big") + message for message in found) == sent
    assert received == b""


@pytest.mark.parametrize("message", [b"\xc1", b"\xa2\xff\xff", b"\x91" * 100_000, b"\x01"])
def test_what_is_no_answer_is_nonsense_however_it_is_none(message: bytes) -> None:
    with pytest.raises(ConnectionError, match="nonsense"):
        unpacked(message, Answer)


def test_what_is_too_long_or_no_plain_data_is_not_sent() -> None:
    for message in (bytes(40_000_000), 1 << 70, "\ud800", object()):
        with pytest.raises(ValueError, match=r"too many|serialize|surrogates|unsupported"):
            framed(message)


def test_a_message_without_end_is_not_waited_for() -> None:
    with pytest.raises(ConnectionError):
        list(unframed(bytearray(b"\xff\xff\xff\xff")))
