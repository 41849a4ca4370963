"""`python -m benchmarks`: measures everything and writes docs/benchmarks.md."""

from benchmarks.crawl import crawl_figures, memory_figures
from benchmarks.export import export_figures
from benchmarks.measure import ROOT

_PAGE = """# Benchmarks

Written by `make bench`. The machines are small and shared, so ratios count, not seconds: what is compared runs in turn,
in one run.

## The archiving crawl

A crawl of the bundled replica at zero delay, eight connections to the host as in Scrapy's stock settings: `scrapy crawl
zone` with all it does (manners, integrity checks, reading, normalising, one committed transaction an article) beside a
bare Scrapy spider (`benchmarks/bare_spider.py`) that follows the same lists, fetches the same pages and stores nothing.
Rates are by Scrapy's own clock, from the first request to the last.

{crawl}

{memory}

## JSON Lines export

`zonenews export` beside a bare cursor over the same view that dumps each row as it comes.

{export}
"""


def main() -> None:
    """Measures, and writes the page."""
    figures = {"crawl": crawl_figures(), "memory": memory_figures(), "export": export_figures()}
    page = _PAGE.format(**figures)
    (ROOT / "docs" / "benchmarks.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
