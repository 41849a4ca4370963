"""Stands before every route, Datasette's own too: who may ask, what may be asked, what browsers may do with it."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from archive.web.languages import cookies_of

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-frame-options": b"DENY",
}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{0,5})?", re.ASCII | re.IGNORECASE)
# of Datasette's own pages under /-/ a reader needs the files that pages are made of; the others are for who develops or
# operates it, and tell paths and versions
_OWN, _OPEN = "/-/", ("/-/static/", "/-/static-plugins/")


def guarded(app: App, hosts: frozenset[str], public: str | None = None) -> App:
    """An application that answers GET and HEAD under these host names, with the headers above on every answer.

    Links with a host in them lead to `public`, whatever a proxy made of the request on its way.
    """

    async def answer(scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        refused = refusal(scope, hosts)
        kept = cookies_of(scope.get("query_string", b"").decode("latin-1"))
        if refused:
            await _refuse(*refused, _with_headers(send, []))
        else:
            await app(_as_public(scope, public) if public else scope, receive, _with_headers(send, kept))

    return answer


def refusal(scope: Any, hosts: frozenset[str]) -> tuple[int, str] | None:
    """Status and words for what is not answered; None for what is."""
    named = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host"]
    if len(named) != 1 or _host(named[0]) not in hosts:
        return 421, "this host name is not served; `zonenews serve --allow-host` adds one"
    if scope["method"] not in {"GET", "HEAD"}:
        return 405, "the desk only answers GET"
    if scope["path"].startswith(_OWN) and not scope["path"].startswith(_OPEN):
        return 404, "no such page"
    return None


def _host(named: str) -> str | None:
    """The name in a Host header, without its port; whatever the port is, another site has another name."""
    try:
        return urlsplit(f"//{named}").hostname if _HOST.fullmatch(named) else None
    except ValueError:
        return None


def _as_public(scope: Any, public: str) -> Any:
    """The request as its reader sent it to the public address."""
    scheme, _, host = public.partition("://")
    others = [(name, value) for name, value in scope["headers"] if name.lower() != b"host"]
    return {**scope, "scheme": scheme, "headers": [(b"host", host.encode()), *others]}


def _with_headers(send: Send, cookies: list[bytes]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower(): value for name, value in message.get("headers", ())}
            added = [(name, value) for name, value in HEADERS.items() if name not in own]
            if own.get(b"content-type", b"").startswith(b"text/html"):  # a picture that a page asks for chooses nothing
                added += [(b"set-cookie", cookie) for cookie in cookies]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sent


async def _refuse(status: int, said: str, send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{said}\n".encode()})
