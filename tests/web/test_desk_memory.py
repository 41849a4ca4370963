"""Answers that are remembered for a while."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from archive import Archive
from archive.web import desk as module
from archive.web.desk import Desk


@pytest.fixture
def desk(desk_file: str) -> Iterator[Desk]:
    desk = Desk(Archive(desk_file), now=lambda: None, hosts=frozenset())  # type: ignore[arg-type,return-value]
    yield desk
    desk.close()


def _counting(answers: list[int]) -> Any:
    def question(archive: Archive) -> int:
        answers.append(len(answers))
        return answers[-1]

    return question


def test_an_answer_is_got_once_for_all_who_ask_meanwhile(desk: Desk) -> None:
    asked: list[int] = []

    async def ask() -> list[int]:
        return await asyncio.gather(*(desk.remembered("x", _counting(asked)) for _ in range(8)))

    assert asyncio.run(ask()) == [0] * 8
    assert asked == [0]


@pytest.mark.parametrize(("age", "given"), [(59, [0, 0]), (61, [0, 1]), (121, [1, 1])])
def test_an_old_answer_is_renewed_and_a_very_old_one_not_given(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, age: float, given: list[int]
) -> None:
    """The clock of durations alone is set forward."""
    asked: list[int] = []
    moment = 1000.0
    monkeypatch.setattr(module, "monotonic", lambda: moment)

    async def ask() -> list[int]:
        nonlocal moment
        await desk.remembered("x", _counting(asked))
        moment += age
        first = await desk.remembered("x", _counting(asked))
        await asyncio.sleep(0.2)
        return [first, await desk.remembered("x", _counting(asked))]

    assert asyncio.run(ask()) == given


def test_what_failed_is_asked_again(desk: Desk) -> None:
    def fails(archive: Archive) -> int:
        raise ValueError("once")

    async def ask() -> int:
        with pytest.raises(ValueError, match="once"):
            await desk.remembered("x", fails)
        return await desk.remembered("x", lambda archive: 7)

    assert asyncio.run(ask()) == 7
