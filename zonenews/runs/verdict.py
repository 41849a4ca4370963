"""How a run ended: its state, its exit code and one line of reason."""

import signal
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from zonenews.exits import Exit
from zonenews.walks.walk import Walk

_NAMED = 3  # sections in a reason
EARLY = {  # Scrapy's words for what ended a crawl
    "memusage_exceeded": "more memory than it may have (MEMUSAGE_LIMIT_MB)",
    "closespider_timeout": "its time is up (CLOSESPIDER_TIMEOUT)",
    "closespider_errorcount": "too many errors (CLOSESPIDER_ERRORCOUNT)",
}

_NO_ARTICLES = {  # states of addresses that are nobody's failure
    "external": "are on other hosts (Profile.hosts names those that are the site's)",
    "robots": "are forbidden by robots.txt",
    "missing": "are not there",
    "gone": "are gone",
    "unread": "are no articles",
}


@dataclass
class Tally:
    """What a run counts while it goes on; `failures` are addresses that failed, by the code of their cause."""

    walks: dict[str, Walk] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[Exit] = field(default_factory=Counter)
    fatal: tuple[Exit, str] | None = None
    early: str | None = None
    postponed: tuple[Exit, str] | None = None
    interrupted_by: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The end of a run."""

    code: Exit
    reason: str

    @property
    def state(self) -> str:
        """The state of the run's row."""
        if self.code is Exit.COMPLETE:
            return "complete"
        if self.code is Exit.PARTIAL:
            return "partial"
        return "interrupted" if self.code in {Exit.INTERRUPTED, Exit.TERMINATED} else "failed"


def verdict(tally: Tally, closed_because: str, states: Mapping[str, int] | None = None) -> Verdict:
    """Judges a run: the cause that stopped all of it wins; several causes in parts are PARTIAL.

    By the `states` of a site's addresses one that never gave an article is told from one without news.
    """
    if tally.fatal is not None:
        return Verdict(*tally.fatal)
    if tally.interrupted_by is not None or closed_because == "shutdown":
        code = Exit.TERMINATED if tally.interrupted_by == signal.SIGTERM else Exit.INTERRUPTED
        return Verdict(code, "interrupted; the next run goes on where this one stopped")
    if tally.counts["bug"]:
        return Verdict(Exit.BUG, f"{tally.counts['bug']} pages hit a bug; see the log")
    if closed_because != "finished":
        why = tally.early or EARLY.get(closed_because, closed_because)
        return Verdict(Exit.PARTIAL, f"stopped early: {why}; the next run goes on")
    found = _of_sections(tally) or _of_articles(tally) or _of_states(states or {})
    return found or Verdict(Exit.COMPLETE, _summary(tally.counts))


def _of_sections(tally: Tally) -> Verdict | None:
    """The verdict where no section could be walked: nothing else of the run counts."""
    failed = [walk for walk in tally.walks.values() if walk.exit is not Exit.COMPLETE]
    if not failed or len(failed) < len(tally.walks):
        return None
    causes = {walk.exit for walk in failed}
    code = causes.pop() if len(causes) == 1 else Exit.PARTIAL
    return Verdict(code, "; ".join(_named(failed)))


def _of_articles(tally: Tally) -> Verdict | None:
    counts, urls = tally.counts, tally.failures.total()
    failed = [walk for walk in tally.walks.values() if walk.exit is not Exit.COMPLETE]
    waiting = counts["postponed"]
    causes = {*tally.failures, *([tally.postponed[0]] if tally.postponed else [])}
    later = [f"{waiting} addresses wait: {tally.postponed[1]}"] if tally.postponed else []
    if causes and not failed and not counts["read"] and not counts["unread"] and len(causes) == 1:
        none = f"none of {urls + waiting} addresses could be had"
        return Verdict(causes.pop(), "; ".join([none, *later]))
    if failed or urls or waiting:
        parts = _named(failed) + later
        parts += [f"{urls} addresses failed, the next run tries them again"] if urls else []
        return Verdict(Exit.PARTIAL, "; ".join(parts))
    if counts["unread"] and not counts["read"]:
        return Verdict(Exit.NOTHING, f"none of {counts['unread']} pages was an article")
    return None


def _of_states(states: Mapping[str, int]) -> Verdict | None:
    """The verdict on a site that has rows and never gave an article, by the states of its addresses; else None."""
    found = {state: states.get(state, 0) for state in _NO_ARTICLES}
    if not any(found.values()) or any(count for state, count in states.items() if state not in found):
        return None
    told = [f"{count} {_NO_ARTICLES[state]}" for state, count in found.items() if count]
    code = Exit.ROBOTS if len(told) == 1 and found["robots"] else Exit.NOTHING
    return Verdict(code, f"no article could be read: of the addresses in its lists {', '.join(told)}")


def _named(failed: list[Walk]) -> list[str]:
    """Sections that failed, each with why; of many some, so that the reason stays a line. The run's story has all."""
    named = [f"{walk.section.url}: {walk.detail}" for walk in failed[:_NAMED]]
    more = len(failed) - len(named)
    return [*named, f"{more} more sections failed"] if more else named


def _summary(counts: Counter[str]) -> str:
    files = f", {counts['files']} files" if counts["files"] else ""
    return f"{counts['new']} new articles, {counts['changed']} changed, {counts['unchanged']} unchanged{files}"
