"""Why a request gave no page, in the archive's words: state, outcome, exit code and one line of reason."""

from dataclasses import dataclass, replace
from datetime import datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.records import Outcome
from archive.storage import Missed
from zonenews.exits import Exit
from zonenews.middlewares import errors

_NETWORK = {
    CannotResolveHostError: "the host name does not resolve",
    DownloadConnectionRefusedError: "the host refused the connection",
    DownloadTimeoutError: "no answer in time",
    ResponseDataLossError: "the body broke off on its way",
    DownloadFailedError: "the download failed",
}
_BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, TypeError)  # no network's fault
_WITH_DETAIL = (DownloadFailedError,)  # of the others the library has nothing to add


@dataclass(frozen=True, slots=True)
class Cause:
    """What a failed request comes to; `until` is set where the host named the moment to come back."""

    state: Missed
    outcome: Outcome
    exit: Exit
    reason: str
    response: Response | None = None
    until: datetime | None = None


def cause_of(failure: Failure) -> Cause:
    """The cause behind a failure that an errback received."""
    error = failure.value
    response = getattr(error, "response", None)
    match error:
        case HttpError():
            return _of_status(error.response)
        case errors.RobotsUnavailable() if isinstance(error.error, tuple(_NETWORK)):
            return Cause("failed", "network", Exit.NETWORK, f"{_words(error.error)} (asked for robots.txt)")
        case errors.RobotsForbidden() | errors.RobotsUnavailable():
            return Cause("robots", "refused", Exit.ROBOTS, str(error), response)
        case errors.Challenged():
            return Cause("blocked", "blocked", Exit.CHALLENGED, str(error), response)
        case errors.Offsite():
            return Cause("external", "refused", Exit.CONFIGURATION, str(error), response)
        case errors.AddressRefused():
            return Cause("failed", "refused", Exit.CONFIGURATION, str(error), response)
        case errors.TlsRefused():
            return Cause("failed", "refused", Exit.NETWORK, str(error))
        case errors.PageFailed():
            cause = cause_of(Failure(error.error))  # type: ignore[no-untyped-call]
            state: Missed = "failed" if cause.state == "external" else cause.state  # the page itself is the site's own
            return replace(cause, state=state, reason=f"{error}: {cause.reason}", response=error.response)
        case errors.Postponed():
            return Cause("failed", "network", error.code, str(error), response, until=error.until)
        case ResponseDataLossError():
            return Cause("failed", "truncated", Exit.PARTIAL, _words(error))
        case errors.Truncated() | errors.TooLarge():
            return Cause("failed", "truncated", Exit.PARTIAL, str(error), None)
    if isinstance(error, tuple(_NETWORK)):
        return Cause("failed", "network", Exit.NETWORK, _words(error))
    if isinstance(error, _BUGS):
        return Cause("failed", "network", Exit.BUG, f"a bug: {error!r}", response)
    return Cause("failed", "network", Exit.PARTIAL, str(error) or type(error).__name__, response)


def never_asked(failure: Failure) -> errors.NoPage | None:
    """Why an address was not asked for at all; None where it was."""
    error = failure.value
    if isinstance(error, errors.PageFailed):
        error = error.error
    if isinstance(error, errors.RunEnds) or (isinstance(error, errors.Postponed) and error.response is None):
        return error
    return None


def _words(error: object) -> str:
    """What a network error means."""
    words = next(words for kind, words in _NETWORK.items() if isinstance(error, kind))
    return f"{words}: {error}" if isinstance(error, _WITH_DETAIL) and str(error) else words


def _of_status(response: Response) -> Cause:
    reason = f"status {response.status}"
    if response.status in {404, 410}:
        return Cause("missing", "gone", Exit.NOTHING, reason, response)
    code = Exit.NETWORK if response.status >= 500 else Exit.PARTIAL
    return Cause("failed", "network", code, reason, response)
