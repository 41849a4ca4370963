"""Addresses: those of the desk's own pages, and those from the archive that a reader may follow."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit


def address(path: str, asked: Iterable[tuple[str, Any]] | Mapping[str, Any]) -> str:
    """A path with parameters; those that are None or empty are left out."""
    pairs = asked.items() if isinstance(asked, Mapping) else asked
    query = urlencode([(name, value) for name, value in pairs if value not in (None, "")])
    return f"{path}?{query}" if query else path


def origin_of(url: str) -> str:
    """Scheme, host and port of a public address. Raises ValueError where it is none, or has more than these."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None or not url.isascii():
        raise ValueError(f"{url!r} is no address of a desk; write https://desk.example.cn")
    if url.removesuffix("/").lower() != origin.lower():
        raise ValueError(f"{url!r}: the desk is served at the root of a host name; write {origin}")
    return origin


def here_with(request: Any, changed: Mapping[str, Any]) -> str:
    """The address of this page with some of its parameters changed; None takes one out."""
    kept = [(name, value) for name in request.args for value in request.args.getlist(name) if name not in changed]
    return address(request.path, [*kept, *changed.items()])


def article_at(url: str, **asked: Any) -> str:
    """The page of an article."""
    return address("/article", {"url": url, **asked})


def followable(url: str | None) -> bool:
    """Whether a reader may follow an address that a page gave: http or https, and nothing that runs."""
    try:
        return bool(url) and urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False
