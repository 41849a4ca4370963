"""A probe for programs: the same as the terminal shows, as plain values."""

from dataclasses import asdict
from typing import Any

from zonenews.extraction import Listing
from zonenews.probing.report import ArticleProbe, Probe

_LISTING = ("name", "breadcrumb", "pager", "next", "end", "total", "pages", "charset", "charset_reason", "flags")


def plain(probe: Probe) -> dict[str, Any]:
    """The probe as JSON has it; `exit` is the command's exit code."""
    return {
        "target": probe.target,
        "url": probe.url,
        "site": probe.site,
        "kind": probe.kind,
        "detail": probe.detail,
        "exit": int(probe.exit),
        "trouble": probe.trouble,
        "requests": probe.requests,
        "list": _listing(probe, probe.listing) if probe.listing is not None else None,
        "article": _article(probe.article) if probe.article is not None else None,
        "doubts": [asdict(doubt) for doubt in probe.doubts],
    }


def _listing(probe: Probe, listing: Listing) -> dict[str, Any]:
    rows = [asdict(link) | {"offsite": link in probe.offsite, "file": link in probe.files} for link in listing.links]
    counts = {
        "rows": len(rows),
        "dated": sum(row["date"] is not None for row in rows),
        "pinned": sum(row["pinned"] for row in rows),
        "offsite": len(probe.offsite),
        "files": len(probe.files),
    }
    two = probe.page_two
    page_two = (
        {"tried": two.tried, "rows": two.rows, "new": two.fresh, "trouble": two.trouble, "untried": two.untried}
        if two
        else None
    )
    return {name: getattr(listing, name) for name in _LISTING} | {"counts": counts, "page_two": page_two, "rows": rows}


def _article(probe: ArticleProbe) -> dict[str, Any]:
    read = asdict(probe.article) if probe.article is not None else None
    return {"url": probe.url, "trouble": probe.trouble, "read": read}
