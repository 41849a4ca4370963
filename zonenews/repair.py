"""Repairs what `zonenews verify` found, as far as it can be repaired here."""

from collections.abc import Sequence

from archive import Writer
from archive.verify import Problem
from zonenews import clock


def repair(url: str, found: Sequence[Problem], files: str | None = None) -> str:
    """Builds search and reprints anew, makes damaged pages and files due again; gives what was done and what is left.

    `files` is where an archive on a server keeps files.
    """
    digests = {problem.digest for problem in found if problem.digest and problem.kind != "kept file"}
    damaged = {problem.digest for problem in found if problem.digest and problem.kind == "kept file"}
    strays = sum(problem.kind == "stray" for problem in found)
    done, left = [], sum(problem.kind in {"file", "reference", "article"} for problem in found)
    writer = Writer(url, files=files)
    try:
        if damaged:
            count = writer.files.mend(damaged, clock.now())
            done.append(f"{count} files are fetched again at the next crawl of their sites, where these keep files")
        if strays:
            removed = writer.files.remove_strays()
            done.append(f"{removed} stray files were removed")
            left += strays - removed
        if any(problem.kind == "search" for problem in found):
            writer.rebuild_search()
            done.append("search was built anew")
        if any(problem.kind == "reprint" for problem in found):
            writer.rebuild_reprints()
            done.append("all articles were compared anew")
        if any(problem.kind == "chart" for problem in found):
            writer.rebuild_charts()
            done.append("what charts count was counted anew")
        mended = writer.mend(digests, clock.now())
        if mended.dictionaries:
            done.append(f"{mended.dictionaries} dictionaries were made again")
        if mended.captures:
            done.append(f"{mended.captures} damaged pages are fetched again at the next crawl of their sites")
    finally:
        writer.close()
    if left:
        done.append(f"{left} problems need a backup")
    return "; ".join(done)
