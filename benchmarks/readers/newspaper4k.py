"""newspaper4k in Chinese; it is kept from fetching the page's pictures, for only reading is compared."""

from newspaper import Article  # type: ignore[import-not-found]

from benchmarks.readers.worker import Fields, serve


def read(body: bytes, url: str, charset: str) -> Fields:
    """The article's fields; it has no source."""
    article = Article(url, language="zh", fetch_images=False)
    article.download(input_html=body.decode(charset, "replace"))
    article.parse()
    return article.title, None, str(article.publish_date or ""), article.text


if __name__ == "__main__":
    serve(read)
