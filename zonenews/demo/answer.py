"""A request as the site sees it and what it answers, free of any HTTP library."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import parse_qsl, urlencode

import orjson

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Call:
    """A request: its path, the query's and the form's values, the page that led to it."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    referer: str = ""

    @property
    def target(self) -> str:
        """Path and query as they were asked for."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


@dataclass(frozen=True)
class Answer:
    """What the site answers."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """A strong validator of the body."""
        return f'"{hashlib.md5(self.body, usedforsecurity=False).hexdigest()[:16]}"'

    @cached_property
    def gzipped(self) -> bytes:
        """The body as gzip, the same bytes each time."""
        return gzip.compress(self.body, compresslevel=1, mtime=0)


def form_values(body: bytes) -> dict[str, str]:
    """The values of a posted form, or of a JSON object; what is no text there is its JSON here."""
    if body.startswith(b"{"):
        sent = orjson.loads(body).items()
        return {name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in sent}
    return dict(parse_qsl(body.decode()))
