"""The process that reads pages for a crawl: it answers one question after the other until the crawl goes away."""

import gc
import signal
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from archive.apart import answer_all, framed
from zonenews import extraction
from zonenews.extraction import Article, Listing, NotAnArticle
from zonenews.extraction.results import NotAnArticleKind
from zonenews.profile import Profile

LONGEST = 120.0  # seconds for one page: many times what any takes, and less than a crawl may hang
_ALLOCATIONS = 100_000


class ReadingFailed(Exception):
    """A reading function met what it did not foresee, or its process died; the message holds the traceback."""


class ArticleQuestion(msgspec.Struct, tag=True, omit_defaults=True):
    """What `extract_article` is to read."""

    body: bytes
    url: str
    header_encoding: str | None = None
    fetched: datetime | None = None
    profile: Profile = Profile()
    first: str | None = None

    def read(self) -> Article:
        """The article. Raises NotAnArticle."""
        return extraction.extract_article(
            self.body,
            self.url,
            header_encoding=self.header_encoding,
            fetched=self.fetched,
            profile=self.profile,
            first=self.first,
        )


class ListQuestion(msgspec.Struct, tag=True, omit_defaults=True):
    """What `extract_listing` is to read."""

    body: bytes
    url: str
    header_encoding: str | None = None
    profile: Profile = Profile()
    cursor: Mapping[str, Any] | None = None

    def read(self) -> Listing:
        """The rows of the list page."""
        return extraction.extract_listing(
            self.body, self.url, header_encoding=self.header_encoding, profile=self.profile, cursor=self.cursor
        )


class Answer(msgspec.Struct, omit_defaults=True):
    """What came of a question: an article, a listing, why the page is no article, or the traceback of a bug."""

    article: Article | None = None
    listing: Listing | None = None
    refused: tuple[NotAnArticleKind, str] | None = None
    failed: str | None = None


def serve(handle: int) -> None:
    """Answers questions that come over an inherited socket, until the end."""
    for number in (signal.SIGINT, signal.SIGTERM):  # systemd tells the whole group; the crawl says when it is over
        signal.signal(number, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)  # a page leaves no cycles behind; looking for them costs a sixth of its reading
    answer_all(handle, ArticleQuestion | ListQuestion, _answer)


def _answer(question: ArticleQuestion | ListQuestion) -> bytes:
    signal.alarm(int(LONGEST) + 10)  # ends this process even where no crawl is left to kill it
    try:
        found = question.read()
        return framed(Answer(article=found) if isinstance(found, Article) else Answer(listing=found))
    except NotAnArticle as error:
        return framed(Answer(refused=(error.kind, error.detail)))
    except Exception:
        return framed(Answer(failed=traceback.format_exc().encode(errors="replace").decode()))
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
