"""HTTPS as the settings ask for it, save where a site's profile names what its own hosts may do worse."""

import hashlib
import ipaddress
from functools import cached_property

from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL, crypto
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from zonenews.manners.trust import HANDSHAKE, Handshake, Trust
from zonenews.middlewares.errors import TlsRefused

VERSIONS = {
    "TLSv1.0": SSL.TLS1_VERSION,
    "TLSv1.1": SSL.TLS1_1_VERSION,
    "TLSv1.2": SSL.TLS1_2_VERSION,
    "TLSv1.3": SSL.TLS1_3_VERSION,
}
WEAK = b"DEFAULT:@SECLEVEL=0"  # OpenSSL 3 and later speak nothing older than TLS 1.2 at their usual level
LEGACY_SERVER = 0x4  # old servers renegotiate in the old way; Scrapy lets them, too
WRONG = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is signed by itself",
    19: "its chain ends in one that is signed by itself",
    20: "who issued it is not known, or the server leaves out an intermediate one",
    21: "who issued it is not known, or the server leaves out an intermediate one",
}
BROKEN_OFF = "the host broke the connection off before it showed a certificate"
TOO_OLD = ("protocol version", "unsupported protocol", "unsupported_protocol", "version too low")


class HttpsHandler(HTTP11DownloadHandler):
    """Scrapy's handler, which notes each answer's handshake in `request.meta`, and names what is refused."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        trust: Trust = getattr(crawler.spider, "trust", Trust())
        self._policy = Policy(crawler.settings, trust)
        self._contextFactory = self._policy  # type: ignore[assignment]  # Scrapy's own knows one rule for all hosts

    async def download_request(self, request: Request) -> Response:
        """The answer. Raises TlsRefused."""
        parts = urlparse_cached(request)
        where = (parts.hostname or "", parts.port or 443)
        try:
            response = await super().download_request(request)
        except DownloadFailedError as error:
            raise self._policy.named(where, error) from error
        request.meta[HANDSHAKE] = self._policy.handshakes.get(where)
        return response


@implementer(IPolicyForHTTPS)
class Policy:
    """Makes the connections to each host as the settings and the site's exceptions have it."""

    def __init__(self, settings: BaseSettings, trust: Trust) -> None:
        self._least: str = settings["DOWNLOAD_TLS_MIN_VERSION"] or "TLSv1.2"
        self._most: str | None = settings["DOWNLOAD_TLS_MAX_VERSION"]
        self.verify = settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._trust = trust
        self.handshakes: dict[tuple[str, int], Handshake] = {}
        self.unmade: set[tuple[str, int]] = set()

    def creatorForNetloc(self, hostname: bytes, port: int) -> "Connections":
        """As Twisted asks for it, for each new connection."""
        return Connections(self, hostname.decode("ascii"), port)

    def context(self, trust: Trust) -> SSL.Context:
        """The context for hosts of this trust."""
        return self._weak if trust.tls else self._usual

    def trust(self, host: str) -> Trust:
        """What this host may do."""
        return self._trust.of(host)

    def named(self, where: tuple[str, int], error: DownloadFailedError) -> Exception:
        """What the handshake failed of; the error itself where it was not the handshake."""
        seen, words = self.handshakes.get(where), str(error)
        if seen and seen.wrong and "certificate verify failed" in words:
            return TlsRefused.certificate(where[0], seen.wrong, seen.fingerprint)
        if any(said in words for said in TOO_OLD):
            return TlsRefused.version(where[0], self._least)
        if where in self.unmade:  # worth another try, as any break is; a host that is too old may just hang up
            return DownloadFailedError(f"{BROKEN_OFF}; if it is too old for {self._least}, Profile.tls may allow that")
        return error

    @cached_property
    def _usual(self) -> SSL.Context:
        return self._context(self._least)

    @cached_property
    def _weak(self) -> SSL.Context:
        assert self._trust.tls
        context = self._context(self._trust.tls)
        context.set_cipher_list(WEAK)
        return context

    def _context(self, least: str) -> SSL.Context:
        context = SSL.Context(SSL.TLS_METHOD)
        context.set_min_proto_version(VERSIONS[least])
        if self._most:
            context.set_max_proto_version(VERSIONS[self._most])
        context.set_options(LEGACY_SERVER | SSL.OP_NO_COMPRESSION)
        context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
        context.set_default_verify_paths()
        return context


@implementer(IOpenSSLClientConnectionCreator)
class Connections:
    """Makes connections to one host, and judges the certificate of each."""

    def __init__(self, policy: Policy, host: str, port: int) -> None:
        self._policy = policy
        self._host = host
        self._where = (host.strip("[]"), port)
        self._trust = policy.trust(self._where[0])

    def clientConnectionForTLS(self, protocol: TLSMemoryBIOProtocol) -> SSL.Connection:
        """As Twisted asks for it: one connection."""
        connection = SSL.Connection(self._policy.context(self._trust), None)
        if not isinstance(self._identity, IPAddress_ID):
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        seen = Handshake()
        self._policy.unmade.add(self._where)

        def judge(made: SSL.Connection, certificate: crypto.X509, error: int, depth: int, good: int) -> bool:
            return self._judge(seen, made, certificate, error if not good else 0, depth)

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, judge)
        return connection

    def _judge(self, seen: Handshake, made: SSL.Connection, certificate: crypto.X509, error: int, depth: int) -> bool:
        """Called for each certificate of the chain, the host's own last: its word decides."""
        self._policy.handshakes[self._where] = seen
        self._policy.unmade.discard(self._where)
        if error:
            seen.wrong = seen.wrong or WRONG.get(error, f"OpenSSL's error {error}")
        if depth > 0:  # go on to the host's own, of which alone a fingerprint is kept
            return True
        seen.version = made.get_protocol_version_name()
        seen.fingerprint = hashlib.sha256(certificate.to_cryptography().public_bytes(Encoding.DER)).hexdigest()
        seen.wrong = seen.wrong or self._another_host(certificate)
        return not seen.wrong or seen.fingerprint in self._trust.certificates or not self._policy.verify

    def _another_host(self, certificate: crypto.X509) -> str | None:
        try:
            verify_service_identity(extract_patterns(certificate), [self._identity], [])
        except (VerificationError, CertificateError):
            return "it was made for another host"
        return None

    @cached_property
    def _identity(self) -> DNS_ID | IPAddress_ID:
        try:
            return IPAddress_ID(str(ipaddress.ip_address(self._where[0])))
        except ValueError:
            return DNS_ID(self._host)
