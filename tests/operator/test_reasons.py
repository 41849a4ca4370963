"""The one line of reason stays a line, however much went wrong."""

import pytest

from zonenews.exits import Exit
from zonenews.profile import Section
from zonenews.runs.verdict import Tally, verdict
from zonenews.walks.walk import Walk


def ended(walks: int, failed: int) -> str:
    """The reason of a run in which so many of its sections failed."""
    tally = Tally()
    for number in range(walks):
        section = Section(f"http://www.example.cn/{number}/")
        walk = tally.walks[section.url] = Walk(section, number, whole=True)
        if number < failed:
            walk.stop("error", "no answer in time", Exit.NETWORK)
    return verdict(tally, "finished").reason


@pytest.mark.parametrize("walks", [200, 300])
def test_of_many_sections_that_failed_some_are_named_and_the_others_counted(walks: int) -> None:
    reason = ended(walks, 200)
    assert reason.count("no answer in time") == 3
    assert reason.endswith("; 197 more sections failed")


def test_of_few_all_are_named() -> None:
    assert ended(3, 3) == "; ".join(f"http://www.example.cn/{number}/: no answer in time" for number in range(3))
