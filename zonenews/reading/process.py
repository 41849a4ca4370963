"""The process that reads pages for a crawl: it answers one question after the other until the crawl goes away."""

import gc
import signal
import traceback
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from archive.apart import answer_all, framed
from zonenews import extraction
from zonenews.extraction import Article, Listing, NotAnArticle
from zonenews.extraction.results import NotAnArticleKind
from zonenews.profile import Profile, ProfileError

LONGEST = 120.0  # seconds for one page: many times what any takes, and less than a crawl may hang
_ALLOCATIONS = 100_000


class ReadingFailed(Exception):
    """A reading function met what it did not foresee, or its process died; the message holds the traceback."""


def packed(profile: Profile) -> bytes:
    """A profile as questions carry it. Raises ProfileError where a value is of another type than its field."""
    try:
        data = msgspec.msgpack.encode(profile)
        _unpacked(data)
    except (msgspec.MsgspecError, ValueError, TypeError, OverflowError) as error:
        raise ProfileError(f"Profile: {error}") from error
    return data


@lru_cache(maxsize=8)
def _unpacked(profile: bytes) -> Profile:
    return msgspec.msgpack.decode(profile, type=Profile)


_PLAIN = packed(Profile())


class ArticleQuestion(msgspec.Struct, tag=True, omit_defaults=True):
    """What `extract_article` is to read, with a packed profile."""

    body: bytes
    url: str
    header_encoding: str | None = None
    fetched: datetime | None = None
    profile: bytes = _PLAIN
    first: str | None = None

    def read(self) -> Article:
        """The article. Raises NotAnArticle."""
        return extraction.extract_article(
            self.body,
            self.url,
            header_encoding=self.header_encoding,
            fetched=self.fetched,
            profile=_unpacked(self.profile),
            first=self.first,
        )


class ListQuestion(msgspec.Struct, tag=True, omit_defaults=True):
    """What `extract_listing` is to read, with a packed profile."""

    body: bytes
    url: str
    header_encoding: str | None = None
    profile: bytes = _PLAIN
    cursor: Mapping[str, Any] | None = None

    def read(self) -> Listing:
        """The rows of the list page."""
        return extraction.extract_listing(
            self.body,
            self.url,
            header_encoding=self.header_encoding,
            profile=_unpacked(self.profile),
            cursor=self.cursor,
        )


class Answer(msgspec.Struct, omit_defaults=True):
    """What came of a question: an article, a listing, why the page is no article, or the traceback of a bug."""

    article: Article | None = None
    listing: Listing | None = None
    refused: tuple[NotAnArticleKind, str] | None = None
    failed: str | None = None


def main(arguments: Sequence[str]) -> None:
    """Answers questions that come over a socket, the argument, until the end."""
    for number in (signal.SIGINT, signal.SIGTERM):  # systemd tells the whole group; the crawl says when it is over
        signal.signal(number, signal.SIG_IGN)
    spare_the_collector()
    answer_all(int(arguments[0]), ArticleQuestion | ListQuestion, _answer)


def spare_the_collector() -> None:
    """For a process that reads pages: they leave no cycles behind, and looking for them costs a sixth of the time."""
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)


def _answer(question: ArticleQuestion | ListQuestion) -> bytes:
    signal.alarm(int(LONGEST) + 10)  # ends this process even where no crawl is left to kill it
    try:
        return framed(_read(question))
    except Exception:
        return framed(Answer(failed=shown_traceback()))
    finally:
        signal.alarm(0)


def _read(question: ArticleQuestion | ListQuestion) -> Answer:
    try:
        found = question.read()
    except NotAnArticle as error:
        return Answer(refused=(error.kind, error.detail))
    return Answer(article=found) if isinstance(found, Article) else Answer(listing=found)


def shown_traceback() -> str:
    """The traceback of what is being handled, as text that crosses."""
    return traceback.format_exc().encode(errors="replace").decode()
