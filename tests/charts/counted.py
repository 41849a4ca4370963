"""Small archives whose numbers are counted by hand."""

from typing import Any

from samples import HOST, Crawl, fetch, page, reading


def publish(crawl: Crawl, number: int, published: str | None, text: str = "园区召开推进会。", **values: Any) -> None:
    """Archives an article of its own address and text."""
    url = f"{HOST}/{crawl.site}/t{number}.html"
    paragraphs = (f"{text}第{number}号。",)
    said = reading(paragraphs, published=published, published_precision=published and "day", **values)
    crawl.article(fetch(url, body=page(paragraphs)), said)


def publish_a_winter(crawl: Crawl) -> Crawl:
    """Six articles of two sites in three months, one of them without a day; the second site's crawl is given back.

    January has one, February three of which two are of the other site, March one.
    """
    publish(crawl, 1, "2024-01-31", source="甲日报", title="光伏项目")
    publish(crawl, 2, "2024-02-01", source="甲日报", author="张三")
    publish(crawl, 3, None, source=None, attachments=({"url": f"{HOST}/a.pdf", "name": "附件"},))
    publish(crawl, 4, "2024-03-29", source="乙日报", text="光伏产业。", images=({"url": f"{HOST}/a.jpg"},))
    other = Crawl(crawl.url, "other_gxq")
    publish(other, 5, "2024-02-01", source="丙网")
    publish(other, 6, "2024-02-29", source="甲日报", document_number="甲发〔2024〕1号")
    return other
