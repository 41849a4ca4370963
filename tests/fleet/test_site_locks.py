"""The lock that keeps two jobs from asking one host at once."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from zonenews.fleet.locks import locks_of

HOSTS = st.frozensets(st.sampled_from("abcdefgh"), max_size=3)


def test_a_sites_lock_is_its_least_host() -> None:
    assert locks_of({"x": frozenset({"b.example.cn", "a.example.cn"})}) == {"x": "a.example.cn"}


def test_sites_that_are_joined_by_common_hosts_have_one_lock() -> None:
    sites = {"x": frozenset("dc"), "y": frozenset("ba"), "z": frozenset("cb"), "other": frozenset("e")}
    assert locks_of(sites) == {"x": "a", "y": "a", "z": "a", "other": "e"}


def test_a_site_without_hosts_has_a_lock_of_its_own() -> None:
    assert locks_of({"x": frozenset(), "y": frozenset()}) == {"x": "site:x", "y": "site:y"}


@given(st.dictionaries(st.text("stuv", min_size=1, max_size=2), HOSTS, max_size=8))
def test_two_sites_have_one_lock_exactly_where_hosts_join_them(sites: dict[str, frozenset[str]]) -> None:
    locks = locks_of(sites)
    for one, other in itertools.combinations(sites, 2):
        assert (locks[one] == locks[other]) == (other in _joined(sites, one))


def _joined(sites: dict[str, frozenset[str]], site: str) -> set[str]:
    """All sites that are reached from one by way of common hosts."""
    found, new = {site}, {site}
    while new:
        hosts = frozenset[str]().union(*(sites[name] for name in new))
        new = {name for name in sites if sites[name] & hosts} - found
        found |= new
    return found
