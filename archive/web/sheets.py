"""Has the CSV of Datasette's own pages run nothing in a spreadsheet, as that of the export."""

import csv
from collections.abc import Awaitable, Callable
from io import StringIO
from typing import Any

from archive.export.sheets import FORMULA

App = Callable[[Any, Any, Any], Awaitable[None]]
csv.field_size_limit(1 << 30)  # a cell may be a whole article; the answer is bounded already


def defused(app: App) -> App:
    """An application whose CSV answers have an apostrophe before what a spreadsheet takes for a formula."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/archive") and scope["path"].endswith(".csv"):
            await _whole(app, scope, receive, send)
        else:
            await app(scope, receive, send)

    return answer


async def _whole(app: App, scope: Any, receive: Any, send: Any) -> None:
    """Waits for the whole answer, which is bounded, and sends it on."""
    start: dict[str, Any] = {}
    body: list[bytes] = []

    async def kept(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.append(message.get("body", b""))

    await app(scope, receive, kept)
    whole = b"".join(body)
    await send(start)
    await send({"type": "http.response.body", "body": _defused(whole) if start["status"] == 200 else whole})


def _defused(body: bytes) -> bytes:
    out = StringIO()
    rows = csv.reader(StringIO(body.decode(), newline=""))
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in FORMULA and cell else cell
