"""What a rule answers: the value, the rule's name and how sure it is, or why there is no value."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Finding(Generic[Value]):
    """The answer for one field; `value` is None when `reason` says why nothing was found."""

    value: Value | None
    rule: str = ""
    confidence: float = 0.0
    reason: str = ""


def missing(reason: str) -> Finding[Value]:
    """The answer of a field that the page does not give."""
    return Finding(None, reason=reason)
