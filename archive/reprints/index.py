"""Keeps the groups of reprints while articles are written.

An article that is new or changed waits in `reprint_due`, in the transaction that writes it; articles that wait are
compared in batches, by `Writer.compare_reprints` and when a writer is closed. A changed article leaves its group, which
falls apart: all of it is compared again, so that no group hangs together by a text that is gone.

What an article costs does not grow with the archive: of each of its hashes the newest few articles that share it are
looked at, the likeliest of them are compared, and a group takes no more than so many articles.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from archive.models import Model
from archive.reprints.comparing import Said, likeness
from archive.reprints.first import first_of
from archive.reprints.texts import BANDS, hashes, letters
from archive.search.narrowing import SEARCH

BATCH = 64
MOST_TOGETHER = 500
_NEWEST = 8
_COMPARED = 8
_LEAST_TOGETHER = 2
_TABLES = Model.metadata.tables
_ARTICLE, _GROUP, _REVISION, _READING = (_TABLES[name] for name in ("article", "reprint_group", "revision", "reading"))
_FINGERPRINT, _DUE = _TABLES["fingerprint"], _TABLES["reprint_due"]


class Reprints:
    """The groups of reprints, on the connection of an open transaction."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def put(self, article: int) -> None:
        """Lets an article that is new or says something else wait to be compared."""
        self._db.execute(_ADD_DUE[self._db.dialect.name], {"article": article})
        if self._db.execute(_DROP_HASHES, {"b_article": article}).rowcount:
            self._leave(article)

    def erase(self, article: int) -> None:
        """Takes an article out; those it stood together with are compared again."""
        self._db.execute(_DROP_HASHES, {"b_article": article})
        self._leave(article)
        self._db.execute(_DROP_DUE, {"b_article": article})

    def clear(self) -> None:
        """Lets all articles wait, as if none had been compared."""
        self._db.execute(update(_ARTICLE).where(_ARTICLE.c.reprint_group.is_not(None)).values(reprint_group=None))
        for table in (_GROUP, _FINGERPRINT, _DUE):
            self._db.execute(delete(table))
        self._db.execute(insert(_DUE).from_select(["article"], select(SEARCH.c.article)))

    def compare_due(self, most: int = BATCH) -> int:
        """Compares some of the articles that wait; gives their number, 0 where none waits."""
        due = self._db.scalars(_DUE_ARTICLES, {"most": most}).all()
        texts = self._db.execute(_TEXTS, {"articles": due}).all()
        grown = {self._compare(row.article, letters(paragraphs(row.text))) for row in texts}
        for group in grown:
            if group is not None:
                self._settle_first(group)
        if due:
            self._db.execute(_DROP_DUE, [{"b_article": article} for article in due])
        return len(due)

    def _compare(self, article: int, said: str) -> int | None:
        """Joins an article with those it is like; gives the group that grew, None where none did."""
        candidates = self._candidates(article, self._hashed(article, said))
        if not candidates:
            return None
        own, group, grown = Said(said), self._db.scalars(_GROUP_OF, {"article": article}).one(), None
        heads = [] if group is None else [Said(self._head(group))]
        for candidate in candidates:
            other = self._db.execute(_TEXT, {"article": candidate}).one_or_none()
            if other is None or (other.reprint_group is not None and other.reprint_group == group):
                continue
            text = letters(paragraphs(other.text))
            if likeness(own, text).is_reprint:
                head = text if other.reprint_group is None else self._head(other.reprint_group)
                if not any(likeness(each, head).is_refilled for each in (own, *heads)):
                    group = grown = self._joined((article, group), (candidate, other.reprint_group))
                    heads.append(Said(head))
        return grown

    def _head(self, group: int) -> str:
        """The letters of a group's first article.

        Of a form, what was cut to the words that all such forms have is like each of them: who joins a group must be
        no other form than its first article, and who joins several groups together must not join other forms.
        """
        return letters(paragraphs(self._db.execute(_HEAD, {"group": group}).scalar() or ""))

    def _hashed(self, article: int, said: str) -> set[int]:
        """The hashes of an article, which others find it by from now on."""
        values = hashes(said)
        if values:
            self._db.execute(
                _ADD_HASHES[self._db.dialect.name], [{"article": article, "hash": value} for value in values]
            )
        return values

    def _candidates(self, article: int, values: set[int]) -> Sequence[int]:
        """The articles that share most hashes, of the newest few that share each."""
        if not values:
            return ()
        padded = [*values, *[-1] * (BANDS - len(values))]
        named = {f"hash{place}": value for place, value in enumerate(padded)}
        counted = Counter(self._db.scalars(_CANDIDATES, named))
        del counted[article]
        likeliest = counted.most_common(_COMPARED)
        return [candidate for candidate, together in likeliest if together >= _LEAST_TOGETHER]

    def _joined(self, one: tuple[int, int | None], other: tuple[int, int | None]) -> int | None:
        """The group that two articles are in from now on; the first one's own where the other's has no room."""
        alone = [article for article, group in (one, other) if group is None]
        sizes = {group: self._size(group) for _, group in (one, other) if group is not None}
        if sum(sizes.values()) + len(alone) > MOST_TOGETHER:
            return one[1]
        larger, *smaller = sorted(sizes, key=sizes.__getitem__, reverse=True) or [self._new_group(one[0])]
        if alone:
            self._db.execute(_JOIN, [{"b_article": article, "b_group": larger} for article in alone])
        if not sizes:
            self._settle_first(larger)  # who joins it next is held against its first article
        for group in smaller:
            self._db.execute(_MOVE, {"b_from": group, "b_to": larger})
            self._db.execute(_DROP_GROUP, {"b_group": group})
        return larger

    def _new_group(self, article: int) -> int:
        row = {"first_article": article, "decided_by": "first_seen"}
        return int(self._db.execute(_ADD_GROUP, row).scalar_one())

    def _size(self, group: int) -> int:
        return int(self._db.execute(_COUNT, {"group": group}).scalar_one())

    def _settle_first(self, group: int) -> None:
        members = self._db.execute(_MEMBERS, {"group": group}).all()
        if members:
            article, decided_by = first_of(members)
            self._db.execute(_SET_FIRST, {"b_group": group, "b_article": article, "b_decided_by": decided_by})

    def _leave(self, article: int) -> None:
        """Takes an article out of its group, which falls apart; the others wait to be compared again."""
        group = self._db.scalars(_GROUP_OF, {"article": article}).one_or_none()
        if group is None:
            return
        others = [row.article for row in self._db.execute(_MEMBERS, {"group": group}) if row.article != article]
        self._db.execute(_MOVE, {"b_from": group, "b_to": None})
        self._db.execute(_DROP_GROUP, {"b_group": group})
        if others:
            self._db.execute(_ADD_DUE[self._db.dialect.name], [{"article": other} for other in others])


