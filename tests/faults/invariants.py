"""What must hold of an archive after any fault."""

from collections import Counter
from collections.abc import Collection

import measuring
from sqlalchemy import text

from archive import Archive

_HALVES = {
    "articles without a revision": "SELECT count(*) FROM article WHERE current_revision IS NULL",
    "revisions without a reading": "SELECT count(*) FROM revision WHERE current_reading IS NULL",
    "revisions without bytes": "SELECT count(*) FROM revision WHERE capture NOT IN (SELECT digest FROM capture)",
    "articles that search does not know": "SELECT count(*) FROM article WHERE id NOT IN (SELECT article FROM search)",
    "articles that are still to be fetched": """
        SELECT count(*) FROM article a JOIN frontier f ON f.url_id = a.url_id WHERE f.state = 'pending'""",
    "addresses that are done without an article": """
        SELECT count(*) FROM frontier f JOIN url u ON u.id = f.url_id WHERE f.state = 'done' AND f.kind = 'article'
        AND coalesce(u.alias_of, u.id) NOT IN (SELECT url_id FROM article)""",
}
_REVISIONS_THAT_SAY_THE_SAME = """
SELECT count(*) FROM revision v JOIN reading r ON r.id = v.current_reading
JOIN revision w ON w.article = v.article AND w.number = v.number + 1 JOIN reading s ON s.id = w.current_reading
WHERE r.content_digest = s.content_digest
"""
_UNTOLD = """
SELECT count(*) FROM run WHERE state = 'complete' AND exit_code = 0 AND id = (SELECT max(id) FROM run)
AND EXISTS (SELECT 1 FROM frontier WHERE state IN ('pending', 'failed'))
"""


def assert_whole(url: str, *, acknowledged: Collection[str] = (), truth: Collection[str] | None = None) -> list[str]:
    """Holds an archive to the six promises; gives the addresses of its articles.

    `acknowledged` was said to be stored; `truth`, where it is given, is all that the site has.
    """
    with Archive(url) as archive:
        urls = [row["url"] for row in archive.articles()]
        measuring.held(
            lost=len(set(acknowledged) - set(urls)),
            twice=len(urls) - len(set(urls)),
            missing=None if truth is None else len(set(truth) - set(urls)),
        )
        assert set(acknowledged) <= set(urls), "nothing acknowledged is lost"
        with archive._connect() as db:
            halves = {what: db.scalar(text(query)) for what, query in _HALVES.items()}
            assert halves == dict.fromkeys(halves, 0), "no article is stored by halves"
            assert db.scalar(text(_REVISIONS_THAT_SAY_THE_SAME)) == 0, "no revision without a change"
            assert db.scalar(text(_UNTOLD)) == 0, "a run that left something open says so"
        assert list(archive.problems()) == [], "everything is as it was written"
    assert [url for url, count in Counter(urls).items() if count > 1] == [], "no article twice"
    if truth is not None:
        assert sorted(urls) == sorted(truth), "all that the site has, and nothing else"
    return urls
