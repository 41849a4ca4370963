"""Who had it first, as far as the archive can know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

DecidedBy = Literal["published", "first_seen"]
_DAY, _MINUTE = len("2023-10-25"), len("2023-10-25T16:27")


class Dated(Protocol):
    """What is asked of an article."""

    @property
    def article(self) -> int: ...
    @property
    def published(self) -> str | None: ...
    @property
    def first_seen(self) -> datetime | str: ...


def first_of(articles: Sequence[Dated]) -> tuple[int, DecidedBy]:
    """The article that had it first, and how that is known.

    The earliest printed time decides. Where it is the same minute, or an article of the same day prints no minute, the
    one that was archived first is taken for the first; so it is where none has a date.
    """
    days = [said.published[:_DAY] for said in articles if said.published]
    earliest = [said for said in articles if said.published and said.published[:_DAY] == min(days)] or articles
    minutes = [said.published[:_MINUTE] for said in earliest if _is_timed(said)]  # type: ignore[index]
    left = [said for said in earliest if not _is_timed(said) or str(said.published)[:_MINUTE] == min(minutes)]
    chosen = min(left, key=lambda said: (said.first_seen, said.article))
    return chosen.article, "published" if len(left) == 1 else "first_seen"


def _is_timed(said: Dated) -> bool:
    return len(said.published or "") > _DAY
