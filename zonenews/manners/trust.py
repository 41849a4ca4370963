"""What a site's hosts may do worse than others over HTTPS, and how a connection was made."""

from collections.abc import Iterable
from dataclasses import dataclass

HANDSHAKE = "tls_handshake"  # where a request's meta holds it
OLD = {"TLSv1": "TLSv1.0", "TLSv1.1": "TLSv1.1"}  # by OpenSSL's names


@dataclass(frozen=True, slots=True)
class Trust:
    """What a site's profile lets its own hosts do: an old TLS version, and certificates by their SHA-256."""

    hosts: frozenset[str] = frozenset()
    tls: str | None = None
    certificates: frozenset[str] = frozenset()

    def of(self, host: str) -> "Trust":
        """What this host may do; nothing special unless it is the site's."""
        return self if host in self.hosts else Trust()


def fingerprints(certificates: Iterable[str]) -> frozenset[str]:
    """SHA-256 fingerprints as written by people (colons, capitals), as bare digests."""
    return frozenset(text.replace(":", "").lower() for text in certificates)


@dataclass(slots=True)
class Handshake:
    """How a connection was made: TLS version, the certificate's fingerprint, and why it could not be verified."""

    version: str = ""
    fingerprint: str = ""
    wrong: str | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """What of it goes below the usual."""
        old = (OLD[self.version],) if self.version in OLD else ()
        return (*old, f"certificate:{self.fingerprint}") if self.wrong else old
