"""GeneralNewsExtractor; where it gives no source, its author counts as one."""

from gne import GeneralNewsExtractor  # type: ignore[import-not-found]

from benchmarks.readers.worker import Fields, serve

_extractor = GeneralNewsExtractor()


def read(body: bytes, url: str, charset: str) -> Fields:
    """The article's fields."""
    found = _extractor.extract(body.decode(charset, "replace"))
    return found["title"], found.get("source") or found.get("author"), found["publish_time"], found["content"]


if __name__ == "__main__":
    serve(read)
