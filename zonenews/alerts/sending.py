"""Sends a notice to every target at once, through Apprise, and says what became of each without naming its secrets."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread, current_thread
from time import monotonic
from typing import Any

from zonenews.alerts.notices import Notice
from zonenews.exits import Exit, Refused

_PATIENCE = 15.0  # seconds, for all targets together; who has not answered by then counts as not reached
_REFUSALS = {"dingtalk": "errcode", "wecombot": "errcode", "feishu": "code", "lark": "code"}
_UNREADABLE = "this is no address that Apprise understands"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a notice at one target: its place among the addresses, its service, None or why it did not go."""

    place: int
    service: str
    trouble: str | None

    def __str__(self) -> str:
        return f"{self.place}. {self.service}: {f'not sent: {self.trouble}' if self.trouble else 'sent'}"


class _Target(Thread):
    """A target and the sending to it; a thread that hangs does not keep the process."""

    def __init__(self, place: int, plugin: Any, notice: Notice) -> None:
        super().__init__(daemon=True)
        self.place = place
        self.answers: list[Any] = []
        self._plugin = plugin
        self._notice = notice
        self._trouble: str | None = f"no answer within {_PATIENCE:g} seconds" if plugin else _UNREADABLE

    def run(self) -> None:
        if not self._plugin:
            return
        try:
            went = self._plugin.notify(self._notice.text, title=self._notice.subject, notify_type=self._notice.about)
            self._trouble = self._refusal() if went else self._failure()
        except Exception as error:  # a plugin's own mistake; its words may hold the address
            self._trouble = type(error).__name__

    @property
    def sent(self) -> Sent:
        """What is known by now."""
        return Sent(self.place, str(self._plugin.service_name) if self._plugin else "unknown", self._trouble)

    def _failure(self) -> str:
        status = self.answers[-1].status_code if self.answers else None
        return f"it answered {status}" if status else "it cannot be reached, or refuses"

    def _refusal(self) -> str | None:
        """What a service that answers 200 to everything has against a message; None where it took it."""
        key = _REFUSALS.get(self._schema())
        if key is None or not self.answers:
            return None
        try:
            code = self.answers[-1].json().get(key, 0)
        except (ValueError, AttributeError):
            return "its answer makes no sense"
        return f"it answered {key} {code}" if code else None

    def _schema(self) -> str:
        secure = self._plugin.secure_protocol
        return str(secure if isinstance(secure, str) else secure[0])


def send(addresses: Sequence[str], notice: Notice) -> list[Sent]:
    """Sends a notice to all addresses, at once and with a time limit. Raises Refused where Apprise is not installed."""
    with _quiet(), _listening():
        targets = [_Target(place, _plugin(url), notice) for place, url in enumerate(addresses, start=1)]
        for target in targets:
            target.start()
        until = monotonic() + _PATIENCE
        for target in targets:
            target.join(max(0.0, until - monotonic()))
    return [target.sent for target in targets]


def _plugin(url: str) -> Any:
    """What sends to an address; None where Apprise understands it not."""
    apprise = _apprise()
    asset = apprise.AppriseAsset(app_id="zonenews", app_desc="zonenews", async_mode=False)
    return apprise.Apprise.instantiate(url, asset=asset)


def _apprise() -> Any:
    try:
        import apprise
    except ImportError:
        raise Refused(
            Exit.CONFIGURATION, "alerts need the extra `alerts`: pip install 'zonenews[alerts]', or pip install apprise"
        ) from None
    return apprise


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps Apprise and urllib3 out of the log meanwhile: they write whole addresses, with their secrets, into it."""
    loggers = [logging.getLogger(name) for name in ("apprise", "urllib3")]
    before = [(one.level, one.propagate) for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
        one.propagate = False
    try:
        yield
    finally:
        for one, (level, propagate) in zip(loggers, before, strict=True):
            one.setLevel(level)
            one.propagate = propagate


@contextmanager
def _listening() -> Iterator[None]:
    """Notes what services answer: several refuse a message with a 200, which Apprise takes for sent."""
    _apprise()  # without it there need be no requests either
    from requests import Session

    through = Session.send

    def noting(self: Session, *args: Any, **values: Any) -> Any:
        answer, target = through(self, *args, **values), current_thread()
        if isinstance(target, _Target):
            target.answers.append(answer)
        return answer

    Session.send = noting  # type: ignore[method-assign]
    try:
        yield
    finally:
        Session.send = through  # type: ignore[method-assign]
