"""readability-lxml; it has a title and a text only."""

import lxml.html
from readability import Document  # type: ignore[import-not-found]

from benchmarks.readers.worker import Fields, serve


def read(body: bytes, url: str, charset: str) -> Fields:
    """The article's title and text."""
    document = Document(body.decode(charset, "replace"))
    return document.short_title(), None, None, lxml.html.fromstring(document.summary()).text_content()


if __name__ == "__main__":
    serve(read)
