"""An estimate of how zonenews reads pages of sites nobody looked at, made from the saved pages that were looked at."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from statistics import fmean
from typing import Any

from benchmarks.pages import SavedPage, real_pages
from benchmarks.scoring import Score, score
from benchmarks.words import Word, metas_of, watched, without

_SPLITS = 10
_KINDS = {"gov": "government", "news": "news"}
_SECOND_LEVEL = frozenset(("gov", "com", "org", "net", "edu"))
_META = re.compile(r"<meta\b[^>]*>", re.I)
_NAMES = re.compile(r"""\s(?:class|id)\s{0,9}=\s{0,9}(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_HEAD = "| pages | read | title | source | time | body F1 |\n|---|---|---|---|---|---|"

Change = Callable[[str], str]
Reading = dict[str, Any] | None


def unseen_figures() -> str:
    """A table in Markdown."""
    pages = {kind: real_pages(kind) for kind in _KINDS}
    if not all(pages.values()):
        return "Skipped: the saved pages are not at hand here."
    lines = [_HEAD]
    every = [page for kind in pages.values() for page in kind]
    used = dict(zip(every, _used_words(every), strict=True))
    sites = defaultdict[Word, set[str]](set)
    for page, words in used.items():
        for word in words:
            sites[word].add(_owner(page))
    known = _read(every, str)
    halved = [_halved(used, str(number)) for number in range(_SPLITS)]
    for kind, name in _KINDS.items():
        lines.append(_row(name, "as they are", _scored(pages[kind], known)))
        lines += _split_rows(name, [_scored(pages[kind], readings) for readings in halved])
        for what, change in _CHANGES.items():
            lines.append(_row(name, f"without {what}", _scored(pages[kind], _read(pages[kind], change))))
    single = sum(len(owners) == 1 for owners in sites.values())
    told = f"{len(sites)} words of the rules take part in reading these pages, {single} of them on one site only."
    return "\n".join([*lines, "", told])


_CHANGES: dict[str, Change] = {
    "their meta tags": lambda html: _META.sub("", html),
    "the names (class, id) of all elements": lambda html: _NAMES.sub("", html),
    "either, and without comments": lambda html: _COMMENT.sub("", _NAMES.sub("", _META.sub("", html))),
}


def _used_words(pages: Iterable[SavedPage]) -> Iterator[set[Word]]:
    """The words that take part in reading each page."""
    used: set[Word] = set()
    with watched(used):
        for page in pages:
            used.clear()
            _reading(page, str)
            yield used | metas_of(page.path.read_bytes(), page.url)


def _halved(used: dict[SavedPage, set[Word]], seed: str) -> dict[SavedPage, Reading]:
    """Every page read without the words that only the half of the sites that it is in has need of."""
    owners = sorted({_owner(page) for page in used}, key=lambda owner: sha256(f"{seed} {owner}".encode()).digest())
    readings: dict[SavedPage, Reading] = {}
    for half in (set(owners[::2]), set(owners[1::2])):
        inside = [page for page in used if _owner(page) in half]
        taught = set().union(*(words for page, words in used.items() if _owner(page) not in half))
        with without(set().union(*(used[page] for page in inside)) - taught):
            readings |= _read(inside, str)
    return readings


def _owner(page: SavedPage) -> str:
    """The organisation behind a site: the registered part of its host."""
    labels = page.site.split(".")
    return ".".join(labels[-3 if labels[-2:-1] and labels[-2] in _SECOND_LEVEL else -2 :])


def _read(pages: Iterable[SavedPage], change: Change) -> dict[SavedPage, Reading]:
    return {page: _reading(page, change) for page in pages}


def _reading(page: SavedPage, change: Change) -> Reading:
    """What the extraction package as it is now makes of a page; None where that is no article."""
    from zonenews.extraction import NotAnArticle, extract_article

    body = page.path.read_bytes()
    if change is not str:
        body = change(body.decode(page.charset, "replace")).encode()
    try:
        article = extract_article(body, page.url)
    except NotAnArticle:
        return None
    return {"title": article.title, "source": article.source, "published": article.published, "text": article.text}


def _scored(pages: list[SavedPage], readings: dict[SavedPage, Reading]) -> Score:
    return score((page.truth, readings[page]) for page in pages)


def _split_rows(name: str, scores: list[Score]) -> Iterator[str]:
    """The mean over all splits, and the worst figure of any."""
    shares = [[*(100 * fmean(hits) for hits in each.right.values()), 100 * fmean(each.bodies)] for each in scores]
    for what, pick in (("mean", fmean), ("worst", min)):
        *fields, body = (pick(column) for column in zip(*shares, strict=True))
        cells = [*(f"{share:.1f} %" for share in fields), f"{body / 100:.3f}"]
        yield f"| {name} | **by the other half's words**, {what} of {len(scores)} splits | {' | '.join(cells)} |"


def _row(name: str, how: str, result: Score) -> str:
    return f"| {name} | {how} | {' | '.join(result.cells())} |"


if __name__ == "__main__":
    print(unseen_figures())
