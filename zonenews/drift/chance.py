"""How likely it is that so few of some pages have what the pages before them had."""

from collections.abc import Sequence
from math import exp, lgamma


def chance_of_so_few(found: int, of: int, before: tuple[float, float]) -> float:
    """The chance that at most `found` of `of` pages have a thing, by the beta-binomial distribution.

    `before` says how many pages had it and how many had it not; half a page is added to each (Jeffreys), so that what
    was always there may still be missing once.
    """
    had, had_not = before[0] + 0.5, before[1] + 0.5
    whole = _log_beta(had, had_not)
    chances = (exp(_log_choose(of, k) + _log_beta(k + had, of - k + had_not) - whole) for k in range(found + 1))
    return min(1.0, sum(chances))


def fewest(past: Sequence[bool], of: int) -> int:
    """The fewest of so many neighbouring pages of the past that had it; `of` where the past is no longer than that."""
    if len(past) <= of:
        return of
    count = least = sum(past[:of])
    for place in range(of, len(past)):
        count += past[place] - past[place - of]
        least = min(least, count)
    return least


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
