"""zonenews reading list pages; no rival does."""

from benchmarks.readers.worker import Fields, serve
from zonenews.extraction import extract_listing


def read(body: bytes, url: str, charset: str) -> Fields:
    """The section's name, and the rows' titles as text."""
    listing = extract_listing(body, url)
    return listing.name, None, None, "\n".join(link.title for link in listing.links)


if __name__ == "__main__":
    serve(read)
