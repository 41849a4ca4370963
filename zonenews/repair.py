"""Repairs what `zonenews verify` found, as far as it can be repaired here."""

from collections.abc import Sequence
from datetime import UTC, datetime

from archive import Writer
from archive.verify import Problem


def repair(url: str, found: Sequence[Problem]) -> str:
    """Builds search and reprints anew, makes damaged pages due again; gives what was done and what is left."""
    digests = {problem.digest for problem in found if problem.digest}
    done, left = [], sum(problem.kind in {"file", "reference", "article"} for problem in found)
    writer = Writer(url)
    try:
        if any(problem.kind == "search" for problem in found):
            writer.rebuild_search()
            done.append("search was built anew")
        if any(problem.kind == "reprint" for problem in found):
            writer.rebuild_reprints()
            done.append("all articles were compared anew")
        mended = writer.mend(digests, datetime.now(UTC))
        if mended.dictionaries:
            done.append(f"{mended.dictionaries} dictionaries were made again")
        if mended.captures:
            done.append(f"{mended.captures} damaged pages are fetched again at the next crawl of their sites")
    finally:
        writer.close()
    if left:
        done.append(f"{left} problems need a backup")
    return "; ".join(done)
