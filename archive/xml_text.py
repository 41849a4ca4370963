"""Text that XML can hold: feeds and pictures are XML, and not every character of a page may stand in it."""

import re

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """The text with U+FFFD for the characters that XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)
