"""`python -m benchmarks [PART …]`: measures everything, or the parts named, and writes docs/benchmarks.md."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.captures import captures_figures
from benchmarks.care import care_figures
from benchmarks.crawl import crawl_figures, memory_figures
from benchmarks.export import export_figures
from benchmarks.extraction import extraction_figures
from benchmarks.growth import growth_figures
from benchmarks.hosts import hosts_figures
from benchmarks.measure import ROOT
from benchmarks.reprints.cost import cost_figures
from benchmarks.reprints.quality import quality_figures
from benchmarks.unseen import unseen_figures
from benchmarks.watched import watched_figures

_PAGE = ROOT / "docs" / "benchmarks.md"
_OPENING = """# Benchmarks

Written by `make bench`, a part of it by `python -m benchmarks` and the part's name. The machines are small and shared,
so ratios count, not seconds: what is compared runs in turn, in one run.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its heading, what is measured in it and how, and what measures it."""

    heading: str
    about: str
    figures: tuple[Callable[[], str], ...]


PARTS = {
    "crawl": Part(
        "The archiving crawl",
        """A crawl of the bundled replica at zero delay, eight connections to the host as in Scrapy's stock settings:
`scrapy crawl zone` with all it does (manners, integrity checks, reading, normalising, one committed transaction an
article) beside a bare Scrapy spider (`benchmarks/bare_spider.py`) that follows the same lists, fetches the same pages
and stores nothing. Rates are by Scrapy's own clock, from the first request to the last.""",
        (crawl_figures, memory_figures),
    ),
    "watched": Part(
        "What watching over a crawl costs",
        """The crawl above by an earlier commit of zonenews, which had no drift alarms, alerts, metrics, JSON logs,
no live view, and no manners that outlive a run; by today's; and by today's with all of it on.""",
        (watched_figures,),
    ),
    "hosts": Part(
        "Many hosts at once",
        """Crawls of many replicas, each on a loopback address of its own and all in one process, on one reactor, into
one SQLite archive; pages are read in that process too. `zonenews crawl` starts a process for each site instead, which
costs more and shares nothing: a site that breaks ends its own crawl alone.""",
        (hosts_figures,),
    ),
    "extraction": Part(
        "Reading article pages",
        """`extract_article` beside what one would take instead, each in a virtual environment of its own
(`benchmarks/readers/`, pinned with hashes) and in a process of its own; all are given the same pages in turn. Title and
source count where they are equal but for width and white space (no source is right where none is printed), the time
where it is right to the minute (to the day, where the page tells no minute), and the body by its F1 over runs of four
characters. Milliseconds are CPU time and include decoding; the rivals are told the charset. The rules of zonenews were
written with the saved pages in sight: what its shares on them say of other sites is under *An estimate for unseen
pages*.""",
        (extraction_figures,),
    ),
    "growth": Part(
        "Reading as pages grow",
        """Made-up pages; the best of three runs, or the only one where it takes long. A page may take 20 seconds. The
readers are those above; no rival reads list pages.""",
        (growth_figures,),
    ),
    "unseen": Part(
        "An estimate for unseen pages",
        """The rules were written with all saved pages in sight, so no half of them can be read as if it had not been.
What can be done: the words of the rules (the labels, the names of containers and of meta tags, comment anchors,
the wording of share bars, of neighbours, of a site's foot) that take part in reading one half of the sites and take
none in the other are removed, and the first half is read without them; then the other way round; ten times with other
halves. Sites of one organisation are in one half.

It is the reading of someone who had learnt the words from the other half alone. It is too low where a word is known
from elsewhere, as most of these are. It is too high where the order of the rules, their thresholds, the grammar of
dates and some short lists of words fit what was in sight, for these stay. Under it stand the same pages with evidence
taken away; a minute or a source that only a meta tag tells is lost with it.""",
        (unseen_figures,),
    ),
    "captures": Part(
        "Captures",
        """What the bytes of pages take in the archive, as a share of the pages; `docs/captures.md` tells how. Pages
come in the order of a crawl, and are archived as by one. Dictionaries are counted in both columns of zonenews; the
second leaves out the pages that were made dictionaries or trained on. gzip is Python's, level 9; WARC.gz is the
response record alone, with two short headers. Writing is choosing, compressing and the row's INSERT, without the
page's commit, and with the long way that the first pages of a template take; learning is all of a site's together;
reading is decompressing and checking the digest.""",
        (captures_figures,),
    ),
    "reprints": Part(
        "Reprints",
        """Made-up articles and the texts of the saved pages, what other sites do to them (one to three things at a
time), and articles that only look alike, put into an archive in random order (`benchmarks/reprints/`). Every two
articles of one group are a pair. The thresholds were chosen by looking at the `chosen` half, and the `unseen` half was
measured three times on the way, as a whole: they share no story, no saved page and no form, but the same alterations
and kinds of look-alikes. One rule, that short texts must be nearly equal, came after the table of growth, which has the
forms of both halves: it had shown precision fall to 0.91 for short notices that differ in a name. There the names were
also too few, and were made more, as a zone has them.""",
        (quality_figures, cost_figures),
    ),
    "export": Part(
        "Exports",
        """`zonenews export` beside a script that asks a bare cursor of the SQLite library for the same view and hands
what comes to the format's own library: every column as it is, JSON as text, no types, no protection from formulas.""",
        (export_figures,),
    ),
    "care": Part(
        "Reading again, checking, copying",
        "Whole commands on an archive of the replica, beside a loop that only reads the same bytes.",
        (care_figures,),
    ),
}


def main(names: list[str]) -> None:
    """Measures the parts named, or all, and writes them into the page, where the others stay as they are."""
    if unknown := set(names) - set(PARTS):
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for name in names or PARTS:
        part = PARTS[name]
        text = "\n\n".join([part.about, *(measure() for measure in part.figures)])
        print(f"## {part.heading}\n\n{text}\n", flush=True)
        _PAGE.write_text(_page_with(part.heading, text, _PAGE.read_text("utf-8")), encoding="utf-8")


def _page_with(heading: str, text: str, page: str) -> str:
    """The page with this part in it, its parts in their order."""
    _, *old = page.split("\n## ")
    parts = {title: body.strip() for title, _, body in (each.partition("\n") for each in old)} | {heading: text}
    order = [part.heading for part in PARTS.values()]
    titles = sorted(parts, key=lambda title: order.index(title) if title in order else len(order))
    return "\n".join([_OPENING, *(f"## {title}\n\n{parts[title]}\n" for title in titles)])


if __name__ == "__main__":
    main(sys.argv[1:])
