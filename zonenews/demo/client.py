"""Talks to a running replica's controls: for tests, the demo and benchmarks."""

from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import orjson

from zonenews.demo.control import PREFIX

_open = build_opener(ProxyHandler({})).open


class ReplicaClient:
    """The controls of the replica served at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def publish(self, count: int = 1, section: str | None = None, days_back: int = 0) -> list[str]:
        """Publishes new articles, newest of all or so many days back; gives their URLs."""
        urls: list[str] = self._post("publish", count=count, section=section, days_back=days_back)["urls"]
        return urls

    def slip_in(self, section: str, place: int) -> str:
        """Publishes an article of an earlier day as the row of this place; gives its URL."""
        return str(self._post("slip-in", section=section, place=place)["url"])

    def pin(self, section: str) -> str:
        """Publishes an article of an earlier day that is pinned to the top of every list page; gives its URL."""
        return str(self._post("pin", section=section)["url"])

    def move(self, section: str, by: int) -> None:
        """Lets a section's rows move by so many with each request for a list page, down or up; 0 ends that."""
        self._post("move", section=section, by=by)

    def edit(self, url: str | None = None) -> str:
        """Changes a sentence of an article and adds one; the newest article where none is named."""
        return str(self._post("edit", url=url)["url"])

    def remove(self, url: str | None = None) -> str:
        """Takes an article off the site; the newest where none is named."""
        return str(self._post("remove", url=url)["url"])

    def redesign(self, way: str | None, section: str | None = None) -> None:
        """Redesigns a section, or all, in one of `redesign.WAYS`; None takes it back."""
        self._post("redesign", way=way, section=section)

    def truth(self) -> list[dict[str, Any]]:
        """The truth, a line an object: see `zonenews.demo.truth`."""
        return self._get("truth")

    def log(self) -> list[dict[str, Any]]:
        """Every request served since the start or the last reset: at, method, path, status, agent."""
        return self._get("log")

    def reset_log(self) -> None:
        """Empties the log."""
        self._post("reset-log")

    def fail(self, path: str, status: int = 500, times: int = 1, retry_after: str | None = None) -> None:
        """Lets the next requests to a path (`*`: to any) be answered with this status."""
        self._post("fail", path=path, status=status, times=times, retry_after=retry_after)

    def delay(self, ms: float) -> None:
        """Answers everything so much later."""
        self._post("delay", ms=ms)

    def down(self, down: bool = True) -> None:
        """Closes every connection without an answer, or no longer."""
        self._post("down", down=down)

    def heal(self) -> None:
        """Ends all faults."""
        self._post("heal")

    def _post(self, action: str, **order: object) -> dict[str, Any]:
        request = Request(self.url + PREFIX + action, data=orjson.dumps(order), method="POST")
        with _open(request, timeout=60) as response:
            answer: dict[str, Any] = orjson.loads(response.read())
        return answer

    def _get(self, action: str) -> list[dict[str, Any]]:
        with _open(self.url + PREFIX + action, timeout=120) as response:
            return [orjson.loads(line) for line in response.read().splitlines()]
