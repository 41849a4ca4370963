"""Waits as long as a host that answers 429 or 503 asks for, or leaves it to a later run."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.response import response_status_message

from archive.manners.records import HostRest
from zonenews import clock
from zonenews.manners.downloader import drop_queue
from zonenews.manners.rests import rests_of
from zonenews.middlewares.errors import Postponed

BUSY = frozenset({429, 503})
_ASKED = "the host asked for it (Retry-After)"
LONGEST = 7 * 86400.0  # a host that asks for a thousand years is asked again in a week
SLOWEST = 5.0  # the delay a busy host is slowed to, in seconds


class RetryAfter:
    """Holds a busy host's slot, so that no request reaches it inside the window, then tries again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._cap = crawler.settings.getfloat("RETRY_AFTER_CAP")
        self._backoff = crawler.settings.getfloat("RETRY_BACKOFF")
        self._rests = rests_of(crawler)
        # the slot sends its next request before any middleware sees this answer; this signal comes before both
        crawler.signals.connect(self._answered, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RetryAfter":
        """As Scrapy builds its components."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Tries again after the wait; raises Postponed where that is too long or the host asked once too often."""
        if response.status not in BUSY or request.meta.get("dont_retry"):
            return response
        asked = asked_wait(response, clock.now())
        until = clock.now() + timedelta(seconds=asked or 0)
        if asked is not None and asked > self._cap:
            raise Postponed(request.url, until, response)
        assert self._crawler.spider
        reason = response_status_message(response.status)
        again = get_retry_request(request, spider=self._crawler.spider, reason=reason)
        if again is None and asked is not None:
            raise Postponed(request.url, until, response)
        return again or response

    def _answered(self, response: Response, request: Request) -> None:
        assert self._crawler.engine
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if response.status not in BUSY or slot is None:
            return
        asked = asked_wait(response, clock.now())
        if asked is not None and asked > self._cap:
            self._close(request, clock.now() + timedelta(seconds=asked))
        else:
            if asked is not None:  # should the run end before, the next one waits as well
                self._rests.keep(HostRest(_host(request), clock.now() + timedelta(seconds=asked), _ASKED))
            backoff = self._backoff * 2 ** request.meta.get("retry_times", 0)
            hold(slot, min(backoff, self._cap) if asked is None else asked)

    def _close(self, request: Request, until: datetime) -> None:
        host = _host(request)
        self._rests.begin(host, until, _ASKED)
        drop_queue(self._crawler, request.meta["download_slot"], lambda queued: self._rests.refusal(queued.url, host))


def hold(slot: Slot, seconds: float) -> None:
    """Sends nothing from the slot for so many seconds, and less often from then on."""
    # an answer in the future: the slot reckons its delay from here. It must have one, or it does not look
    slot.lastseen = max(slot.lastseen, monotonic() + seconds)
    slot.delay = max(slot.delay, min(max(2 * slot.delay, 0.01), SLOWEST))


def asked_wait(response: Response, now: datetime) -> float | None:
    """The seconds Retry-After asks for, 0 to a week; None without one, or with one that means nothing or is past."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    seconds = float(value) if value.isascii() and value.isdigit() else _until(value, response, now)
    return None if seconds is None or seconds <= 0 else min(seconds, LONGEST)


def _until(value: str, response: Response, now: datetime) -> float | None:
    moment = _moment(value)
    if moment is None:
        return None
    # the host's own clock, where it shows it: many are minutes off
    here = _moment((response.headers.get("Date") or b"").decode("latin-1")) or now
    return (moment - here).total_seconds()


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
