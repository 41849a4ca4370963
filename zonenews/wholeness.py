"""Whether a page that came without its length came whole: nothing on the wire tells, but its last tag does."""

import re

from archive import Archive, NotFound

UNCLOSED = "unclosed"  # the flag of a page that came the same way twice, without its end
_OPENS = re.compile(rb"<html[\s>]", re.I)
_CLOSES = re.compile(rb"</html\s*>", re.I)
_WITHIN = 4096  # bytes, in which a page of HTML says that it is one


def is_unclosed(body: bytes) -> bool:
    """Whether the body is a page of HTML that begins and does not end."""
    return _OPENS.search(body[:_WITHIN]) is not None and _CLOSES.search(body) is None


def came_whole_before(archive: Archive, url: str) -> bool:
    """Whether the archive has an article from this address whose page had an end."""
    try:
        return any(not is_unclosed(page.body) for page in archive.captures(url))
    except NotFound:
        return False
