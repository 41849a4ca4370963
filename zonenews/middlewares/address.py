"""Keeps the crawler on the public internet: no loopback, private or metadata address, by name or by number."""

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from zonenews.middlewares.errors import AddressRefused

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Python calls these global: protocol assignments (a cloud keeps its metadata at 192.0.0.192), and IPv6 addresses that
# lead to an IPv4 one
NEVER = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16")
)
IPV6_UNICAST = ipaddress.IPv6Network("2000::/3")


class Addresses:
    """Which addresses may be crawled: the public ones, and the networks of ADDRESSES_ALLOWED."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed: tuple[Network, ...] = tuple(ipaddress.ip_network(network.strip()) for network in allowed)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> "Addresses":
        """Raises ValueError for a network that is none."""
        return cls(settings.getlist("ADDRESSES_ALLOWED"))

    def allow(self, address: Address) -> bool:
        """Whether the address may be connected to; an IPv4 address inside an IPv6 one is judged as itself."""
        address = getattr(address, "ipv4_mapped", None) or address
        return is_public(address) or any(address in network for network in self._allowed)


def is_public(address: Address) -> bool:
    """Whether the address belongs to one host on the public internet."""
    if isinstance(address, ipaddress.IPv6Address) and address not in IPV6_UNICAST:
        return False
    return address.is_global and not address.is_multicast and not any(address in network for network in NEVER)


def written_address(host: str) -> Address | None:
    """The address a host is written as, in any spelling a resolver reads (`127.1`, `0x7f.1`, `2130706433`)."""
    try:
        return ipaddress.ip_address(host if ":" in host else socket.inet_aton(host.removesuffix(".")))
    except (OSError, ValueError):
        return None


class GuardedResolver(CachingThreadedResolver):
    """Looks hosts up and refuses the answer: what is checked is what is connected to, so rebinding gains nothing."""

    def __init__(self, reactor: "ReactorBase", cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.addresses = Addresses(())
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: "ReactorBase") -> "GuardedResolver":
        """As Scrapy builds its resolver: with the settings of the process, not the spider's own."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.addresses = Addresses.from_settings(crawler.settings)
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """Fails with DNSLookupError, which alone Twisted passes on in silence; `refused` then has the address."""
        written = ":" in name  # an IPv6 address, which the system's resolver of names refuses
        found = succeed(name) if written else super().getHostByName(name, timeout)
        return found.addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if self.addresses.allow(ipaddress.ip_address(address)):
            return address
        self.refused[name] = address
        raise DNSLookupError(f"{name} is {address}, which is not public")


class AddressGuard:
    """Refuses hosts written as numbers before they are looked up, and gives the resolver's refusal its name."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._addresses = Addresses.from_settings(crawler.settings)
        self._resolver: GuardedResolver | None = None
        self._passed: set[str] = set()
        crawler.signals.connect(self._opened, signal=signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "AddressGuard":
        """As Scrapy builds its components."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises AddressRefused for a host written as an address."""
        host = urlparse_cached(request).hostname or ""
        if host in self._passed:
            return
        address = written_address(host)
        if address is not None and not self._addresses.allow(address):
            raise AddressRefused(host, str(address))
        self._passed.add(host)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises AddressRefused where the lookup failed because the guard refused it."""
        host = urlparse_cached(request).hostname or ""
        if isinstance(exception, CannotResolveHostError) and self._resolver and host in self._resolver.refused:
            raise AddressRefused(host, self._resolver.refused[host]) from exception

    def _opened(self) -> None:
        from twisted.internet import reactor  # importing it earlier would choose the reactor

        resolver = reactor.resolver
        if not isinstance(resolver, GuardedResolver):  # a runner that does not install TWISTED_DNS_RESOLVER
            resolver = GuardedResolver.from_crawler(self._crawler, reactor)
            resolver.install_on_reactor()
        self._resolver = resolver
