"""How the hits of a search are spread: over sites, sections, sources, years and states."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, text

from archive.search.finding import candidates
from archive.search.folding import fold_line
from archive.search.narrowing import Narrowing
from archive.search.query import parse_query

FACETS = ("site", "section", "source", "year", "state")
_BATCH = 500
MOST_VALUES = 12
_SHOWN = text("""
SELECT a.site, a.state, c.source, count(*) AS articles
FROM article a JOIN charted c ON c.article = a.id WHERE a.id IN :articles GROUP BY a.site, a.state, c.source
""").bindparams(bindparam("articles", expanding=True))
# an article stands in the sections that list it, or an address that leads to it; two of one name are one filter
_SECTIONS = text("""
SELECT t.name, count(*) AS articles
FROM (
    SELECT a.id, coalesce(c.name, c.url) AS name
    FROM article a JOIN link l ON l.url_id = a.url_id JOIN section c ON c.id = l.section WHERE a.id IN :articles
    UNION
    SELECT a.id, coalesce(c.name, c.url)
    FROM article a JOIN url u ON u.alias_of = a.url_id
    JOIN link l ON l.url_id = u.id JOIN section c ON c.id = l.section WHERE a.id IN :articles
) AS t GROUP BY t.name
""").bindparams(bindparam("articles", expanding=True))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many hits were counted, whether those are all, and how many have each value; the commonest values first."""

    hits: int
    all_counted: bool
    by: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


def tally(db: Connection, query: str, narrowing: Narrowing, most: int) -> Tally:
    """The spread of the newest hits."""
    with closing(candidates(db, parse_query(query), narrowing)) as found:
        rows = list(islice(found, most + 1))
    counted = rows[:most]
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    counts["year"].update(row.published[:4] for row in counted if row.published)
    for some in _batches([row.article for row in counted]):
        _count(db, some, counts)
    return Tally(len(counted), len(rows) <= most, {name: tuple(_ordered(name, counts[name])) for name in FACETS})


def _count(db: Connection, numbers: Sequence[int], counts: dict[str, Counter[str]]) -> None:
    for site, state, source, articles in db.execute(_SHOWN, {"articles": numbers}):
        counts["site"][site] += articles
        counts["state"][state] += articles
        if source:
            counts["source"][source] += articles
    for name, articles in db.execute(_SECTIONS, {"articles": numbers}):
        counts["section"][name] += articles


def _ordered(name: str, counts: Counter[str]) -> Iterable[tuple[str, int]]:
    """Years from the last on, everything else by how common it is."""
    if name == "year":
        return sorted(counts.items(), reverse=True)[:MOST_VALUES]
    if name == "source":
        return _by_part(counts)
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_VALUES]


def _by_part(counts: Counter[str]) -> Iterable[tuple[str, int]]:
    """The commonest sources, each with all hits whose source it is a part of: that is what the filter finds."""
    folded = [(fold_line(name), count) for name, count in counts.items()]
    commonest = sorted(counts, key=lambda name: (-counts[name], name))[:MOST_VALUES]
    found = [(name, sum(count for whole, count in folded if fold_line(name) in whole)) for name in commonest]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _batches(numbers: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH))
