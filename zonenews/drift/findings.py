"""What a comparison comes to: what is wrong, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["well", "wrong", "unknown"]
READING = ("title", "source", "published", "body", "unread", "list")  # kinds by which a run says that it read amiss
_MOST_SAID = 3
KINDS = {
    "title": "titles are missing",
    "source": "sources 来源 are missing",
    "published": "publish times 发布时间 are missing",
    "body": "texts are missing, cut short or not their own",
    "unread": "article pages can no longer be read",
    "list": "a list page is not what it was",
    "stale": "no news for longer than ever",
    "nothing": "nothing was found",
    "challenge": "a challenge page came in place of the site's pages",
    "robots": "robots.txt forbids the crawl",
    "network": "the site cannot be reached",
    "bug": "pages hit a bug",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What a run says of one section, or of the whole site where `section` is None; `said` tells a wrong one."""

    kind: str
    section: str | None
    state: State
    said: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """An incident to open, or one that goes on: its kind, and the parts that are wrong."""

    kind: str
    parts: Sequence[Part]

    @property
    def said(self) -> str:
        """The finding in one line, with its first parts."""
        more = len(self.parts) - _MOST_SAID
        said = [part.said for part in self.parts[:_MOST_SAID]] + ([f"and {more} more"] if more > 0 else [])
        return f"{KINDS[self.kind]}: {'; '.join(said)}"

    @property
    def detail(self) -> dict[str, Any]:
        """What the incident's row keeps."""
        parts = [{"section": part.section, "said": part.said} for part in self.parts]
        return {"said": self.said, "parts": parts}


def findings(parts: Iterable[Part]) -> list[Finding]:
    """What is wrong, a finding a kind."""
    wrong: dict[str, list[Part]] = {}
    for part in parts:
        if part.state == "wrong":
            wrong.setdefault(part.kind, []).append(part)
    return [Finding(kind, wrong[kind]) for kind in KINDS if kind in wrong]


def is_well(kind: str, parts: Iterable[Part]) -> bool:
    """Whether a run found a kind well again: something says so, and nothing speaks against it."""
    states = {part.state for part in parts if part.kind == kind}
    return "well" in states and "wrong" not in states
