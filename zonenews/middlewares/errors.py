"""Why a request gave no page.

NoPage
├── Offsite              the address is not on the spider's hosts
├── AddressRefused       the host is not on the public internet
├── TlsRefused           the host's certificate or TLS version is not good enough
├── RobotsForbidden      robots.txt says no
├── RobotsUnavailable    robots.txt could not be read, so everything is forbidden
├── Postponed            the host is left alone until a later run
├── RunEnds              the run came to its end before the answer
├── Truncated            the body broke off on its way
├── TooLarge             the body is larger than is accepted
├── RedirectLoop         one redirect too many
├── Challenged           a challenge page came in place of the page
├── NotDrawn             a page was to be drawn by a browser, and was not
└── PageFailed           a further page of an article of several pages could not be had
    └── PartFailed       what a drawn page's script asked for could not be had

All are Scrapy's IgnoreRequest, so an errback receives them and none is logged as a bug.
"""

from datetime import datetime

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from zonenews.exits import Exit


class NoPage(IgnoreRequest):
    """The request gave no page; `response` is the answer refused, None where no answer was had."""

    def __init__(self, message: str, response: Response | None = None) -> None:
        super().__init__(message)
        self.response = response


class Offsite(NoPage):
    """The address is on a host that the spider does not name in `hosts`."""

    def __init__(self, url: str, host: str) -> None:
        super().__init__(f"{host or url} is not one of this site's hosts")
        self.url = url
        self.host = host


class AddressRefused(NoPage):
    """The host is, or resolves to, an address that is not on the public internet."""

    def __init__(self, host: str, address: str) -> None:
        shown = host if host == address else f"{host} ({address})"
        width = 128 if ":" in address else 32
        super().__init__(f"{shown} is not a public address; to crawl it, set ADDRESSES_ALLOWED={address}/{width}")
        self.host = host
        self.address = address


class TlsRefused(NoPage):
    """The host's certificate cannot be verified, or it speaks only an old TLS; its site's profile may allow that."""

    @classmethod
    def certificate(cls, host: str, wrong: str, fingerprint: str) -> "TlsRefused":
        """Refused for its certificate."""
        return cls(f"the certificate of {host} is refused: {wrong}; Profile.certificates may name it: {fingerprint}")

    @classmethod
    def version(cls, host: str, least: str) -> "TlsRefused":
        """Refused for its TLS version."""
        return cls(f"{host} speaks no TLS from {least} on; Profile.tls may allow an older one")


class RobotsForbidden(NoPage):
    """The host's robots.txt forbids the address."""

    def __init__(self, url: str) -> None:
        super().__init__(f"robots.txt forbids {url}")
        self.url = url


class RobotsUnavailable(NoPage):
    """The host's robots.txt could not be read: by `status`, or by the network `error` where no answer came."""

    def __init__(self, url: str, *, status: int | None = None, error: Exception | None = None) -> None:
        why = f"status {status}" if error is None else f"{type(error).__name__}: {error}"
        super().__init__(f"{url} could not be read ({why}), so nothing on this host may be fetched")
        self.url = url
        self.status = status
        self.error = error


class Postponed(NoPage):
    """The host is not asked before `until`: it said so, longer than a run waits, or kept failing, which is `why`.

    Without a `response` nothing was asked for.
    """

    def __init__(
        self, url: str, until: datetime, response: Response | None = None, *, why: str = "", code: Exit = Exit.PARTIAL
    ) -> None:
        reason = f": {why}" if why else ""
        super().__init__(f"{url} is to be asked again after {until:%Y-%m-%d %H:%M:%S}Z{reason}", response)
        self.url = url
        self.until = until
        self.code = code


class RunEnds(NoPage):
    """The run ended before the answer came, or before the address was asked for; it is as if it had not been."""

    def __init__(self, url: str) -> None:
        super().__init__(f"the run ended before {url}")
        self.url = url


class Truncated(NoPage):
    """The body is not a whole stream of its `coding`, at every try; `response` holds it undecoded."""

    def __init__(self, coding: str, detail: str, response: Response) -> None:
        super().__init__(f"broken {coding} body: {detail}", response)
        self.coding = coding


class TooLarge(NoPage):
    """The body is larger than `limit` bytes on the wire or once decoded."""

    def __init__(self, url: str, limit: int, response: Response | None = None) -> None:
        super().__init__(f"{url} is larger than {limit} bytes (DOWNLOAD_MAXSIZE)", response)
        self.limit = limit


class RedirectLoop(NoPage):
    """The host redirects again and again; `urls` are the stations."""

    def __init__(self, urls: tuple[str, ...], response: Response) -> None:
        super().__init__(f"{len(urls)} redirects, the last at {urls[-1]}", response)
        self.urls = urls


class Challenged(NoPage):
    """A challenge or block page of the given `kind` came in place of the page; it is never solved."""

    def __init__(self, kind: str, response: Response) -> None:
        super().__init__(f"{kind} challenge at {response.url} (status {response.status})", response)
        self.kind = kind


class NotDrawn(NoPage):
    """The browser did not draw the page: it took too long or too much, asked for too much, or broke."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url} was not drawn: {why}")
        self.url = url


class PageFailed(NoPage):
    """A further page of an article failed with `error`; `response` is the article's first page."""

    def __init__(self, url: str, error: Exception, response: Response) -> None:
        super().__init__(f"its further page {url} failed", response)
        self.error = error


class PartFailed(PageFailed):
    """What a drawn page's script asked for failed with `error`."""

    def __init__(self, url: str, error: Exception) -> None:
        NoPage.__init__(self, f"what its script asks for, {url}, failed")
        self.error = error
