"""When a request reached its host at the latest: a busy process sends it later than it means to."""

from time import monotonic

from scrapy import Request


class Sent:
    """Takes of the time to an answer's headers what the host's quickest answer took; the rest may have come before.

    So a host that always takes as long is asked at its delay, and one whose request left late is not asked too soon
    after it. Of its first request only the answer says when it was there.
    """

    def __init__(self) -> None:
        self._begun: dict[Request, float] = {}
        self._quickest: dict[str, float] = {}  # seconds, by host

    def begin(self, request: Request) -> None:
        """It is about to be sent."""
        self._begun[request] = monotonic()

    def answered(self, host: str, request: Request) -> float:
        """The moment by which it was there, by the monotonic clock; its answer's headers have just come."""
        now = monotonic()
        took = now - self._begun.get(request, now)
        moment = now - min(took, self._quickest.get(host, 0.0))
        self._quickest[host] = min(took, self._quickest.get(host, took))
        return moment

    def end(self, request: Request) -> None:
        """It has its answer, or will have none."""
        self._begun.pop(request, None)
