"""What is made to go wrong on request: failing paths, slow answers, a site that is down."""

from dataclasses import dataclass, field


@dataclass
class Failure:
    """The next `times` requests are answered with this status."""

    status: int
    times: int
    retry_after: str | None = None


@dataclass
class Faults:
    """The faults in force; none at first."""

    delay: float = 0.0
    down: bool = False
    failures: dict[str, Failure] = field(default_factory=dict)

    def fail(self, path: str, failure: Failure) -> None:
        """Lets a path fail; `*` stands for every path."""
        self.failures[path] = failure

    def next_failure(self, path: str) -> Failure | None:
        """The failure that this request meets, counted down."""
        for key in (path, "*"):
            failure = self.failures.get(key)
            if failure and failure.times > 0:
                failure.times -= 1
                return failure
        return None

    def clear(self) -> None:
        """Everything works again."""
        self.delay, self.down = 0.0, False
        self.failures.clear()
