"""The replica's controls under `/_replica/`: news published, edited and removed, faults, the truth, the log."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from zonenews.demo.answer import Answer
from zonenews.demo.faults import Failure, Faults
from zonenews.demo.happenings import pin, slip_in
from zonenews.demo.replica import Replica
from zonenews.demo.truth import truth_lines

PREFIX = "/_replica/"
_JSON, _LINES = "application/json", "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Served:
    """A request that was served; `at` is when it came, seconds since the epoch; status 0 means it was cut off."""

    at: float
    method: str
    path: str
    status: int
    agent: str


class Control:
    """Carries out what is asked of one site."""

    def __init__(self, replica: Replica) -> None:
        self.replica = replica
        self.faults = Faults()
        self.log: deque[Served] = deque(maxlen=1_000_000)

    def answer(self, method: str, action: str, order: Mapping[str, Any]) -> Answer:
        """Does what the action says; 404 for an unknown action, 400 for an order that cannot be carried out."""
        work = getattr(self, f"_{method.lower()}_{action.replace('-', '_')}", None)
        if work is None:
            return _json({"error": f"no such action: {method} {action}"}, 404)
        try:
            answer: Answer = work(**order)
        except (KeyError, TypeError, ValueError, StopIteration) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, 400)
        return answer

    def _get_truth(self) -> Answer:
        return Answer(b"".join(truth_lines(self.replica)), _LINES)

    def _get_log(self) -> Answer:
        return Answer(_lines(asdict(served) for served in self.log), _LINES)

    def _post_reset_log(self) -> Answer:
        self.log.clear()
        return _json({})

    def _post_publish(self, count: int = 1, section: str | None = None, days_back: int = 0) -> Answer:
        return _json({"urls": self.replica.publish(count, section or self._first_section(), days_back)})

    def _post_slip_in(self, section: str, place: int) -> Answer:
        return _json({"url": slip_in(self.replica, section, place)})

    def _post_pin(self, section: str) -> Answer:
        return _json({"url": pin(self.replica, section)})

    def _post_move(self, section: str, by: int = 0) -> Answer:
        self.replica.let_move(section, by)
        return _json({})

    def _post_edit(self, url: str | None = None) -> Answer:
        url = url or self._newest()
        self.replica.edit(url)
        return _json({"url": url})

    def _post_remove(self, url: str | None = None) -> Answer:
        url = url or self._newest()
        self.replica.remove(url)
        return _json({"url": url})

    def _post_redesign(self, way: str | None = None, section: str | None = None) -> Answer:
        for one in self.replica.sections if section is None else [self.replica.section(section)]:
            self.replica.redesign(one.path, way)
        return _json({})

    def _post_fail(self, path: str, status: int = 500, times: int = 1, retry_after: str | None = None) -> Answer:
        self.faults.fail(path, Failure(status, times, retry_after))
        return _json({})

    def _post_delay(self, ms: float) -> Answer:
        self.faults.delay = ms / 1000
        return _json({})

    def _post_down(self, down: bool = True) -> Answer:
        self.faults.down = down
        return _json({})

    def _post_heal(self) -> Answer:
        self.faults.clear()
        return _json({})

    def _first_section(self) -> str:
        return self.replica.sections[0].path

    def _newest(self) -> str:
        return self.replica.url(self.replica.newest(self._first_section()).path)


def _json(value: object, status: int = 200) -> Answer:
    return Answer(orjson.dumps(value), _JSON, status)


def _lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(orjson.dumps(value) + b"\n" for value in values)
