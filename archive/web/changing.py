"""What happened to articles: edits, removals, returns."""

from typing import Any

from archive.news import CHANGES
from archive.web.addresses import address
from archive.web.asked import Unanswerable, number
from archive.web.desk import desk_of
from archive.web.pages import page

KINDS = {**{kind: (kind,) for kind in CHANGES}, "vanished": ("missing", "gone")}
LISTED = 50
LAST = 10**17


async def changes(datasette: Any, request: Any) -> Any:
    """The last events, of one kind or all; older ones page by page."""
    asked = asked_changes(request.args)
    desk = desk_of(datasette)
    rows = await desk.ask(lambda archive: archive.changes(limit=LISTED + 1, **asked))
    shown = {"kind": request.args.get("kind"), "site": asked["site"]}
    shown |= {"rows": rows[:LISTED], "kinds": KINDS, "feed": address("/changes.atom", shown)}
    older = address("/changes", {**asked_again(shown), "before": rows[LISTED - 1]["id"]}) if rows[LISTED:] else None
    shown |= {"older": older, "to": lambda **changed: address("/changes", {**asked_again(shown), **changed})}
    return await page(datasette, request, "changes.html", **shown)


def asked_again(shown: dict[str, Any]) -> dict[str, Any]:
    """The filters of a page, for an address that keeps them."""
    return {"kind": shown["kind"], "site": shown["site"]}


def asked_changes(arguments: Any) -> dict[str, Any]:
    """Which events an address asks for. Raises Unanswerable."""
    kind = arguments.get("kind") or None
    if kind is not None and kind not in KINDS:
        raise Unanswerable(f"kind is one of {', '.join(KINDS)}")
    before = number(arguments, "before", LAST, most=LAST)
    return {"kinds": KINDS[kind] if kind else CHANGES, "site": arguments.get("site") or None, "before": before}


ROUTES = [(r"^/changes$", changes)]
