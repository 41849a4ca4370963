"""What hostile pages said is text on every page: no element and no attribute of theirs."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hostile import PAYLOADS, fill_with_malice
from samples import url_of

from archive.web.serving import desk

_STATIC = "/-/static-plugins/archive.web/"
_NEVER = {"iframe", "object", "embed", "style", "base", "img", "math", "video", "audio", "xss"}


class _Elements(HTMLParser):
    """Collects what a page must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        bad = tag in _NEVER or (tag == "script" and not str(values.get("src")).startswith(_STATIC))
        bad |= any(name.startswith("on") or name in {"style", "srcdoc", "formaction", "http-equiv"} for name in values)
        bad |= any(not _is_harmless(values.get(name)) for name in ("href", "src", "action"))
        if bad:
            self.found.append((tag, attrs))


def _is_harmless(address: str | None) -> bool:
    return address is None or address.startswith(("/", "#", "http://", "https://"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("escaping") / Path("archive.db")
    fill_with_malice(str(path))
    served = desk(str(path), now=lambda: datetime(2026, 11, 24, tzinfo=UTC))
    yield served
    served.get_database("archive").close()
    served.zonenews_desk.close()


def test_nothing_that_was_printed_is_markup(served: Any) -> None:
    async def pages() -> dict[str, str]:
        paths = ["/", "/changes", "/runs", "/runs/2", "/runs/failing", "/charts", "/archive/v_article?_nocount=1"]
        for number, text in enumerate(PAYLOADS):
            url, words = quote(url_of(number), safe=""), quote(text, safe="")
            paths += [f"/article?url={url}", f"/article/diff?url={url}", f"/search?q={words}", f"/article?url={words}"]
        return {path: (await served.client.get(path)).text for path in paths}

    found = {}
    for path, text in asyncio.run(pages()).items():
        elements = _Elements()
        elements.feed(text)
        assert "<main" in text, path
        if elements.found and not (path == "/charts" and {tag for tag, _ in elements.found} == {"img"}):
            found[path] = elements.found
    assert found == {}


def test_the_test_sees_what_is_not_escaped() -> None:
    for text in PAYLOADS[:10]:
        elements = _Elements()
        elements.feed(f"<title>{text}</title><p>{text}</p><input value=\"{text}\"><input value='{text}'>")
        assert elements.found, text
