"""zonenews itself: it is given the bytes alone and decodes them."""

from benchmarks.readers.worker import Fields, serve
from zonenews.extraction import extract_article


def read(body: bytes, url: str, charset: str) -> Fields:
    """The article's fields."""
    article = extract_article(body, url)
    return article.title, article.source, article.published, article.text


if __name__ == "__main__":
    serve(read)
