"""trafilatura with its metadata; its site name stands for the source."""

import trafilatura  # type: ignore[import-not-found]

from benchmarks.readers.worker import NOTHING, Fields, serve


def read(body: bytes, url: str, charset: str) -> Fields:
    """The article's fields."""
    html = body.decode(charset, "replace")
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    return (found.title, found.sitename, found.date, found.text) if found else NOTHING


if __name__ == "__main__":
    serve(read)
