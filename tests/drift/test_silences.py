"""How long a site may be silent, and how runs fail."""

from datetime import date, timedelta

from zonenews.drift import endings, rhythm
from zonenews.drift.findings import findings, is_well
from zonenews.exits import Exit
from zonenews.runs.verdict import Verdict

TODAY = date(2026, 11, 23)


def days(*back: int) -> list[date]:
    """Days so long ago, in their order."""
    return sorted(TODAY - timedelta(days=number) for number in back)


def state(published: list[date]) -> str:
    """What is said of a site that published then."""
    return rhythm.judged(published, TODAY).state


def test_a_daily_site_may_rest_over_a_holiday_and_no_longer() -> None:
    assert state(days(*range(15, 300))) == "well"
    assert state(days(*range(16, 300))) == "wrong"


def test_a_site_may_be_silent_twice_as_long_as_ever() -> None:
    slow = range(0, 300, 20)
    assert state(days(*(40 + back for back in slow))) == "well"
    assert state(days(*(41 + back for back in slow))) == "wrong"


def test_who_hardly_ever_published_has_no_rhythm() -> None:
    assert state(days(100, 200, 300)) == "unknown"


def test_a_date_in_the_future_is_no_news() -> None:
    assert state([*days(*range(30, 300)), TODAY + timedelta(days=400)]) == "wrong"


def test_the_silence_is_told_in_words() -> None:
    said = rhythm.judged(days(*range(20, 60)), TODAY).said
    assert said == "nothing was published since 2026-11-03, for 20 days; before, never for more than 1"


def kinds(code: Exit, *before: int) -> list[str]:
    """The incidents that a run makes by how it ended."""
    return [finding.kind for finding in findings(endings.judged(Verdict(code, "why"), before, saw_lists=True))]


def test_a_challenge_is_told_at_once_and_a_site_that_is_down_the_second_time() -> None:
    assert kinds(Exit.CHALLENGED, 0) == ["challenge"]
    assert kinds(Exit.NETWORK, 0) == []
    assert kinds(Exit.NETWORK, 11) == ["network"]
    assert kinds(Exit.COMPLETE, 11) == kinds(Exit.PARTIAL, 5) == kinds(Exit.INTERRUPTED) == []


def test_a_run_that_came_through_ends_how_others_failed() -> None:
    well = list(endings.judged(Verdict(Exit.PARTIAL, ""), [5], saw_lists=True))
    assert is_well("challenge", well)
    assert not is_well("challenge", list(endings.judged(Verdict(Exit.INTERRUPTED, ""), [5], saw_lists=True)))


def test_a_run_that_saw_nothing_of_the_site_finds_nothing_well() -> None:
    rested = list(endings.judged(Verdict(Exit.PARTIAL, "none of 3 addresses could be had"), [11], saw_lists=False))
    assert not any(is_well(kind, rested) for kind in ("network", "challenge", "robots", "nothing", "bug"))
