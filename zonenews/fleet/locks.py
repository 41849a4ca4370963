"""Which sites may not be crawled at once, as one lock for each: a job has room for no more."""

from collections.abc import Mapping


def locks_of(sites: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The lock of each site, given with its hosts: the least host of all the sites that are joined by common hosts.

    A site without hosts has a lock of its own.
    """
    lesser: dict[str, str] = {}
    for hosts in sites.values():
        least, *others = sorted({_least(lesser, host) for host in hosts}) or [""]
        lesser |= dict.fromkeys(others, least)
    return {site: _least(lesser, min(hosts)) if hosts else f"site:{site}" for site, hosts in sites.items()}


def _least(lesser: Mapping[str, str], host: str) -> str:
    while host in lesser:
        host = lesser[host]
    return host
