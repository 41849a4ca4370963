"""The crawler stays on the public internet, however an address is spelled."""

import ipaddress
from urllib.parse import urlsplit

import pytest
from downloading import Crawl, Crawled
from loopback import Host, Loopback, answer, redirect
from scrapy import Request
from scrapy.resolver import dnscache
from twisted.internet.error import DNSLookupError

from zonenews.middlewares.address import Addresses, GuardedResolver, is_public, written_address

PUBLIC = ["1.2.4.8", "223.5.5.5", "202.96.128.86", "2400:3200::1", "2a00::1"]
PRIVATE = [
    *("0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "169.254.169.254", "172.16.0.1"),
    *("192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1"),
    *("2001:db8::1", "2002:7f00:1::", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["127.0.0.1", "1.2.4.8"])
def test_an_address_in_an_address_is_judged_as_itself(address: str) -> None:
    addresses = Addresses(())
    inner, outer = ipaddress.ip_address(address), ipaddress.ip_address(f"::ffff:{address}")
    assert addresses.allow(outer) == addresses.allow(inner) == is_public(inner)


def test_allowed_networks_are_allowed_and_no_more() -> None:
    addresses = Addresses(["127.0.0.0/30", " 10.1.2.3 ", "::1/128"])
    allowed = ["127.0.0.1", "127.0.0.3", "10.1.2.3", "::1", "::ffff:127.0.0.1", "223.5.5.5"]
    refused = ["127.0.0.4", "10.1.2.4", "169.254.169.254", "::2", "::ffff:127.0.0.4"]
    assert [address for address in allowed if not addresses.allow(ipaddress.ip_address(address))] == []
    assert [address for address in refused if addresses.allow(ipaddress.ip_address(address))] == []


def test_a_network_that_is_none_is_said_so() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        Addresses(["localhost"])


@pytest.mark.parametrize(
    ("host", "address"),
    [
        *(("0", "0.0.0.0"), ("2130706433", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("127.1", "127.0.0.1")),
        *(("0177.0.0.1", "127.0.0.1"), ("127.0.0.1.", "127.0.0.1"), ("0x7f000001", "127.0.0.1")),
        *(
            ("::1", "::1"),
            ("::ffff:7f00:1", "::ffff:7f00:1"),
            ("www.example.cn", None),
            ("1.example.cn", None),
            ("", None),
        ),
    ],
)
def test_written_address(host: str, address: str | None) -> None:
    assert written_address(host) == (address and ipaddress.ip_address(address))


def test_rebinding_is_caught_at_every_lookup() -> None:
    resolver = GuardedResolver(None, 100, 1)  # type: ignore[arg-type]
    given: list[object] = []
    for address in ("223.5.5.5", "10.0.0.1", "223.5.5.5"):
        dnscache["rebind.example.cn"] = address  # where the resolver takes its answers from
        resolver.getHostByName("rebind.example.cn").addCallbacks(
            given.append, lambda failure: given.append(failure.type)
        )
    assert given == ["223.5.5.5", DNSLookupError, "223.5.5.5"]
    assert resolver.refused == {"rebind.example.cn": "10.0.0.1"}


SPELLINGS = [
    *(
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "0177.1",
        "0x7f.1",
        "2130706433",
        "0",
        "localhost",
        "LOCALHOST",
    ),
    *("①②⑦.0.0.1", "127。0。0。1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
]


def _hosts(urls: list[str]) -> list[str]:
    return [urlsplit(Request(url).url).hostname or "" for url in urls]


@pytest.fixture(scope="module")
def host(loopback: Loopback) -> Host:
    return loopback.host({"/": answer()}, "127.0.0.1")


def test_no_spelling_of_loopback_is_reached(host: Host, crawl: Crawl) -> None:
    urls = [host.url("/", spelling) for spelling in SPELLINGS]
    crawled = crawl(urls, hosts=_hosts(urls), ADDRESSES_ALLOWED=[])
    assert {url: outcome["outcome"] for url, outcome in crawled.outcomes.items()} == dict.fromkeys(
        urls, "AddressRefused"
    )
    assert host.seen == []
    assert "ADDRESSES_ALLOWED=127.0.0.1/32" in crawled[host.url("/", "localhost")]["message"]
    assert "retry/count" not in crawled.stats


def test_no_private_address_is_reached(host: Host, crawl: Crawl) -> None:
    urls = [f"http://{f'[{address}]' if ':' in address else address}:{host.port}/" for address in PRIVATE]
    crawled = crawl(urls, hosts=_hosts(urls), ADDRESSES_ALLOWED=[])
    assert {url: outcome["outcome"] for url, outcome in crawled.outcomes.items()} == dict.fromkeys(
        urls, "AddressRefused"
    )


@pytest.fixture(scope="module")
def allowed(loopback: Loopback, host: Host, crawl: Crawl) -> Crawled:
    host.answers["/away"] = redirect(f"http://127.0.0.2:{host.port}/")
    urls = [host.url("/", spelling) for spelling in ("127.0.0.1", "127.0.0.2", "localhost", "0", "[::1]")]
    urls.append(host.url("/away"))
    return crawl(urls, hosts=_hosts(urls), ADDRESSES_ALLOWED="127.0.0.1/32")


@pytest.mark.parametrize("spelling", ["127.0.0.1", "localhost"])
def test_what_is_allowed_is_reached(host: Host, allowed: Crawled, spelling: str) -> None:
    assert allowed[host.url("/", spelling)]["outcome"] == "answer"


def test_an_ipv6_address_that_is_allowed_is_reached(loopback: Loopback, crawl: Crawl) -> None:
    host = loopback.host({"/": answer()}, ip="::1")
    url = host.url("/", "[::1]")
    assert crawl([url], hosts=["::1"], ADDRESSES_ALLOWED="::1/128")[url]["outcome"] == "answer"
    assert [seen.headers["Host"] for seen in host.pages()] == [f"[::1]:{host.port}"]


@pytest.mark.parametrize("spelling", ["127.0.0.2", "0", "[::1]"])
def test_what_is_not_is_refused_still(host: Host, allowed: Crawled, spelling: str) -> None:
    assert allowed[host.url("/", spelling)]["outcome"] == "AddressRefused"


def test_a_redirect_is_checked_as_well(host: Host, allowed: Crawled) -> None:
    assert allowed[host.url("/away")]["outcome"] == "AddressRefused"
