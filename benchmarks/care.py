"""Reading an archive's pages again, checking them, and copying them, as whole commands."""

import sys
import tempfile
import time
from pathlib import Path

from archive import Archive
from archive.sqlite import library
from benchmarks.crawl import archiving_crawl, served
from benchmarks.measure import Spent, machine, middle, spent_by, spread
from zonenews.extraction import extract_article


def care_figures(articles: int = 3_000, rounds: int = 3) -> str:
    """A table of pages a second, in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "bench.db"
        with served(articles):
            archiving_crawl(archive)
        times: dict[str, list[float]] = {"loop": [], "reextract": [], "dry": [], "verify": [], "backup": []}
        for turn in range(rounds):
            times["loop"].append(_loop(archive))
            _make_old(archive)
            times["reextract"].append(_command(archive, "reextract").seconds)
            times["dry"].append(_command(archive, "reextract", "--dry-run").seconds)
            times["verify"].append(_command(archive, "verify").seconds)
            times["backup"].append(_command(archive, "backup", str(Path(folder) / f"copy{turn}.db")).seconds)
        size = archive.stat().st_size
    rates = {name: [articles / seconds for seconds in taken] for name, taken in times.items()}
    names = {
        "loop": "`extract_article` on the same bytes, one after another in one process",
        "reextract": "**`zonenews reextract`**, every page read again and its reading stored",
        "dry": "`zonenews reextract --dry-run`",
        "verify": "`zonenews verify`",
        "backup": "`zonenews backup`, with its check of the copy",
    }
    lines = [f"{articles:,} articles in {size / 1e6:.0f} MB, {rounds} rounds, start-up included; {machine()}.", ""]
    lines += ["| command | pages/s: median (range) |", "|---|---|"]
    lines += [f"| {title} | {spread(rates[name])} |" for name, title in names.items()]
    met = "met" if middle(rates["reextract"]) >= 300 else "not met"
    return "\n".join([*lines, "", f"Aim: reextract at 300 pages/s: {met} ({middle(rates['reextract']):.0f})."])


def _loop(path: Path) -> float:
    with Archive(str(path)) as archive:
        urls = {line["url"] for line in archive.articles()}
        pages = [(page.body, page.url) for page in archive.captures() if page.url in urls]
    began = time.perf_counter()
    for body, url in pages:
        extract_article(body, url)
    return time.perf_counter() - began


def _make_old(path: Path) -> None:
    """Makes every reading that of an older extractor, the newest of each revision alone."""
    connection = library().connect(str(path))
    connection.execute("DELETE FROM attachment WHERE reading NOT IN (SELECT current_reading FROM revision)")
    connection.execute("DELETE FROM reading WHERE id NOT IN (SELECT current_reading FROM revision)")
    connection.execute("UPDATE reading SET extractor = 'older'")
    connection.commit()
    connection.close()


def _command(path: Path, *words: str) -> Spent:
    return spent_by([sys.executable, "-m", "zonenews", *words, "--archive", str(path)])


if __name__ == "__main__":
    print(care_figures())