def paragraphs(folded: str) -> str:
    """What of a search row's text is compared: its first lines are title and document number."""
    return folded.split("\n", 2)[-1]


def _adding(table: Any, *, waits: bool) -> dict[str, Any]:
    """INSERT of what may be there; where it `waits`, a row that another transaction is deleting is added after it."""
    found = {}
    for dialect, module in (("sqlite", sqlite), ("postgresql", postgresql)):
        add = module.insert(table)
        same = {"index_elements": ["article"], "set_": {"article": add.excluded.article}}
        found[dialect] = add.on_conflict_do_update(**same) if waits else add.on_conflict_do_nothing()
    return found


def _newest() -> Any:
    """The newest articles under each of so many hashes; numbers in the statement cost less than bound ones."""
    most: ColumnElement[int] = literal_column(str(_NEWEST + 1))
    of, found = _FINGERPRINT.c, []
    for place in range(BANDS):
        shared = select(of.article).where(of.hash == bindparam(f"hash{place}"))
        newest = shared.order_by(of.article.desc()).limit(most).subquery()
        found.append(select(newest.c.article))
    return union_all(*found)


_ADD_DUE, _ADD_HASHES = _adding(_DUE, waits=True), _adding(_FINGERPRINT, waits=False)
_DROP_DUE = delete(_DUE).where(_DUE.c.article == bindparam("b_article"))
_DROP_HASHES = delete(_FINGERPRINT).where(_FINGERPRINT.c.article == bindparam("b_article"))
_DUE_ARTICLES = select(_DUE.c.article).order_by(_DUE.c.article).limit(bindparam("most")).with_for_update()
_TEXTS = (
    select(SEARCH.c.article, SEARCH.c.text)
    .where(SEARCH.c.article.in_(bindparam("articles", expanding=True)))
    .order_by(SEARCH.c.article)
)
_TEXT = (
    select(_ARTICLE.c.reprint_group, SEARCH.c.text)
    .join_from(_ARTICLE, SEARCH, SEARCH.c.article == _ARTICLE.c.id)
    .where(_ARTICLE.c.id == bindparam("article"))
)
_HEAD = (
    select(SEARCH.c.text)
    .join(_GROUP, _GROUP.c.first_article == SEARCH.c.article)
    .where(_GROUP.c.id == bindparam("group"))
)
_CANDIDATES = _newest()
_GROUP_OF = select(_ARTICLE.c.reprint_group).where(_ARTICLE.c.id == bindparam("article"))
_ADD_GROUP = insert(_GROUP).returning(_GROUP.c.id)
_DROP_GROUP = delete(_GROUP).where(_GROUP.c.id == bindparam("b_group"))
_JOIN = update(_ARTICLE).where(_ARTICLE.c.id == bindparam("b_article")).values(reprint_group=bindparam("b_group"))
_MOVE = update(_ARTICLE).where(_ARTICLE.c.reprint_group == bindparam("b_from")).values(reprint_group=bindparam("b_to"))
_COUNT = select(func.count()).select_from(_ARTICLE).where(_ARTICLE.c.reprint_group == bindparam("group"))
_MEMBERS = (
    select(_ARTICLE.c.id.label("article"), _ARTICLE.c.first_seen, _READING.c.published)
    .join_from(_ARTICLE, _REVISION, _REVISION.c.id == _ARTICLE.c.current_revision)
    .join(_READING, _READING.c.id == _REVISION.c.current_reading)
    .where(_ARTICLE.c.reprint_group == bindparam("group"))
    .order_by(_ARTICLE.c.id)
)
_SET_FIRST = (
    update(_GROUP)
    .where(_GROUP.c.id == bindparam("b_group"))
    .values(first_article=bindparam("b_article"), decided_by=bindparam("b_decided_by"))
)
